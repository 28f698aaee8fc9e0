"""The process that works on jobs."""
