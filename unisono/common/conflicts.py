"""What others changed meanwhile, field by field [3.5]. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldConflict:
    """A field that others changed meanwhile: what it was, what it is now, what is wanted [3.5].

    `kind` and `no` name the record where an undo touches several; without kind it is the one that
    is being edited.
    """

    field: str
    base: object
    current: object
    yours: object
    kind: str = ""
    no: str = ""

    def shown(self) -> dict[str, object]:
        """Return it as the contract has it."""
        values = {
            "field": self.field,
            "base": self.base,
            "current": self.current,
            "yours": self.yours,
        }
        return {"kind": self.kind, "no": self.no, **values} if self.kind else values
