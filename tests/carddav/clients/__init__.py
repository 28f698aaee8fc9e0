"""Programs that people use, against the served product."""
