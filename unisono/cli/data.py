"""Bringing data in, and undoing."""

import sys
import time
from pathlib import Path
from typing import Any

import click

from unisono.cli.schema import require_present_schema
from unisono.cli.starting import command_line, with_product
from unisono.common.borders import Content
from unisono.common.kinds import FACTS

KIND_OF = {facts.collection: facts.kind for facts in FACTS.values()}
_SHOWN = 50  # lines on a terminal


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as", "as_", type=click.Choice(sorted(KIND_OF)), required=True, help="What the rows are."
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="Say which field a column is; COLUMN= leaves it out.",
)
@click.option("--sheet", default="", help="The sheet of a spreadsheet.")
@click.option(
    "--heading-row", type=int, default=None, help="The line with the headings; 0: there are none."
)
@click.option("--encoding", default="", help="The encoding of a csv file, such as cp1252.")
@click.option("--delimiter", default="", help="What stands between the cells of a csv file.")
@click.option(
    "--decimals",
    type=click.Choice([",", "."]),
    default=None,
    help="Before the decimals of amounts.",
)
@click.option(
    "--fixed", multiple=True, metavar="FIELD=TEXT", help="A value for rows that do not say it."
)
@click.option(
    "--value",
    "values",
    multiple=True,
    metavar="FIELD=TEXT=VALUE",
    help="What a text of a field stands for.",
)
@click.option(
    "--bad-cells",
    type=click.Choice(["refuse", "note"]),
    default="refuse",
    show_default=True,
    help="Whether a cell that does not fit costs the row, or goes to the note.",
)
@click.option(
    "--companies",
    type=click.Choice(["note", "create"]),
    default="note",
    show_default=True,
    help="What becomes of a person's company that is not there.",
)
@click.option(
    "--entities", multiple=True, metavar="COLUMN", help="A column in which &ntilde; is a letter."
)
@click.option(
    "--match", multiple=True, metavar="FIELD", help="By which a row finds its record, in order."
)
@click.option("--dry-run", is_flag=True, help="Do everything, keep nothing, and report.")
@click.option("--user", default="admin", show_default=True, help="Who imports.")
@with_product
def import_(
    file: Path,
    as_: str,
    mapping: tuple[str, ...],
    dry_run: bool,
    user: str,
    **given: Any,
) -> None:
    """Import a csv, xlsx or vcf file; the whole import can be undone.

    \b
    Example:
      unisono import customers.csv --as customers --map kind=note --dry-run
      unisono import people.xlsx --as contacts --sheet 2026 --fixed type=person --bad-cells note
    """
    from unisono.usecases.imports import import_file as importing
    from unisono.usecases.users import users

    require_present_schema()
    columns = dict(_column(entry) for entry in mapping)
    actor = users.actor_named(user)
    with click.progressbar(length=1, label="Importing", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        report = importing.import_file(
            file,
            KIND_OF[as_],
            columns,
            actor=actor,
            dry_run=dry_run,
            how={name: given[name] for name in ("sheet", "heading_row", "encoding", "delimiter")},
            choices=_choices(given),
            progress=progress,
        )
    _show(report, dry_run)
    if report.refused:
        raise click.ClickException(f"Rows refused: {report.counts['refused']}.")


def _choices(given: Content) -> Content:
    """Return what the options say of an import, by the names that a job has for it."""
    choices: Content = {name: given[name] for name in ("bad_cells", "companies")}
    choices |= {name: given[name] for name in ("decimals", "match", "entities") if given[name]}
    choices["fixed"] = dict(_column(entry, "--fixed") for entry in given["fixed"])
    mapped: dict[str, dict[str, str]] = {}
    for entry in given["values"]:
        name, rest = _column(entry, "--value")
        text, value = _column(rest, "--value")
        mapped.setdefault(name, {})[text] = value
    return {**choices, "value_map": mapped}


def _column(entry: str, option: str = "--map") -> tuple[str, str]:
    column, equals, field = entry.partition("=")
    if not equals:
        raise click.UsageError(f"{option} takes NAME=TEXT, not {entry!r}.")
    return column, field


def _show(report: "importing.Report", dry_run: bool) -> None:  # type: ignore[name-defined]  # noqa: F821
    click.echo(
        "Columns: " + ", ".join(f"{column} → {field}" for column, field in report.columns.items())
    )
    if report.left_out:
        click.echo("Not imported: " + ", ".join(report.left_out))
    for title, rows in (("refused", report.refused), ("warning", report.warnings)):
        for reason in rows[:_SHOWN]:
            place = f"row {reason.row}, {reason.column}" if reason.column else f"row {reason.row}"
            click.echo(f"{place}: {title}: {reason.message}")
        if len(rows) > _SHOWN:
            click.echo(f"… and {len(rows) - _SHOWN} more")
    counts = ", ".join(f"{count} {outcome}" for outcome, count in report.counts.items())
    click.echo(f"{'Dry run, nothing was kept: ' if dry_run else ''}{counts}.")
    if not dry_run and report.counts["created"] + report.counts["updated"]:
        click.echo(f"Undo it with: {command_line(f'undo {report.act}')}")


@click.command()
@click.argument("id_", metavar="CHANGE_SET_OR_ACT")
@click.option("--skip-conflicts", is_flag=True, help="Undo the rest where something changed since.")
@click.option("--user", default="admin", show_default=True, help="Who undoes.")
@with_product
def undo(id_: str, skip_conflicts: bool, user: str) -> None:
    """Undo a change set (a number) or a whole act such as an import.

    \b
    Example:
      unisono undo 4711
      unisono undo 0c6a2f0e-6f0b-4b34-9e0b-0e2f8d6a7f11
    """
    from unisono.common.errors import EditConflict
    from unisono.usecases.undo import undo_jobs
    from unisono.usecases.undo.undo_change_sets import undo_act, undo_change_set
    from unisono.usecases.users import users

    require_present_schema()
    actor = users.actor_named(user)
    if undo_jobs.is_long(id_):
        _undo_long(id_, skip_conflicts, actor)
        return
    try:
        if id_.isdecimal():
            outcome = undo_change_set(int(id_), skip_conflicts, actor=actor)
        else:
            outcome = undo_act(id_, skip_conflicts, actor=actor)
    except EditConflict as conflict:
        _show_conflicts(conflict.extra["conflicts"])
        raise click.ClickException(
            f"{conflict.message} Nothing was undone; --skip-conflicts undoes the rest."
        ) from conflict
    click.echo(
        f"Undone (change set {outcome.change_set})."
        if outcome.change_set
        else "There was nothing to undo."
    )
    for warning in outcome.warnings:
        click.echo(f"{warning.field}: {warning.message}")
    if outcome.more["conflicts"]:
        click.echo("Left as they are, since they changed meanwhile:")
        _show_conflicts(outcome.more["conflicts"])


def _undo_long(act: str, skip_conflicts: bool, actor: Any) -> None:
    """Undo an act of thousands of changes as a job that this process works on, unless a worker is
    faster.
    """
    from unisono.jobs import queue, workers
    from unisono.usecases.jobs import jobs
    from unisono.usecases.undo import undo_jobs
    from unisono.worker import loop

    id_ = jobs.start_job(
        undo_jobs.UNDO, {"act": act, "skip_conflicts": skip_conflicts}, actor=actor
    )
    with click.progressbar(length=1, label="Undoing", file=sys.stderr) as bar:

        def shown() -> bool:
            job = jobs.find_job(id_, actor)
            bar.length = max(job.total, 1)
            bar.update(job.done - bar.pos)
            return False

        while (job := jobs.find_job(id_, actor)).state in ("queued", "running"):
            if mine := queue.claim(workers.own_name(), only=id_):
                loop.work_on(mine, shown)
            else:
                shown()
                time.sleep(0.3)
    if job.state == "done":
        click.echo(f"Undone (act {job.act}).")
        return
    for error in job.errors.order_by("id")[:_SHOWN]:
        click.echo(f"  {error.no}: {error.detail}", err=True)
    raise click.ClickException(job.detail or f"The job was {job.state}.")


def _show_conflicts(conflicts: list[Content]) -> None:
    for each in conflicts[:_SHOWN]:
        click.echo(
            f"  {each.get('kind', '')} {each.get('no', '')}, {each['field']}: now "
            f"{each['current']!r}",
            err=True,
        )
    if len(conflicts) > _SHOWN:
        click.echo(f"  … and {len(conflicts) - _SHOWN} more", err=True)
