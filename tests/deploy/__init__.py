"""What stands around the product in an installation."""
