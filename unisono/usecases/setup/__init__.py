"""Setup, our company, code lists, and a fresh installation."""
