"""Bringing data in [P6]: rows of files become records through the same use cases as everything
else.
"""
