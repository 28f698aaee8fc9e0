"""Refreshing a document from its party: what it copied is compared with what is there now [7.3]."""

import hashlib
import json
from typing import NamedTuple

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.models import value_of
from unisono.common.outcome import Outcome
from unisono.documents import parties as whom
from unisono.documents import storing
from unisono.documents.drafting import VIA, found_cause, quote_template
from unisono.documents.fields import BY_NAME
from unisono.documents.models import Document
from unisono.documents.parties import Parties
from unisono.documents.queries import due_date, find_document, lines_of
from unisono.documents.states import document_date, locked_document, require_open
from unisono.documents.types import TYPES
from unisono.history.recording import recorder_for
from unisono.links.templates import TEMPLATES
from unisono.records.planned import PreviewOutdated
from unisono.usecases.transaction import writing


class Refreshing(NamedTuple):
    """What refreshing would do: (field, old, new), and a digest of it."""

    changes: list[tuple[str, str, str]]
    digest: str


def preview_refresh(type_: str, no: str, *, actor: Actor) -> Refreshing:
    """Return what a document would take over from its party as it is now; changes nothing. Raises
    NotFound, NotOpen.
    """
    document = find_document(type_, no, actor, write=True)
    require_open(document)
    return _refreshing(document, _parties(document))


@writing
def refresh(type_: str, no: str, digest: str = "", *, actor: Actor) -> Outcome:
    """Take over the party's data; `digest` is the preview's: PreviewOutdated where it would do
    something else.
    """
    document = locked_document(type_, no, actor)
    require_open(document)
    lines, found = lines_of(document), _parties(document)
    before, recorder = storing.state_of(document, lines), recorder_for(actor, VIA)
    doing = _refreshing(document, found)
    if digest and digest != doing.digest:
        raise PreviewOutdated(_("The records changed since the preview; look at it again."))
    storing.put(document, {name: new for name, _old, new in doing.changes if name in BY_NAME})
    _tie(document, found)
    cause = found_cause(TYPES[type_], found)
    storing.change(
        document, lines, before, recorder, {name: cause for name, _old, _new in doing.changes}
    )
    return Outcome(type_, document.no)


def _parties(document: Document) -> Parties:
    """Return a document's parties as they are; raise PartyRequired where nobody is there any
    more.
    """
    contact = document.contact
    if contact is None and document.party is None:
        raise whom.party_required(document.info, None)
    company = (contact.company or contact) if contact else None
    record = document.party
    if company is not None and (record is None or company != document.company):
        record = whom.record_of(document.info, company) or record
    return Parties(contact, company, record)


def _tie(document: Document, found: Parties) -> None:
    """Tie a document to the company that its contact acts for by now, and to that one's customer
    (vendor).
    """
    kind = document.info.role
    if found.record is None and found.company != document.company:
        template = quote_template(kind, "", found.company.type)
        setattr(document, f"{kind}_template_id", template.code if template else None)
    elif found.record is not None:
        setattr(document, f"{kind}_template_id", None)
    document.company = found.company
    setattr(document, kind, found.record)
    document.party_no = whom.party_no(found)


def _refreshing(document: Document, found: Parties) -> Refreshing:
    info = TYPES[document.type]
    code = document.template_code
    template = TEMPLATES[info.role][0]._default_manager.filter(code=code).first() if code else None
    on = document_date(document)
    now = whom.taken_over(info, found, template, on)
    if now["payment_terms_code"] != (document.payment_terms_code_id or ""):
        now["due_date"] = due_date(on, now["payment_terms_code"])
    pairs = [(name, str(value_of(document, BY_NAME[name])), str(new)) for name, new in now.items()]
    for name, old, new in (
        (f"{info.role}_no", document.party, found.record),
        ("company_no", document.company, found.company),
    ):
        pairs.append((name, old.no if old else "", new.no if new else ""))
    pairs.append(("party_no", document.party_no, whom.party_no(found)))
    changes = [(name, old, new) for name, old, new in pairs if old != new]
    return Refreshing(
        changes, hashlib.sha256(json.dumps([document.version, changes]).encode()).hexdigest()[:32]
    )
