"""Lists go out as files: what the filter shows [P5]; records with numbers and versions, so that
they can come back.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read
from unisono.common.borders import Content, Rows
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.exchange.writing import MOST_ROWS, write_csv, write_vcf, write_xlsx
from unisono.links.kinds import KINDS
from unisono.lists.described import Described
from unisono.lists.periods import zone_of
from unisono.usecases.lists.lists import LISTS

FORMATS = ("xlsx", "csv", "vcf")
_CHUNK = 1000  # rows in memory at a time


def _as_it_is(_name: str, value: str) -> str:
    return value


@dataclass(frozen=True)
class Words:
    """What a file says in the reader's language: its title, what the fields are called, and their
    choices.
    """

    headings: Mapping[str, str]
    title: str = ""
    choice: Callable[[str, str], str] = field(default=_as_it_is)


def export(
    name: str, query: Mapping[str, str], format_: str, path: Path, words: Words, actor: Actor
) -> int:
    """Write the rows that a list's query selects into a file; return how many they are.

    Moments are of the query's time zone, and say so. Raises NotAllowed, Invalid for unknown formats
    and filters, Refused for more than a sheet holds.
    """
    listed = LISTS[name]
    require_read(actor, listed.right)
    if format_ not in listed.formats:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(FORMATS)}
        raise Invalid([FieldError("format", "choice", message)])
    rows = listed.in_file(listed.selected(query, actor))
    count = rows.count()
    if format_ == "xlsx" and count > MOST_ROWS:
        raise Refused(
            _("A sheet has at most %(limit)s rows; narrow the filter.") % {"limit": MOST_ROWS}
        )
    names = listed.exported
    titles = [words.headings.get(each, each) for each in names]
    values = _values(listed, rows, words, zone_of(query))
    if format_ == "xlsx":
        write_xlsx(path, names, titles, values, words.title or name)
    elif format_ == "csv":
        write_csv(path, titles, values)
    else:
        write_vcf(path, _cards(rows))
    return count


def _values(listed: Described, rows: Rows, words: Words, zone: ZoneInfo) -> Iterator[list[object]]:
    for row in rows.iterator(chunk_size=_CHUNK):
        cells = [(name, listed.cell(row, name)) for name in listed.exported]
        yield [_cell(listed, name, value, words, zone) for name, value in cells]


def _cell(listed: Described, name: str, value: object, words: Words, zone: ZoneInfo) -> object:
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(" ", "minutes")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return words.choice(name, str(value)) if name in listed.worded and value else value


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
