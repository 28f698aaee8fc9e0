"""Jobs are started, seen, cancelled, worked on."""
