"""Which column of a file is which of our fields, guessed or told."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import FACTS, Kind
from unisono.exchange.headings import REPEATED, guesses


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


def map_columns(
    columns: Sequence[str],
    fields: Sequence[str],
    chosen: Mapping[str, str],
    samples: Mapping[str, Sequence[str]] | None = None,
) -> tuple[dict[str, str], list[str]]:
    """Return which field each column is ({column: field}), and the columns that are none.

    `chosen` overrides the guess, which `samples` of the columns help; a field of "" leaves a column
    out. Raises Invalid for what does not exist.
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
    for column, guess in guesses(columns, fields, samples).items():
        if column not in chosen and (guess in REPEATED or guess not in mapped.values()):
            mapped[column] = guess
    return mapped, [
        column for column in columns if column and column not in mapped and chosen.get(column) != ""
    ]
