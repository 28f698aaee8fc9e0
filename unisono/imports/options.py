"""What an import is told: which column is which field, how rows find records, what is done with
them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, required
from unisono.common.kinds import FACTS, Kind
from unisono.exchange.headings import is_named
from unisono.exchange.mapping import extra_fields, map_columns
from unisono.links.kinds import KINDS

# A cell of these words clears its field; an empty one leaves it alone.
CLEARING = ("[clear]", "[borrar]")
MATCH = ("no", "vat_registration_no", "email", "name")
ACTS = ("both", "create", "update", "link_only")
ON_MATCH = ("create", "link", "review")
ON_CONFLICT = ("ask", "theirs", "ours")
KIND_OF: dict[str, str] = {facts.source: facts.kind for facts in FACTS.values()}
SPECIAL = (
    "version",
    "company_name",
)  # the version that a row was exported with; a person's company by its name


@dataclass(frozen=True)
class Options:
    """How rows are taken.

    `match` are the fields by which a row finds its record, the first that does counts; `act` what
    is done with rows: both (change what is found, create the rest), create, update, link_only (tie
    records to the contacts that look like them). `on_match`: what a row does that would create a
    contact which looks like one that is there: create it anyway, link (take it for that contact),
    review (leave it). `on_conflict`: who wins where both sides changed a cell since the file was
    exported.
    """

    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)
    match: tuple[str, ...] = ("no",)
    act: str = "both"
    on_match: str = "create"
    on_conflict: str = "ask"
    decimals: Mapping[str, str] = field(default_factory=dict)


def kind_of(source: object, actor: Actor) -> str:
    """Return the kind of record of a collection (customers) that somebody may write; raise Invalid,
    NotAllowed.
    """
    kind = KIND_OF.get(str(source))
    if kind is None:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(KIND_OF)}
        raise Invalid([FieldError("source", "choice", message) if source else required("source")])
    require_write(actor, kind)
    return kind


def importable(kind: Kind) -> list[str]:
    """Return the fields that a column can be."""
    special = SPECIAL if kind == "contact" else SPECIAL[:1]
    return [
        *KINDS[kind].fields,
        *(name for name in extra_fields(kind) if name not in KINDS[kind].fields),
        *special,
    ]


def checked_options(
    source: Any,
    columns: Sequence[str],
    given: Given,
    actor: Actor,
) -> tuple[Options, list[str]]:
    """Return how rows of these columns are taken, and which columns are left out.

    `source` is the collection of the records (customers); what is not given is guessed. Raises
    Invalid, NotAllowed.
    """
    kind = kind_of(source, actor)
    mapped, left_out = map_columns(columns, importable(kind), _mapping(given.get("columns", {})))
    options = replace(Options(kind, mapped), **_choices(given, kind))
    _require_identity(options)
    return options, left_out


def _mapping(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(
        isinstance(each, str) for pair in value.items() for each in pair
    ):
        raise Invalid([FieldError("columns", "type", _("This must be an object."))])
    return dict(value)


def _choices(given: Given, kind: Kind) -> Content:
    errors, chosen = [], Content()
    for name, allowed in (("act", ACTS), ("on_match", ON_MATCH), ("on_conflict", ON_CONFLICT)):
        if name in given:
            chosen[name] = given[name]
            if given[name] not in allowed:
                message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(allowed)}
                errors.append(FieldError(name, "choice", message))
    if "match" in given:
        match = given["match"]
        known = [name for name in MATCH if name == "no" or name in KINDS[kind].fields]
        if not isinstance(match, list | tuple) or not all(name in known for name in match):
            message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(known)}
            errors.append(FieldError("match", "choice", message))
        else:
            chosen["match"] = tuple(match)
    if chosen.get("act") == "link_only" and kind == "contact":
        errors.append(
            FieldError(
                "act", "choice", _("Contacts are linked from the other side: import the records.")
            )
        )
    if errors:
        raise Invalid(errors)
    return chosen


def _require_identity(options: Options) -> None:
    """Raise Invalid, once for the whole file, where its rows can neither be found nor named."""
    if "no" not in options.columns.values() and not is_named(options.columns.values()):
        message = _("No column is the name; say which one is.")
        raise Invalid([FieldError("name", "unknown-column", message)])


def money_columns(options: Options) -> Iterator[str]:
    """Return the columns of amounts, whose notation the whole column tells."""
    fields = KINDS[options.kind].fields
    for column, name in options.columns.items():
        if name in fields and fields[name].kind == "money":
            yield column
