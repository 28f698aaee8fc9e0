"""Records come, change, merge and go."""
