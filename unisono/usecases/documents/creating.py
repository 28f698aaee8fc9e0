"""Documents come into being, from a contact or from a customer or vendor [7.1] [7.2]."""

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Given
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid
from unisono.common.outcome import Outcome
from unisono.documents import parties as whom
from unisono.documents.drafting import (
    VIA,
    check_sent,
    drafted,
    found_cause,
    store_new,
    template_for,
)
from unisono.documents.lines import check_lines
from unisono.documents.types import TYPES
from unisono.history.recording import recorder_for
from unisono.setup.queries import setup_now
from unisono.usecases.transaction import writing


@writing
def create_document(type_: str, values: Given, *, actor: Actor) -> Outcome:
    """Create a document from the fields of the contract; `contact_no`, `customer_no` or `vendor_no`
    say with whom.

    What is not sent is taken over from the party [7.3]. Raises Invalid naming every bad field,
    NumberTaken, PartyRequired (an order for a contact that is no customer), NotRelated, Refused
    (privacy-blocked, blocked).
    """
    info = TYPES[type_]
    require_write(actor, info.right)
    setup, now = setup_now(), clock()
    found = whom.parties_of(info, values.get("contact_no"), values.get(f"{info.role}_no"))
    if found.contact is None and found.record is None:
        message = _("Say with whom: a contact, or a customer or vendor.")
        raise Invalid([FieldError("contact_no", "required", message)])
    if found.record is None and not info.is_quote:
        raise whom.party_required(info, found.contact)
    own = check_sent(info, values)
    template = template_for(info, values.get("template_code"), found)
    document, taken = drafted(info, found, template, own, actor, now.date())
    lines = check_lines(values.get("lines", []), document.currency_code)
    causes = {name: found_cause(info, found) for name in taken}
    recorder = recorder_for(actor, VIA)
    warnings = store_new(document, lines, values.get("no", ""), setup, recorder, causes)
    return Outcome(type_, document.no, warnings=warnings)
