"""The log: entries, actions that log themselves, e-mails."""
