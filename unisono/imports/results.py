"""What became of a row of a file."""

from dataclasses import dataclass

BESIDE = "+"  # stands for a column where a message says what came with a record


@dataclass(frozen=True)
class RowResult:
    """What became of a row: created, updated …; messages are (column, text), changes (field, old,
    new).
    """

    number: int
    outcome: str
    no: str = ""
    messages: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, object, object], ...] = ()

    @property
    def text(self) -> str:
        """Return what is said of the row in one line."""
        return "; ".join(": ".join(filter(None, message)) for message in self.messages)
