"""The shapes of the demo's data. A record is named by its company's key, a person by the name."""

from dataclasses import dataclass, field

from unisono.common.borders import Given
from unisono.common.kinds import Kind

Values = Given


@dataclass(frozen=True)
class Person:
    """Somebody who works for a company."""

    name: str
    job_title: str
    email: str = ""
    mobile_phone_no: str = ""


@dataclass(frozen=True)
class Company:
    """A company (or a person alone, by the type on its card): what all its records share, and what
    each has of its own.

    `begins_as` is the kind of record that is created first and brings the others with it.
    """

    key: str
    card: Values
    people: tuple[Person, ...] = ()
    groups: tuple[str, ...] = ()
    customer: Values | None = None
    vendor: Values | None = None
    begins_as: str = "contact"


@dataclass(frozen=True)
class Bank:
    """A bank and the accounts that we hold there."""

    key: str
    card: Values
    people: tuple[Person, ...]
    accounts: tuple[Values, ...]


@dataclass(frozen=True)
class Edit:
    """A later change of one record; `undone`: it was a mistake, and was taken back."""

    kind: Kind
    whose: str
    values: Values
    undone: bool = False


@dataclass(frozen=True)
class LinkOf:
    """A record that stood alone until somebody linked it to a contact, choosing the sides to
    keep.
    """

    whose: str
    role: Kind
    values: Values
    keep: Values


@dataclass(frozen=True)
class Pause:
    """A paused link, and what changed on its two sides since."""

    whose: str
    role: Kind
    edits: tuple[Edit, ...]


def terms(code: str, method: str = "TRANSFER", **more: str) -> dict[str, str]:
    """Return the own fields of a customer or vendor: payment terms and method, and others by
    name.
    """
    return {"payment_terms_code": code, "payment_method_code": method, **more}


@dataclass(frozen=True)
class Document:
    """A document, and what was done with it: print, order, part (of a blanket order), release,
    close.
    """

    type: str
    whose: str
    lines: tuple[Values, ...]
    values: Values = field(default_factory=dict)
    then: tuple[str, ...] = ()


@dataclass(frozen=True)
class Call:
    """Something that happened with a contact, by an interaction template."""

    whose: str
    template: str
    description: str
    minutes: int
