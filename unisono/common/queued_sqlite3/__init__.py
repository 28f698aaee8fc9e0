"""Django's SQLite, with writers who queue instead of looking again and again."""
