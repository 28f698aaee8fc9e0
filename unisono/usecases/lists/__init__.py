"""What people look at: search, lists as files, saved views, the first page."""
