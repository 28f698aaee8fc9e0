"""What a use case gives back."""

from dataclasses import dataclass, field
from typing import Any

from unisono.common.errors import FieldError


@dataclass
class Outcome:
    """The record that the act was about, its change set (None: nothing changed), and words that it deserves.

    `more` holds what else the answer says, by the contract's names.
    """

    kind: str = ""
    no: str = ""
    change_set: int | None = None
    warnings: list[FieldError] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
