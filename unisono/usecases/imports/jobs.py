"""The import of a file that waits, as a job: a trial first, then in earnest; it goes on where it
stopped [P6] [P7].
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, required
from unisono.common.text import key_of
from unisono.duplicates.scoring import Score
from unisono.exchange.amounts import decimal_mark
from unisono.exchange.reading import Row
from unisono.imports.cells import values_of_row
from unisono.imports.likeness import RowLookAlike, alike, compared
from unisono.imports.options import Options, checked_options, decimals_of, money_columns
from unisono.imports.results import RowResult
from unisono.imports.waiting_files import IMPORT as IMPORT  # asked for here
from unisono.imports.waiting_files import Staged
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.jobs.working import Outside, actor_of_job
from unisono.matching.candidates import look
from unisono.matching.compared_records import contacts, linkable_contacts
from unisono.matching.look_alikes import Found, LookAlikes, forget_look_alikes, look_alikes_of
from unisono.setup.queries import setup_now
from unisono.usecases.imports.importer import Importer
from unisono.usecases.imports.staged import staged_file
from unisono.usecases.matching.duplicates import look_again
from unisono.usecases.transaction import within, writing

OPTIONS = (
    "file",
    "source",
    "columns",
    "match",
    "act",
    "on_match",
    "on_conflict",
    "dry_run",
    "decimals",
    "date_order",
    "fixed",
    "value_map",
    "entities",
    "bad_cells",
    "companies",
)
CHUNK = 1000  # rows to a transaction
_SECONDS = 1800.0


def check_import(options: Given, actor: Actor) -> Content:
    """Return what an import is asked, checked: `file` is the name of one that waits. Raises
    Invalid, NotFound.
    """
    if not options.get("file"):
        raise Invalid([required("file")])
    dry_run = options.get("dry_run", False)
    if not isinstance(dry_run, bool):
        raise Invalid([FieldError("dry_run", "type", _("This must be true or false."))])
    staged = staged_file(options["file"], actor)
    about = staged.about()
    source = options.get("source") or about["source"]
    checked, _left_out = checked_options(source, about, options, actor)
    given = decimals_of(options)
    decimals = {
        column: given or decimal_mark(staged.texts(column)) for column in money_columns(checked)
    }
    values = asdict(replace(checked, decimals=decimals))
    kind = values.pop("kind")
    return {
        "file": str(options["file"]),
        "name": about["name"],
        "source": source,
        "kind": kind,
        **values,
        "dry_run": dry_run,
    }


class Prepared(NamedTuple):
    """The next rows of an import, its file, its name, and what was compared, where that
    matters.
    """

    staged: Staged
    name: str
    rows: list[Row]
    total: int
    look_alikes: LookAlikes | None


def options_of(payload: Given) -> Options:
    """Return how rows are taken, as a job remembers it."""
    named = {each.name for each in fields(Options)}
    given = {name: value for name, value in payload.items() if name in named}
    lists = {name: tuple(payload.get(name, ())) for name in ("match", "entities")}
    return Options(**{**given, **lists})


def _looks(payload: Given) -> bool:
    """Tell whether contacts that look alike matter."""
    return bool(
        payload["act"] == "link_only"
        or (payload["on_match"] != "create" and payload["act"] != "update")
    )


def _compared(job: Job, staged: Staged) -> Found:
    options, after = options_of(job.payload), job.position.get("after", 0)
    there = contacts() if options.kind == "contact" else linkable_contacts(options.kind)
    return compared(
        staged, after, staged.about()["total"], options, there, setup_now().duplicate_threshold
    )


def prepare(job: Job) -> Prepared:
    """Return the next rows, outside of any transaction; all of them are compared with the contacts
    before the first.
    """
    staged = staged_file(job.payload["file"], actor_of_job(job))
    after = job.position.get("after", 0)
    if not after:
        staged.clear_results()
    look_alikes = (
        look_alikes_of(job.pk, lambda: _compared(job, staged)) if _looks(job.payload) else None
    )
    about = staged.about()
    total = about["total"] if not after else 0
    return Prepared(staged, about["name"], staged.rows(after, CHUNK), total, look_alikes)


def take_rows(job: Job, actor: Actor, prepared: Prepared) -> Step:
    """Take the next rows with the job's progress; what became of each is kept beside them."""
    payload, rows, look_alikes = job.payload, prepared.rows, prepared.look_alikes
    require_write(actor, payload["kind"])
    importer = Importer(options_of(payload), actor.by_way_of("import", prepared.name))
    importer.answers = prepared.staged.answers
    if look_alikes is not None:
        importer.alike = lambda numbers: alike(numbers, look_alikes, prepared.staged)
    with transaction.atomic(), within():
        results = importer.take(rows)
        if payload["dry_run"]:
            transaction.set_rollback(True)
    if payload["dry_run"]:
        created = prepared.staged.created(_numbers(rows, payload["columns"]))
        results = [
            _as_in_earnest(each, row, payload, created)
            for each, row in zip(results, rows, strict=True)
        ]
    prepared.staged.put_results(results)
    step = _step(job, prepared, results)
    if step.position is None and not payload["dry_run"] and job.created + step.created:
        look_again(actor)
    return step


