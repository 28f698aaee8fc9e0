"""How a record is named inside, whatever its number is today."""

from typing import NamedTuple


class Key(NamedTuple):
    """Names a record: its kind and its key in the database (0: not stored yet)."""

    kind: str
    id: int
