"""Records that may be the same party, compared as they stand in the database [9]."""
