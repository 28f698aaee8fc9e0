"""Change sets and acts are undone."""
