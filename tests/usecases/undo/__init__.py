"""Undo: limits and properties."""
