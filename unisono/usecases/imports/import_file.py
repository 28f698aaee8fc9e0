"""Importing a file at once, as the command line does; the whole one act that can be undone."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction

from unisono.access.roles import Actor
from unisono.common.borders import Given
from unisono.common.kinds import FACTS, Kind
from unisono.exchange.amounts import decimal_mark
from unisono.exchange.confined_staging import stage_confined
from unisono.exchange.reading import Row, checked_size
from unisono.imports.options import checked_options, decimals_of, money_columns
from unisono.imports.results import BESIDE, RowResult
from unisono.usecases.imports.importer import Importer
from unisono.usecases.imports.staged import READING, checked_how
from unisono.usecases.transaction import within, writing

CHUNK = 2000  # rows: one transaction
_MOST_TOLD = 10_000  # reasons that are kept in memory; the counts are of all rows
OUTCOMES = ("created", "updated", "unchanged", "refused")


@dataclass(frozen=True)
class RefusedRow:
    """A row that was not imported: where, and why."""

    row: int
    column: str
    message: str


@dataclass
class Report:
    """What an import did: how many rows of each outcome, what was refused, the act that can be
    undone.
    """

    act: uuid.UUID
    columns: Mapping[str, str]
    left_out: list[str]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    refused: list[RefusedRow] = field(default_factory=list)
    warnings: list[RefusedRow] = field(default_factory=list)


def import_file(
    path: Path,
    kind: Kind,
    columns: Mapping[str, str],
    *,
    actor: Actor,
    dry_run: bool = False,
    how: Given | None = None,
    choices: Given | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Import a csv, xlsx or vcf file as records of one kind, through the same use cases as
    everything else.

    Rows with a number that exists change that record (blank cells change nothing), others create
    one. `columns` maps columns to fields; `how` says how the file is read (staged.checked_how),
    `choices` what an import job takes besides (match, fixed, bad_cells …); `progress` is told from
    time to time. Raises Unreadable, Invalid for the mapping, NotAllowed.
    """
    choices = choices or {}
    checked_size(path)
    with TemporaryDirectory(prefix=READING, dir=settings.DATA) as folder:
        read = stage_confined(path, Path(folder) / "read.sqlite", {}, **checked_how(how or {}))
        about = read.about()
        wanted = {**choices, "columns": columns}
        options, left_out = checked_options(FACTS[kind].source, about, wanted, actor)
        given = decimals_of(choices)
        decimals = {c: given or decimal_mark(read.texts(c)) for c in money_columns(options)}
        options = replace(options, decimals=decimals)
        report = Report(uuid.uuid4(), options.columns, left_out)
        importer = Importer(options, replace(actor.by_way_of("import", path.name), act=report.act))
        after = done = 0
        while rows := read.rows(after, CHUNK):
            for result in take(importer, rows, dry_run, actor=actor):
                _tell(report, result)
            after, done = rows[-1].number, done + len(rows)
            progress(done, about["total"])
    return report


@writing
def take(importer: Importer, rows: list[Row], dry_run: bool, *, actor: Actor) -> list[RowResult]:
    """Take rows in one transaction; in a dry run everything is done, and nothing kept."""
    with within():
        results = importer.take(rows)
    if dry_run:
        transaction.set_rollback(True)
    return results


def _tell(report: Report, result: RowResult) -> None:
    """Put what became of a row into the report."""
    outcome = result.outcome if result.outcome in report.counts else "refused"
    report.counts[outcome] += 1
    rows = [
        RefusedRow(result.number, column, text)
        for column, text in result.messages
        if column != BESIDE
    ]
    told = report.refused if outcome == "refused" else report.warnings
    told.extend(rows[: max(0, _MOST_TOLD - len(told))])
