"""Users, their tokens and preferences."""
