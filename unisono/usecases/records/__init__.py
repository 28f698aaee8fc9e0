"""Records are created, changed, merged, deleted; contacts are made from records."""
