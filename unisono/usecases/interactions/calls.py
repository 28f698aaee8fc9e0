"""A click on a number or an address begins a call or a mail in another program; it is logged
[8.1].
"""

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


@writing
def log_click(contact_no: str, what: str, *, actor: Actor) -> Outcome:
    """Log that a call (`phone_call`) or a mail (`email`) to a contact was begun; raises Invalid,
    NotFound, Refused for a privacy-blocked contact [10.4].

    `more["entry"]` is the entry's key, where one was made.
    """
    require_write(actor, INTERACTION)
    if what not in (PHONE_CALL, EMAIL):
        message = _("This must be one of: %(choices)s.") % {"choices": f"{PHONE_CALL}, {EMAIL}"}
        raise Invalid([FieldError("what", "choice", message)])
    contact, now = (
        Contact.objects.select_related("company").get(pk=find("contact", contact_no).key.id),
        clock(),
    )
    refuse_blocked(contact)
    warnings = log_action(Action(what, contact), actor, now)
    entry = (
        Interaction.objects.filter(contact=contact, action=what, created_at=now)
        .order_by("-pk")
        .first()
    )
    return Outcome(
        INTERACTION, contact.no, warnings=warnings, more={"entry": entry.pk} if entry else {}
    )
