"""The one door: permission, transaction, plan, apply, history."""
