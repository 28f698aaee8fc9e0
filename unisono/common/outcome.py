"""What a use case gives back."""

from dataclasses import dataclass, field

from unisono.common.borders import Content
from unisono.common.errors import FieldError


@dataclass
class Outcome:
    """The record that the act was about, its change set (None: nothing changed), and warnings that
    it deserves.

    `more` holds what else the answer says, by the contract's names.
    """

    kind: str = ""
    no: str = ""
    change_set: int | None = None
    warnings: list[FieldError] = field(default_factory=list)
    more: Content = field(default_factory=dict)
