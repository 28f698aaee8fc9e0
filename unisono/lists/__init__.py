"""Searching, filtering, sorting and paging: records and documents alike [P5]."""
