"""The states of documents: what each allows, and how they change [7.2]."""

from datetime import date

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.errors import Conflict, InUse, PreconditionFailed
from unisono.documents import parties as whom
from unisono.documents.models import Document
from unisono.documents.queries import document_rows, one_document
from unisono.documents.types import TYPES


class AlreadyOrdered(Conflict):
    """The quote became an order [7.2]."""

    code = "already-ordered"


class NotOpen(Conflict):
    """The document is released or closed; only an open one can be changed."""

    code = "not-open"


def locked_document(type_: str, no: str, actor: Actor) -> Document:
    """Return a document that the actor may change, held until the transaction ends; raise
    NotAllowed, NotFound.
    """
    require_write(actor, TYPES[type_].right)
    # Of the document alone: the parties that are joined have their own order of locks.
    return one_document(document_rows().select_for_update(of=("self",)), type_, no)


def require_document_version(document: Document, expected: int | None) -> None:
    """Raise PreconditionFailed unless the expected version, if one was sent, is the present one."""
    if expected is not None and expected != document.version:
        raise PreconditionFailed(
            _("The record has version %(version)s by now.") % {"version": document.version}
        )


def refuse_successors(document: Document) -> None:
    """Raise InUse where other documents were made from this one."""
    if made := list(Document.objects.filter(source=document).values_list("no", flat=True)[:5]):
        texts = {"no": document.no, "numbers": ", ".join(made)}
        raise InUse(_("%(numbers)s came from %(no)s, so it stays.") % texts)


def set_status(document: Document, status: str) -> None:
    """Set a document's status; raise AlreadyOrdered for a quote that became an order, PartyRequired
    without party.
    """
    if document.status == "closed":
        made = Document.objects.filter(source=document).first()
        if made is not None and document.info.is_quote:
            raise AlreadyOrdered(
                _("%(no)s became the order %(order)s.") % {"no": document.no, "order": made.no}
            )
        if document.party is None and not document.info.is_quote:
            raise whom.party_required(document.info, document.contact)
    document.status = status


def document_date(document: Document) -> date:
    """Return the day that a document is of."""
    found: date = document.document_date
    return found


def require_open(document: Document) -> None:
    """Raise NotOpen unless the document is open."""
    if document.status != "open":
        raise NotOpen(
            _("%(no)s is not open any more: open it again to change it.") % {"no": document.no}
        )
