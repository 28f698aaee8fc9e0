"""Users, roles, tokens: who may do what."""
