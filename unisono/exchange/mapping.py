"""Which column of a file is which of our fields, guessed or told; and what its cells say."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.cards.world_codes import country_of_name
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import FACTS, Kind
from unisono.common.text import folded
from unisono.exchange.amounts import amount_of
from unisono.exchange.headings import guesses


def extra_fields(kind: Kind) -> tuple[str, ...]:
    """Return the fields that a file can have beside those of the record itself."""
    facts = FACTS[kind]
    named = ("job_title", "primary_contact_no") if facts.has_contact_person else ()
    return (
        "no",
        *(("company_no",) if facts.is_contact else ()),
        *named,
        *(("type",) if facts.follows_type else ()),
    )


_TRUE, _FALSE = (
    frozenset(["true", "yes", "si", "1", "x", "verdadero"]),
    frozenset(["false", "no", "0", "falso"]),
)
_TYPES = {"empresa": "company", "persona": "person", "compania": "company", "particular": "person"}


def map_columns(
    columns: Sequence[str], fields: Sequence[str], chosen: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return which field each column is ({column: field}), and the columns that are none.

    `chosen` overrides the guess; a field of "" leaves a column out. Raises Invalid for what does
    not exist.
    """
    errors = []
    for column, field in chosen.items():
        if column not in columns:
            errors.append(
                FieldError(column, "unknown-column", _("The file has no column of this name."))
            )
        elif field and field not in fields:
            errors.append(
                FieldError(
                    column, "unknown-field", _("There is no field %(field)s.") % {"field": field}
                )
            )
    if errors:
        raise Invalid(errors)
    mapped = {column: field for column, field in chosen.items() if field}
    for column, guess in guesses(columns, fields).items():
        if column not in chosen and guess not in mapped.values():
            mapped[column] = guess
    return mapped, [
        column for column in columns if column and column not in mapped and chosen.get(column) != ""
    ]


def values_of(
    cells: Mapping[str, str],
    mapped: Mapping[str, str],
    fields: Mapping[str, Field],
    decimals: Mapping[str, str],
) -> Content:
    """Return a row's values by field; blank cells say nothing, so that nothing is overwritten by
    them.

    `decimals` is the decimal mark of each column of amounts.
    """
    return {
        name: _value(text, name, fields, decimals.get(column, ""))
        for column, name in mapped.items()
        if (text := cells.get(column, ""))
    }


def _value(text: str, name: str, fields: Mapping[str, Field], decimal: str) -> Any:
    """Return a cell's text as a value of the field's kind; what cannot be read stays text and is
    refused later.
    """
    kind = fields[name].kind if name in fields else "text"
    if kind == "country":
        return country_of_name(text) or text
    if kind == "flag":
        word = folded(text)
        return True if word in _TRUE else False if word in _FALSE else text
    if kind == "codes":
        return [part.strip() for part in re.split(r"[;,]", text) if part.strip()]
    if kind == "money":
        return amount_of(text, decimal)
    return _TYPES.get(folded(text), str(text)) if name == "type" else str(text)
