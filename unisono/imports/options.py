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
from unisono.exchange.row_values import Ways
from unisono.links.kinds import KINDS

# A cell of these words clears its field; an empty one leaves it alone.
CLEARING = ("[clear]", "[borrar]")
MATCH = ("external_id", "no", "vat_registration_no", "email", "name")
ACTS = ("both", "create", "update", "link_only")
ON_MATCH = ("create", "link", "review")
ON_CONFLICT = ("ask", "theirs", "ours")
BAD_CELLS = ("refuse", "note")
COMPANIES = ("note", "create")
DECIMALS = ("", ",", ".")
DATE_ORDERS = ("", "ymd", "dmy", "mdy")
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
    exported. `bad_cells`: whether a cell that its field does not take costs the row, or goes to the
    note. `companies`: what becomes of a person's company that is not there: its name goes to the
    note, or it is created. `fixed` are values of fields that the file does not say, `value_map`
    what texts of a field stand for, `entities` columns with HTML signs to be read as letters.
    """

    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)
    match: tuple[str, ...] = ("no",)
    act: str = "both"
    on_match: str = "create"
    on_conflict: str = "ask"
    decimals: Mapping[str, str] = field(default_factory=dict)
    bad_cells: str = "refuse"
    companies: str = "note"
    date_order: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    value_map: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    entities: tuple[str, ...] = ()

    @property
    def ways(self) -> Ways:
        """Return how cells are read."""
        return Ways(
            self.columns, self.decimals, self.fixed, self.value_map, frozenset(self.entities)
        )


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
    about: Given,
    given: Given,
    actor: Actor,
) -> tuple[Options, list[str]]:
    """Return how rows of a file are taken, and which of its columns are left out.

    `source` is the collection of the records (customers), `about` what is known of the file: its
    `columns`, their `samples`, its `kind`; what is not given is guessed. Raises Invalid,
    NotAllowed.
    """
    kind, columns = kind_of(source, actor), about["columns"]
    chosen, samples = _mapping(given.get("columns", {})), about.get("samples")
    mapped, left_out = map_columns(columns, importable(kind), chosen, samples)
    usual = usual_options(kind, mapped, about)
    options = replace(usual, **_choices(given, kind, columns))
    _require_identity(options)
    return options, left_out


def usual_options(kind: Kind, mapped: Mapping[str, str], about: Given) -> Options:
    """Return how rows are taken where nobody says: cards find the contact that they made by their
    UID.
    """
    is_cards = about.get("kind") == "vcf" and "external_id" in mapped.values()
    return Options(kind, mapped, match=("external_id", "no") if is_cards else ("no",))


def _mapping(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(
        isinstance(each, str) for pair in value.items() for each in pair
    ):
        raise Invalid([FieldError("columns", "type", _("This must be an object."))])
    return dict(value)


def _choices(given: Given, kind: Kind, columns: Sequence[str]) -> Content:
    errors, chosen = [], Content()
    for name, allowed in (
        ("act", ACTS),
        ("on_match", ON_MATCH),
        ("on_conflict", ON_CONFLICT),
        ("bad_cells", BAD_CELLS),
        ("companies", COMPANIES),
        ("date_order", DATE_ORDERS),
    ):
        if name in given:
            chosen[name] = given[name]
            if given[name] not in allowed:
                message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(allowed)}
                errors.append(FieldError(name, "choice", message))
    if "match" in given:
        match = given["match"]
        known = matchable(kind)
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
    errors += _said_of_values(given, kind, columns, chosen)
    if errors:
        raise Invalid(errors)
    return chosen


def _said_of_values(
    given: Given, kind: Kind, columns: Sequence[str], chosen: Content
) -> list[FieldError]:
    """Put what is said of values into what is chosen: fixed ones, what texts stand for, columns
    with HTML signs; return what is wrong with it.
    """
    errors, known = [], importable(kind)
    for name, value in (given.get("fixed") or {}).items() if _is_object(given, "fixed") else ():
        if name not in known or name == "version":
            message = _("There is no field %(field)s.") % {"field": name}
            errors.append(FieldError("fixed", "unknown-field", message))
        elif not isinstance(value, str):
            errors.append(FieldError("fixed", "type", _("This must be text.")))
    for name, texts in (
        (given.get("value_map") or {}).items() if _is_object(given, "value_map") else ()
    ):
        if name not in known:
            message = _("There is no field %(field)s.") % {"field": name}
            errors.append(FieldError("value_map", "unknown-field", message))
        elif not isinstance(texts, Mapping) or not all(isinstance(v, str) for v in texts.values()):
            errors.append(FieldError("value_map", "type", _("This must be an object.")))
    entities = given.get("entities", ())
    if not isinstance(entities, list | tuple) or not all(each in columns for each in entities):
        message = _("The file has no column of this name.")
        errors.append(FieldError("entities", "unknown-column", message))
    for name in ("fixed", "value_map"):
        if name in given and not _is_object(given, name):
            errors.append(FieldError(name, "type", _("This must be an object.")))
    if not errors:
        chosen |= {name: dict(given[name]) for name in ("fixed", "value_map") if name in given}
        chosen["entities"] = tuple(entities)
    return errors


def matchable(kind: Kind) -> list[str]:
    """Return the fields by which rows can find their records."""
    return [name for name in MATCH if name == "no" or name in KINDS[kind].fields]


def _is_object(given: Given, name: str) -> bool:
    return isinstance(given.get(name), Mapping)


def _require_identity(options: Options) -> None:
    """Raise Invalid, once for the whole file, where its rows can neither be found nor named."""
    known = {*options.columns.values(), *options.fixed}
    # A list of nothing but addresses calls each by its own.
    if "no" not in known and not is_named(known) and "email" not in known:
        message = _("No column is the name; say which one is.")
        raise Invalid([FieldError("name", "unknown-column", message)])


def decimals_of(given: Given) -> str:
    """Return the decimal mark that somebody says all amounts of a file have, "" where nobody does;
    raise Invalid.
    """
    mark = given.get("decimals", "")
    if mark not in DECIMALS:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ."}
        raise Invalid([FieldError("decimals", "choice", message)])
    return str(mark)


def money_columns(options: Options) -> Iterator[str]:
    """Return the columns of amounts, whose notation the whole column tells."""
    fields = KINDS[options.kind].fields
    for column, name in options.columns.items():
        if name in fields and fields[name].kind == "money":
            yield column
