"""The present moment."""

from datetime import UTC, datetime


def clock() -> datetime:
    """Return the present moment in UTC; read once per use case and handed on."""
    return datetime.now(UTC)
