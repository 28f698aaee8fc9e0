"""The command `unisono`."""
