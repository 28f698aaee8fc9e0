"""The ties between a contact and its role records, and the engine that keeps them equal."""
