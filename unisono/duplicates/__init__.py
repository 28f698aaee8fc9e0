"""Who may be the same party: features, scores, pairs. Knows values, not where they come from."""
