"""Settings and addresses of the installation."""
