"""Parties come, change, go and are tied: what the use cases that do so have in common."""
