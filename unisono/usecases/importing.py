"""Importing a table: each row all or nothing, the whole one act that can be undone."""

import uuid
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.cards.validation import Bad, check_no
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.common.text import key_of
from unisono.exchange.mapping import EXTRA, decimal_mark, map_columns, values_of
from unisono.exchange.reading import Row, read_table
from unisono.links import network
from unisono.links.kinds import KINDS
from unisono.usecases.changing import change_record
from unisono.usecases.contacts import create_contact
from unisono.usecases.creating_many import Result, create_many
from unisono.usecases.outcome import Outcome
from unisono.usecases.role_records import create_record

_CHUNK = 2000  # rows that create something: one transaction and one change set
OUTCOMES = ("created", "updated", "unchanged", "refused")


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not imported: where, and why."""

    row: int
    column: str
    message: str


@dataclass
class Report:
    """What an import did: how many rows of each outcome, what was refused, the act that can be undone."""

    act: uuid.UUID
    columns: dict[str, str]
    left_out: list[str]
    decimals: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    refused: list[RefusedRow] = field(default_factory=list)
    warnings: list[RefusedRow] = field(default_factory=list)


def import_file(
    path: Path,
    kind: str,
    told: Mapping[str, str],
    *,
    actor: Actor,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Import a csv or xlsx file as records of one kind, through the same use cases as everything else.

    Rows with a number that exists change that record (blank cells change nothing), others create one. `told` maps
    columns to fields; `progress` is told from time to time. Raises Unreadable, Invalid for the mapping, NotAllowed.
    """
    require_write(actor, kind)
    table = read_table(path)
    columns, left_out = map_columns(table.columns, [*KINDS[kind].fields, *EXTRA[kind]], told)
    _require_name(columns, kind)
    decimals = {
        column: decimal_mark(row.cells.get(column, "") for row in table.rows)
        for column, name in columns.items()
        if name in KINDS[kind].fields and KINDS[kind].fields[name].kind == "money"
    }
    report = Report(uuid.uuid4(), columns, left_out, decimals)
    importer = _Importer(kind, report, replace(actor.by_way_of("import"), act=report.act, dry_run=dry_run))
    for start in range(0, len(table.rows), _CHUNK):
        importer.take(table.rows[start : start + _CHUNK])
        progress(min(start + _CHUNK, len(table.rows)), len(table.rows))
    return report


def _require_name(columns: Mapping[str, str], kind: str) -> None:
    """Raise Invalid, once for the whole file, where its rows can neither be found nor named."""
    names = {"no", "name", "first_name", "surname"} if kind == "contact" else {"no", "name"}
    if not names & set(columns.values()):
        message = _("No column is the name; say which one is, such as --map 'Nombre fiscal=name'.")
        raise Invalid([FieldError("name", "unknown-column", message)])


class _Importer:
    """Takes rows, so many at a time; of those, what creates something is created together, in one transaction.

    People wait behind the companies of the same file that they belong to.
    """

    def __init__(self, kind: str, report: Report, actor: Actor) -> None:
        self.kind, self.report, self.actor = kind, report, actor
        self._seen: set[str] = set()
        self._new: list[_Waiting] = []
        self._people: list[_Waiting] = []
        self._keys: set[str] = set()

    def take(self, rows: Sequence[Row]) -> None:
        """Take rows: each changes the record of its number, or creates one."""
        fields, taken = KINDS[self.kind].fields, []
        for row in rows:
            if row.problem:
                self.report.counts["refused"] += 1
                self.report.refused.append(RefusedRow(row.number, "", row.problem))
                continue
            values = values_of(row.cells, self.report.columns, fields, self.report.decimals)
            taken.append(_Waiting(row, key_of(str(values.get("no", ""))), values))
        there = _present(self.kind, [each.key for each in taken if each.key])
        for each in taken:
            self._take(each, there)
        self._store()

    def _take(self, each: "_Waiting", there: Set[str]) -> None:
        if each.key in self._keys:
            self._store()  # the record that this row changes
        if each.key and (each.key in there or each.key in self._seen or _refusal_of_no(each.values["no"])):
            self._told(each.row, each.key, "updated", self._alone(each.values, each.key))
            return
        belongs = key_of(str(each.values.get("company_no") or "")) in self._keys
        (self._people if belongs else self._new).append(each)
        self._keys |= {each.key} - {""}

    def _alone(self, values: dict[str, Any], key: str) -> Result:
        """Change the record of this number, or create one, in a transaction of its own."""
        try:
            return _create_or_change(self.kind, values, key, self.actor)
        except Refused as refusal:
            return refusal

    def _store(self) -> None:
        """Create what waits."""
        for waiting in (self._new, self._people):
            for each, result in zip(waiting, self._created(waiting), strict=True):
                self._told(each.row, each.key, "created", result)
        self._new, self._people, self._keys = [], [], set()

    def _created(self, waiting: Sequence["_Waiting"]) -> Sequence[Result]:
        try:
            return create_many(self.kind, [each.values for each in waiting], actor=self.actor)
        except Refused:
            # Row by row, so that each says what it lacks, and those for which there is still a number come in.
            return [self._alone(each.values, each.key) for each in waiting]

    def _told(self, row: Row, key: str, what: str, result: Result) -> None:
        """Put what became of a row into the report."""
        if isinstance(result, Refused):
            self.report.counts["refused"] += 1
            reasons = result.errors or (FieldError("", result.code, result.message),)
            self.report.refused += _reasons(row, reasons, self.report)
            return
        if what == "updated" and result.change_set is None:
            what = "unchanged"
        # In a dry run an earlier row of the same number has left nothing behind; it would be there in earnest.
        self.report.counts["updated" if what == "created" and key and key in self._seen else what] += 1
        self.report.warnings += _reasons(row, result.warnings, self.report)
        self._seen.add(key)


@dataclass(frozen=True)
class _Waiting:
    """A row that creates a record: where it stood, its number's key, its values."""

    row: Row
    key: str
    values: dict[str, Any]


def _present(kind: str, keys: Sequence[str]) -> set[str]:
    """Return those keys of numbers that records have; what no number can be is not looked for."""
    keys = [key for key in keys if key.isprintable()]
    return set(KINDS[kind].model._default_manager.filter(no_key__in=keys).values_list("no_key", flat=True))


def _create_or_change(kind: str, values: dict[str, Any], key: str, actor: Actor) -> Outcome:
    """Change the record of this number, or create one."""
    values = dict(values)
    if key and (refusal := _refusal_of_no(values["no"])):
        raise refusal
    job_title = "" if kind == "contact" else str(values.pop("job_title", ""))
    if key and network.find(kind, key) is not None:
        kept = ("no", "type") if kind == "customer" else ("no",)  # a customer's type follows its contact's
        rest = {name: value for name, value in values.items() if name not in kept}
        return change_record(kind, key, rest, actor=actor, job_title=job_title)
    if kind == "contact":
        return create_contact(values, actor=actor)
    return create_record(kind, values, actor=actor, job_title=job_title)


def _refusal_of_no(no: Any) -> Invalid | None:
    """Return the refusal of a number that is none, before anything is looked up by it."""
    try:
        check_no(no)
    except Bad as bad:
        return Invalid([FieldError("no", bad.code, bad.message)])
    return None


def _reasons(row: Row, errors: Sequence[FieldError], report: Report) -> list[RefusedRow]:
    """Return why a row was refused, by the file's own columns."""
    column_of = {name: column for column, name in report.columns.items()}
    return [RefusedRow(row.number, column_of.get(error.field, error.field), error.message) for error in errors]
