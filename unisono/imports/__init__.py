"""Rows of files on their way to be records: options, cells, what a row is about [P6]."""
