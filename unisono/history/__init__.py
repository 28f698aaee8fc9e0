"""Change sets: what was changed, by whom, by which way and why."""
