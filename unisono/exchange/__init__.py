"""File formats and column mapping; no database writes."""
