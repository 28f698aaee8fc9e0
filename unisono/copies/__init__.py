"""Copies of our records that are held outside (outside.md): cards on phones, and what came back
from them.
"""
