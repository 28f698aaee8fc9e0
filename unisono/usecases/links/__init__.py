"""Links are made, paused, ended; the sync rules; the check."""
