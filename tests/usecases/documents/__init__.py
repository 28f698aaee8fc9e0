"""Documents: written, changed, ordered from, printed with their parties."""
