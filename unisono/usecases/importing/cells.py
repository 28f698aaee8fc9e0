"""What the cells of a row say: values by field, without looking at any record."""

from typing import Any

from unisono.common.text import folded
from unisono.exchange.mapping import values_of
from unisono.exchange.reading import Row
from unisono.links.kinds import KINDS
from unisono.usecases.importing.options import CLEARING, Options


def values_of_row(row: Row, options: Options) -> dict[str, Any]:
    """Return a row's values by field: cells of a clearing mark are blank, empty ones say nothing."""
    fields = KINDS[options.kind].fields
    values = values_of(row.cells, options.columns, fields, options.decimals)
    for name, value in values.items():
        if isinstance(value, str) and folded(value) in CLEARING and name in fields:
            values[name] = fields[name].blank if fields[name].kind != "codes" else []
    return values
