"""A fresh installation."""
