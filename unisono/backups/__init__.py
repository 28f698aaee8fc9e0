"""Backups: all tables as of one moment, the attachments, and the key where it is wanted, in one
file that either database takes.
"""
