"""The steps of the import wizard: a file that waits is tried, tried again, and imported once
[P6].
"""

from collections.abc import Sequence

from unisono.access.roles import Actor
from unisono.common.borders import Content, Given
from unisono.common.errors import Conflict
from unisono.imports.waiting_files import IMPORT
from unisono.jobs.models import OPEN
from unisono.records.code_lists import entries
from unisono.usecases.imports.jobs import try_row
from unisono.usecases.imports.staged import mend as mend_cell
from unisono.usecases.imports.staged import staged_file
from unisono.usecases.jobs import jobs
from unisono.usecases.setup.code_lists import create_entry
from unisono.usecases.transaction import within, writing

_MOST_CODES = 1000  # of one beginning: more are made by hand


@writing
def try_file(name: str, options: Given, *, actor: Actor) -> int:
    """Begin the trial of a file with these choices, and remember them; return the job's key.

    Raises what starting an import raises.
    """
    return _begin(name, options, True, actor)


@writing
def with_new_codes(
    given: Given, new: Sequence[tuple[str, str, str, str]], *, actor: Actor
) -> Content:
    """Make the codes that texts of a file are to stand for, and return the choices with them; `new`
    are (field, text, code list, code). A code that stands for another text gets a number. Raises
    what making an entry of a code list raises.
    """
    mapped = {name: dict(texts) for name, texts in given.get("value_map", {}).items()}
    with within():
        for name, text, collection, code in new:
            free = _free_code(collection, code, text[:100])
            if not entries(collection).filter(code=free).exists():
                create_entry(collection, {"code": free, "description": text[:100]}, actor=actor)
            mapped[name][text] = free
    return {**given, "value_map": mapped}


def _free_code(collection: str, code: str, text: str) -> str:
    """Return a code that nothing else has: the one that is wanted, or with a number."""
    wanted = code or "X"
    for number in range(1, _MOST_CODES):
        found = wanted if number == 1 else f"{wanted[:16].rstrip('-')}-{number}"
        there = entries(collection).filter(code=found).values_list("description", flat=True).first()
        if there is None or there == text:
            return found
    return wanted


@writing
def go_on(name: str, dry_run: bool, on_conflict: str = "", *, actor: Actor) -> int:
    """Begin another trial, or the import, with the choices of the last one; return the job's key.

    While a job is under way, and after the import, a second click begins nothing: the key is that
    of the former job. `on_conflict` says who wins by now. Raises Conflict where nothing was tried
    yet, NotFound.
    """
    # Locked: the second of two clicks sees the job of the first.
    about = staged_file(name, actor, lock=True).about()
    if "job" not in about:
        raise Conflict("", code="not-tried")
    is_under_way = jobs.find_job(about["job"], actor).state in OPEN
    if is_under_way or not (dry_run or about["is_trial"]):
        return int(about["job"])
    wins = {"on_conflict": on_conflict} if on_conflict else {}
    return _begin(name, {**about["options"], **wins}, dry_run, actor)


def mend(name: str, number: int, column: str, text: str, *, actor: Actor) -> None:
    """Mend a cell of a file that waits; where it was tried, its row is tried once more. Raises what
    `staged.mend` raises.
    """
    mend_cell(name, number, column, text, actor=actor)
    about = staged_file(name, actor).about()
    if about.get("is_trial") and "job" in about:
        job = jobs.find_job(about["job"], actor)
        if job.state not in OPEN:
            try_row(job, number, actor=actor)


def _begin(name: str, options: Given, dry_run: bool, actor: Actor) -> int:
    with within():
        id_ = jobs.start_job(IMPORT, {"file": name, **options, "dry_run": dry_run}, actor=actor)
    staged_file(name, actor).set_about({"options": dict(options), "job": id_, "is_trial": dry_run})
    return id_
