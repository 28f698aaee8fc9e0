"""Who bills us."""
