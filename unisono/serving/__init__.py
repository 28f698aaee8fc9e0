"""Serving: a group of processes behind one port, which ends in order."""
