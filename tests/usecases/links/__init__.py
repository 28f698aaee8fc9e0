"""Linking and the check."""
