"""Importing a table: each row all or nothing, the whole one act that can be undone."""

import uuid
from collections.abc import Callable, Mapping, Sequence
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
from unisono.usecases.outcome import Outcome
from unisono.usecases.role_records import create_record

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
    columns to fields; `progress` is told after each row. Raises Unreadable, Invalid for the mapping, NotAllowed.
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
    acting = replace(actor.by_way_of("import"), act=report.act, dry_run=dry_run)
    seen: set[str] = set()
    for done, row in enumerate(table.rows, start=1):
        _import_row(row, kind, report, seen, acting)
        progress(done, len(table.rows))
    return report


def _require_name(columns: Mapping[str, str], kind: str) -> None:
    """Raise Invalid, once for the whole file, where its rows can neither be found nor named."""
    names = {"no", "name", "first_name", "surname"} if kind == "contact" else {"no", "name"}
    if not names & set(columns.values()):
        message = _("No column is the name; say which one is, such as --map 'Nombre fiscal=name'.")
        raise Invalid([FieldError("name", "unknown-column", message)])


def _import_row(row: Row, kind: str, report: Report, seen: set[str], actor: Actor) -> None:
    if row.problem:
        report.counts["refused"] += 1
        report.refused.append(RefusedRow(row.number, "", row.problem))
        return
    values = values_of(row.cells, report.columns, KINDS[kind].fields, report.decimals)
    key = key_of(str(values.get("no", "")))
    try:
        outcome, what = _create_or_change(kind, values, key, seen, actor)
    except Refused as refusal:
        report.counts["refused"] += 1
        report.refused += _reasons(row, refusal.errors or (FieldError("", refusal.code, refusal.message),), report)
        return
    report.counts[what] += 1
    report.warnings += _reasons(row, outcome.warnings, report)
    seen.add(key)


def _create_or_change(kind: str, values: dict[str, Any], key: str, seen: set[str], actor: Actor) -> tuple[Outcome, str]:
    """Change the record of this number, or create one; say which it was."""
    if key:
        _check_no(values["no"])
    exists = bool(key) and network.find(kind, key) is not None
    job_title = "" if kind == "contact" else str(values.pop("job_title", ""))
    if exists:
        kept = ("no", "type") if kind == "customer" else ("no",)  # a customer's type follows its contact's
        rest = {name: value for name, value in values.items() if name not in kept}
        outcome = change_record(kind, key, rest, actor=actor, job_title=job_title)
        return outcome, "unchanged" if outcome.change_set is None else "updated"
    if kind == "contact":
        outcome = create_contact(values, actor=actor)
    else:
        outcome = create_record(kind, values, actor=actor, job_title=job_title)
    # In a dry run an earlier row of the same number has left nothing behind; it would be there in earnest.
    return outcome, "updated" if key and key in seen else "created"


def _check_no(no: Any) -> None:
    """Raise Invalid for a number that is none, before anything is looked up by it."""
    try:
        check_no(no)
    except Bad as bad:
        raise Invalid([FieldError("no", bad.code, bad.message)]) from bad


def _reasons(row: Row, errors: Sequence[FieldError], report: Report) -> list[RefusedRow]:
    """Return why a row was refused, by the file's own columns."""
    column_of = {name: column for column, name in report.columns.items()}
    return [RefusedRow(row.number, column_of.get(error.field, error.field), error.message) for error in errors]