@writing
def try_row(job: Job, number: int, *, actor: Actor) -> None:
    """Try one row of a trial once more, as it is now, and keep what becomes of it; where it looks
    like a contact, as the whole trial would say.
    """
    payload, staged = job.payload, staged_file(job.payload["file"], actor)
    rows = staged.rows(number - 1, 1)
    if not rows or rows[0].number != number:
        return
    importer = Importer(options_of(payload), actor.by_way_of("import", staged.about()["name"]))
    importer.answers = staged.answers
    if _looks(payload):
        importer.alike = lambda _numbers: _alike_one(rows[0], importer.options)
    with transaction.atomic(), within():
        results = importer.take(rows)
        transaction.set_rollback(True)
    created = staged.created(_numbers(rows, payload["columns"]))
    staged.put_results([_as_in_earnest(results[0], rows[0], payload, created)])


def _alike_one(row: Row, options: Options) -> dict[int, RowLookAlike]:
    there = contacts() if options.kind == "contact" else linkable_contacts(options.kind)
    values = {"type": "company", **values_of_row(row, options).values}
    found = look(there, values, setup_now().duplicate_threshold)
    if not found:
        return {}
    first = found[0]
    return {row.number: RowLookAlike(first.row.no, 0, Score(first.score, first.fields))}


def _step(job: Job, prepared: Prepared, results: Sequence[RowResult]) -> Step:
    made = sum(each.outcome in ("created", "updated", "linked", "suggested") for each in results)
    errors = [
        (f"#{each.number}", each.text)
        for each in results
        if each.outcome in ("refused", "conflict")
    ]
    is_last = len(prepared.rows) < CHUNK
    if is_last:
        forget_look_alikes(job.pk)
    total = prepared.total or None
    position = None if is_last else {"after": prepared.rows[-1].number}
    return Step(position, len(results), made, len(results) - made - len(errors), errors, total)


def _numbers(rows: Sequence[Row], columns: Mapping[str, str]) -> set[str]:
    """Return the keys of the numbers that rows name: their own, and their companies'."""
    named = [column for column, name in columns.items() if name in ("no", "company_no")]
    return {key_of(row.cells.get(column, "")) for row in rows for column in named}


def _as_in_earnest(
    result: RowResult, row: Row, payload: Given, created: Collection[str]
) -> RowResult:
    """Return what becomes of a row in earnest, of which a trial knows less since it kept nothing of
    earlier rows; `created` are keys of numbers that these would create.

    A number that an earlier row creates is changed by this one; a person whose company does is
    created.
    """
    column_of = {name: column for column, name in payload["columns"].items()}
    if result.outcome == "created" and (no := row.cells.get(column_of.get("no", ""), "")):
        known = "skipped" if payload["act"] == "create" else "updated"
        return replace(result, outcome=known) if key_of(no) in created else result
    column = column_of.get("company_no", "")
    if (
        result.outcome != "refused"
        or not column
        or any(message[0] != column for message in result.messages)
    ):
        return result
    is_created = key_of(row.cells[column]) in created
    return RowResult(result.number, "created") if is_created else result


IMPORTING = Outside(prepare, take_rows, lambda _payload, _why: None, _SECONDS)
