"""Books with known truth, to measure how well duplicates are found."""
