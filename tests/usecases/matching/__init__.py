"""Who may be the same party."""
