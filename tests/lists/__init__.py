"""Search and its index."""
