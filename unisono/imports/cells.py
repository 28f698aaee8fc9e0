"""What the cells of a row say: values by field, without looking at any record; and where they leave
a doubt.
"""

from django.utils.translation import gettext as _

from unisono.common.errors import FieldError, Invalid
from unisono.common.text import folded
from unisono.exchange.amounts import is_doubtful
from unisono.exchange.reading import Row
from unisono.exchange.row_values import RowValues
from unisono.exchange.row_values import values_of_row as read_values
from unisono.imports.options import CLEARING, Options, money_columns
from unisono.links.kinds import KINDS


def values_of_row(row: Row, options: Options) -> RowValues:
    """Return a row's values by field, and what is said of its cells: cells of a clearing mark are
    blank, empty ones say nothing.
    """
    fields = KINDS[options.kind].fields
    found = read_values(row, options.ways, fields)
    for name, value in found.values.items():
        if isinstance(value, str) and folded(value) in CLEARING and name in fields:
            found.values[name] = fields[name].blank if fields[name].kind != "codes" else []
    return found


def refuse_nul(row: Row, options: Options) -> None:
    """Raise Invalid for cells with NUL, by which no database can look for anything."""
    message = _("Control characters are not allowed.")
    errors = [
        FieldError(name, "control-characters", message)
        for column, name in options.columns.items()
        if "\0" in row.cells.get(column, "")
    ]
    if errors:
        raise Invalid(errors)


def refuse_doubts(row: Row, options: Options) -> None:
    """Raise Invalid for amounts of a row that can be read in two ways: a guess would be a thousand
    times wrong.
    """
    errors = []
    for column in money_columns(options):
        text = row.cells.get(column, "")
        if is_doubtful(text, options.decimals.get(column, "")):
            message = _(
                "%(value)s may be thousands or decimals, and no other text of the column tells; "
                "write decimals."
            )
            errors.append(
                FieldError(options.columns[column], "doubtful", message % {"value": text})
            )
    if errors:
        raise Invalid(errors)
