"""Documents come into being, from a contact or from a customer or vendor [7.1] [7.2]."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid
from unisono.common.outcome import Outcome
from unisono.documents import parties as whom
from unisono.documents.drafting import (
    VIA,
    check_sent,
    drafted,
    found_cause,
    rate_warnings,
    store_new,
    template_for,
)
from unisono.documents.lines import check_lines, line_texts
from unisono.documents.models import Document
from unisono.documents.queries import find_document, lines_of
from unisono.documents.types import TYPES, DocumentType
from unisono.history.recording import recorder_for
from unisono.setup.models import Setup
from unisono.setup.queries import setup_now
from unisono.usecases.transaction import writing

_COPIED = ("introduction", "note")  # what was done, dates and references are another document's


class Draft(NamedTuple):
    """A document that is not stored: with the VAT rate of lines that say none ("21", "" for none),
    and why it has what it took over.
    """

    document: Document
    vat_pct: str
    causes: dict[str, str]


def draft_document(type_: str, values: Given, *, actor: Actor) -> Draft:
    """Return the document that `create_document` would make of these values, without lines;
    nothing is stored and no number is taken. Raises what `create_document` raises.
    """
    return _drafted(TYPES[type_], values, actor, setup_now(), hold=False)


def _drafted(info: DocumentType, values: Given, actor: Actor, setup: Setup, hold: bool) -> Draft:
    require_write(actor, info.right)
    found = whom.parties_of(info, values.get("contact_no"), values.get(f"{info.role}_no"), hold)
    if found.contact is None and found.record is None:
        message = _("Say with whom: a contact, or a customer or vendor.")
        raise Invalid([FieldError("contact_no", "required", message)])
    if found.record is None and not info.is_quote:
        raise whom.party_required(info, found.contact)
    own = check_sent(info, values)
    template = template_for(info, values.get("template_code"), found)
    document, taken = drafted(info, found, template, own, actor, setup)
    causes = {name: found_cause(info, found) for name in taken}
    return Draft(document, whom.vat_rate(found.record, template, setup), causes)


def copy_document(type_: str, no: str, *, actor: Actor) -> Outcome:
    """Create an open document of today with the lines, texts and parties of another, whatever its
    status; what parties give is taken over as they are now [7.3]. Lines are tied to no blanket
    order. Raises NotFound, and what `create_document` raises.
    """
    source = find_document(type_, no, actor, write=True)
    info, lines = source.info, lines_of(source)
    texts = [line_texts(line, source.currency_code) for line in lines]
    values = {name: getattr(source, name) for name in _COPIED if getattr(source, name)}
    values["currency_code"] = source.currency_code  # the prices are in it
    if source.contact is not None:
        values["contact_no"] = source.contact.no
    if source.party is not None:
        values[f"{info.role}_no"] = source.party.no
    elif source.template_code:
        values["template_code"] = source.template_code
    return create_document(type_, {**values, "lines": texts}, actor=actor)


@writing
def create_document(type_: str, values: Given, *, actor: Actor) -> Outcome:
    """Create a document from the fields of the contract; `contact_no`, `customer_no` or `vendor_no`
    say with whom.

    What is not sent is taken over from the party [7.3]. Raises Invalid naming every bad field,
    NumberTaken, PartyRequired (an order for a contact that is no customer), NotRelated, Refused
    (privacy-blocked, blocked).
    """
    setup = setup_now()
    draft = _drafted(TYPES[type_], values, actor, setup, hold=True)
    document, rate = draft.document, draft.vat_pct
    lines = check_lines(values.get("lines", []), document.currency_code, vat_pct=rate)
    recorder = recorder_for(actor, VIA)
    warnings = store_new(document, lines, values.get("no", ""), setup, recorder, draft.causes)
    warnings += rate_warnings(values.get("lines", []), rate)
    return Outcome(type_, document.no, warnings=warnings)
