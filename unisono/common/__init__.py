"""Errors and text: no tables, imports nothing of ours."""
