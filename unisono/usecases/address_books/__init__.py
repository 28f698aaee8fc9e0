"""Books of cards for phones and mail programs: what is in them, read and written (outside.md)."""
