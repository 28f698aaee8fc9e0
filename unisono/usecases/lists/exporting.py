"""Lists go out as files: what the filter shows, with numbers and versions, so that they can come
back [P5].
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read
from unisono.cards.fields import Field
from unisono.cards.models import value_of
from unisono.common.borders import Content, Rows, Stored
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.common.kinds import LINKED_KINDS, Kind, is_contact
from unisono.exchange.writing import MOST_ROWS, write_csv, write_vcf, write_xlsx
from unisono.links.kinds import KINDS
from unisono.links.naming import kind_names
from unisono.lists.filters import columns_of, filtered
from unisono.lists.similar import matching_or_similar

FORMATS = ("xlsx", "csv", "vcf")
_CHUNK = 1000  # rows in memory at a time


def export(
    kind: Kind,
    query: Mapping[str, str],
    format_: str,
    path: Path,
    headings: Mapping[str, str],
    actor: Actor,
) -> int:
    """Write the records that a list's query selects into a file; return how many they are.

    `headings` are what the fields are called. Raises NotAllowed, Invalid for unknown formats and
    filters, Refused for more than a sheet holds.
    """
    require_read(actor, kind)
    if format_ not in FORMATS or (format_ == "vcf" and not is_contact(kind)):
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(FORMATS)}
        raise Invalid([FieldError("format", "choice", message)])
    rows = _selected(kind, query, actor)
    count = rows.count()
    if format_ == "xlsx" and count > MOST_ROWS:
        raise Refused(
            _("A sheet has at most %(limit)s rows; narrow the filter.") % {"limit": MOST_ROWS}
        )
    names = exported(kind)
    titles = [headings.get(name, name) for name in names]
    if format_ == "xlsx":
        write_xlsx(path, names, titles, _values(kind, rows, names), kind_names(kind))
    elif format_ == "csv":
        write_csv(path, titles, _values(kind, rows, names))
    else:
        write_vcf(path, _cards(rows))
    return count


def exported(kind: Kind) -> list[str]:
    """Return the fields of a file: number and version first, by which rows find their records when
    they come back.
    """
    own = ["company_no"] if is_contact(kind) else []
    return [
        "no",
        "version",
        "name",
        *own,
        *(name for name in KINDS[kind].fields if name not in ("name", "no")),
    ]


def _selected(kind: Kind, query: Mapping[str, str], actor: Actor) -> Rows:
    roles = [linked for linked in LINKED_KINDS if actor.may_read(linked)]
    words = {
        name: text for name, text in query.items() if name not in ("q", "sort", "limit", "cursor")
    }
    rows = filtered(KINDS[kind].model._default_manager.all(), columns_of(kind, roles), words)
    if text := query.get("q", "").strip():
        rows = matching_or_similar(rows, text[:200])
    codes = [name for name, field in KINDS[kind].fields.items() if field.kind == "codes"]
    rows = rows.order_by("sort_key", "pk").prefetch_related(*codes)
    return rows.select_related("company") if is_contact(kind) else rows


def _values(kind: Kind, rows: Rows, names: list[str]) -> Iterator[list[object]]:
    fields = KINDS[kind].fields
    for row in rows.iterator(chunk_size=_CHUNK):
        yield [_cell(row, name, fields.get(name)) for name in names]


def _cell(row: Stored, name: str, field: Field | None) -> object:
    if name == "company_no":
        return row.company.no if row.company else ""
    if field is None:
        return getattr(row, name)
    value = value_of(row, field)
    if field.kind == "codes":
        return "; ".join(value)
    if field.kind == "flag":
        return _("yes") if value else _("no")  # which the import reads in either language
    return float(value) if field.kind == "money" else value


def _cards(rows: Rows) -> Iterator[Content]:
    names = [name for name, field in KINDS["contact"].fields.items() if field.kind != "codes"]
    for row in rows.iterator(chunk_size=_CHUNK):
        values = {name: getattr(row, name, "") for name in names}
        company = {"company_name": row.company.name} if row.company else {}
        yield {
            **values,
            **company,
            "no": row.no,
            "rev": row.modified_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
