"""Use cases: personal data handed over, and erased."""
