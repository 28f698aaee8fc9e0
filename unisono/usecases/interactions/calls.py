"""A click on a number or an address begins a call or a mail in another program; it is logged
[8.1].
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid
from unisono.common.outcome import Outcome
from unisono.contacts.models import Contact
from unisono.interactions.actions import EMAIL, PHONE_CALL
from unisono.interactions.entry_values import refuse_blocked
from unisono.interactions.logging import Action, log_action
from unisono.interactions.models import Interaction
from unisono.interactions.queries import INTERACTION
from unisono.records.queries import find
from unisono.usecases.transaction import writing

# Who clicks twice called once; who calls again after this dialled anew.
_SAME_CLICK = timedelta(seconds=5)


@writing
def log_click(contact_no: str, what: str, *, actor: Actor) -> Outcome:
    """Log that a call (`phone_call`) or a mail (`email`) to a contact was begun; raises Invalid,
    NotFound, Refused for a privacy-blocked contact [10.4].

    `more["entry"]` is the entry's key, where one was made; `more["again"]` tells that it is the one
    of a click some seconds before.
    """
    require_write(actor, INTERACTION)
    if what not in (PHONE_CALL, EMAIL):
        message = _("This must be one of: %(choices)s.") % {"choices": f"{PHONE_CALL}, {EMAIL}"}
        raise Invalid([FieldError("what", "choice", message)])
    contact, now = _contact(contact_no), clock()
    refuse_blocked(contact)
    if before := _entry_of(contact, what, actor, now - _SAME_CLICK):
        return Outcome(INTERACTION, contact.no, more={"entry": before.pk, "again": True})
    warnings = log_action(Action(what, contact), actor, now)
    entry = _entry_of(contact, what, actor, now)
    return Outcome(
        INTERACTION, contact.no, warnings=warnings, more={"entry": entry.pk} if entry else {}
    )


def _contact(no: str) -> Contact:
    """Return the contact, locked: of two clicks at once, the second one sees the entry of the
    first.
    """
    contacts = Contact.objects.select_for_update(of=("self",)).select_related("company")
    return contacts.get(pk=find("contact", no).key.id)


def _entry_of(contact: Contact, what: str, actor: Actor, since: datetime) -> Interaction | None:
    """Return the latest entry of such a click by the actor that still counts, None without."""
    mine = Interaction.objects.filter(contact=contact, action=what, created_at__gte=since)
    mine = mine.filter(by=actor.name, cancelled=False)
    return mine.order_by("-pk").first()
