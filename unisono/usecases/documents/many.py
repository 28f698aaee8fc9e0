"""Many documents at once: released or closed as one act, printed together."""

import io
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.documents.listed import DOCUMENT_LISTS
from unisono.documents.types import STATUSES, TYPES
from unisono.interactions.entry_values import File
from unisono.usecases.documents.changing import change_document
from unisono.usecases.documents.printing import Printed, log_papers, paper_of

MOST_PRINTED, MOST_CHANGED = 50, 500  # by one request: about ten seconds of either


@dataclass
class Many:
    """What became of many documents: the numbers of those that it was done to, those that were so
    already, why it was not done to others, what is to be told, and the act by which it is undone.
    """

    done: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[FieldError] = field(default_factory=list)
    act: str = ""
    file: File | None = None


def set_status_of_many(type_: str, query: Mapping[str, str], status: str, *, actor: Actor) -> Many:
    """Set the status of the documents that a list's query selects, each for itself: what is refused
    of one keeps no other back.

    All are one act. Raises NotAllowed, Invalid for a query or status that is none, for no document
    and for more than 500.
    """
    require_write(actor, TYPES[type_].right)
    if status not in STATUSES:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(STATUSES)}
        raise Invalid([FieldError("status", "choice", message)])
    act = actor.act or uuid.uuid4()
    acting, many = replace(actor, act=act), Many()

    def change(no: str) -> bool:
        outcome = change_document(type_, no, {"status": status}, actor=acting)
        many.warnings += outcome.warnings
        return bool(outcome.change_set)

    _each(_numbers(type_, query, MOST_CHANGED, actor), change, many)
    many.act = str(act) if many.done else ""
    return many


def print_many(type_: str, query: Mapping[str, str], *, actor: Actor) -> Many:
    """Print the documents that a list's query selects: one as its PDF, several as a zip of them;
    each is logged with its paper, as if it were printed alone.

    Raises NotAllowed, Invalid for a query that is none, for no document and for more than 50.
    """
    require_read(actor, TYPES[type_].right)
    many, papers = Many(), list[Printed]()

    def print_one(no: str) -> bool:
        papers.append(paper_of(type_, no, actor=actor))
        many.warnings += papers[-1].warnings
        return True

    _each(_numbers(type_, query, MOST_PRINTED, actor), print_one, many)
    if papers:
        logged = log_papers(papers, actor=actor)
        many.warnings = list(dict.fromkeys([*many.warnings, *logged]))
        files = [each.file for each in papers]
        many.file = files[0] if len(files) == 1 else _zipped(files, TYPES[type_].collection)
    return many


def _numbers(type_: str, query: Mapping[str, str], most: int, actor: Actor) -> list[str]:
    """Return the numbers of the documents that are selected, the oldest first; raise Invalid."""
    rows = DOCUMENT_LISTS[type_].selected(query, actor).order_by("created_at", "pk")
    numbers = list(rows.values_list("no", flat=True)[: most + 1])
    if not 1 <= len(numbers) <= most:
        message = _("Choose 1 to %(limit)s documents.") % {"limit": most}
        raise Invalid([FieldError("filter", "range", message)])
    return numbers


def _each(numbers: Sequence[str], do: Callable[[str], bool], many: Many) -> None:
    """Do something to each document, and keep what was done and what was refused; `do` tells
    whether there was something to do.
    """
    for no in numbers:
        try:
            (many.done if do(no) else many.unchanged).append(no)
        except Refused as refusal:
            many.failed.append((no, refusal.message))
    many.warnings = list(dict.fromkeys(many.warnings))


def _zipped(files: Sequence[File], name: str) -> File:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for file in files:
            zipped.writestr(file.name, file.content)
    return File(f"{name}.zip", "application/zip", made.getvalue())
