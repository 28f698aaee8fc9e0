"""What the use cases of documents share: finding one, numbers, the state it must be in."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read, require_write
from unisono.cards.validation import Bad, check_no
from unisono.common.errors import Conflict, FieldError, InUse, Invalid, NotFound, PreconditionFailed
from unisono.common.text import key_of
from unisono.documents.models import Document
from unisono.documents.queries import document_rows
from unisono.documents.types import TYPES
from unisono.setup import series
from unisono.setup.models import Setup
from unisono.usecases.common import setup_missing


class NotOpen(Conflict):
    """The document is released or closed; only an open one can be changed."""

    code = "not-open"


def find_document(type_: str, no: str, actor: Actor, *, write: bool = False, lock: bool = False) -> Document:
    """Return a document that the actor may see (with `write`: change); raise NotAllowed, NotFound."""
    info = TYPES[type_]
    (require_write if write else require_read)(actor, info.right)
    rows = document_rows().filter(type=type_, no_key=key_of(no))
    found: Document | None = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound(_("There is no document %(no)s.") % {"no": no})
    return found


def require_open(document: Document) -> None:
    """Raise NotOpen unless the document is open."""
    if document.status != "open":
        raise NotOpen(_("%(no)s is not open any more: open it again to change it.") % {"no": document.no})


def require_document_version(document: Document, expected: int | None) -> None:
    """Raise PreconditionFailed unless the expected version, if one was sent, is the present one."""
    if expected is not None and expected != document.version:
        raise PreconditionFailed(_("The record has version %(version)s by now.") % {"version": document.version})


def document_no(type_: str, typed: Any, setup: Setup) -> str:
    """Return the number of a new document: the typed one, or the next of its series; call it last, it locks.

    Raises Invalid, NumberTaken, SetupMissing, SeriesExhausted.
    """
    code = getattr(setup, f"{type_}_nos_id")
    if typed:
        series.refuse_typed(code)
        return _free_no(type_, typed)
    if code is None:
        raise setup_missing(f"{type_}_nos")

    def taken(keys: Collection[str]) -> list[str]:
        return list(Document.objects.filter(type=type_, no_key__in=keys).values_list("no_key", flat=True))

    return series.next_nos(code, 1, taken)[0]


def _free_no(type_: str, typed: Any) -> str:
    try:
        no = check_no(typed)
    except Bad as bad:
        raise Invalid([FieldError("no", bad.code, bad.message)]) from bad
    if no.lower().endswith(".pdf"):  # its own address would be that of another one's paper
        message = _("A number has letters, digits, - _ . / and blanks between them: %(no)s") % {"no": no}
        raise Invalid([FieldError("no", "characters", message)])
    if Document.objects.filter(type=type_, no_key=key_of(no)).exists():
        raise series.NumberTaken(_("The number %(no)s is taken.") % {"no": no}, field="no")
    return no


def refuse_successors(document: Document) -> None:
    """Raise InUse where other documents were made from this one."""
    if made := list(Document.objects.filter(source=document).values_list("no", flat=True)[:5]):
        texts = {"no": document.no, "numbers": ", ".join(made)}
        raise InUse(_("%(numbers)s came from %(no)s, so it stays.") % texts)
