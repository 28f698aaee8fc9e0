"""Making, checking and restoring backups."""
