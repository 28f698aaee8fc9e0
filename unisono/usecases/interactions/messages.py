"""E-mails: kept, sent by a job that tries again, and their fate told on the timeline."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Given
from unisono.common.clock import clock
from unisono.common.errors import Conflict
from unisono.common.outcome import Outcome
from unisono.contacts.models import Contact
from unisono.documents.types import TYPES
from unisono.interactions.actions import EMAIL as EMAIL_ACTION
from unisono.interactions.delivery import Delivery, deliver
from unisono.interactions.entries import locked_entry
from unisono.interactions.entry_values import File, refuse_blocked, refuse_files
from unisono.interactions.logging import Action, log_action
from unisono.interactions.mail import (
    check_message,
    missing_folder_warning,
    new_message,
    store_message,
)
from unisono.interactions.models import Attachment, Interaction, Message
from unisono.interactions.queries import INTERACTION
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.records.queries import find
from unisono.usecases.transaction import writing

SECONDS = 120.0  # that one try may take: greeting, sign-in and a large attachment over a slow line
WAITS = (
    60,
    300,
    1800,
    7200,
)  # seconds before the next try; after the last one, a person sends it again


@writing
def email_contact(
    contact_no: str, values: Given, some: Sequence[File] = (), *, actor: Actor
) -> Outcome:
    """Send an e-mail to a contact, and log it; raises Invalid, Refused (privacy-blocked), NotKept,
    NotFound.
    """
    require_write(actor, INTERACTION)
    contact = Contact.objects.select_related("company").get(pk=find("contact", contact_no).key.id)
    refuse_blocked(contact)
    checked = check_message(values)
    refuse_files(some)
    now = clock()
    message = store_message(checked, some, actor, now)
    action = Action(
        EMAIL_ACTION, contact, description=checked["subject"], files=some, message=message
    )
    warnings = log_action(action, actor, now) + missing_folder_warning()
    return Outcome("message", str(message.pk), warnings=warnings, more={"message": message.pk})


@writing
def send_again(entry_id: int, to: object = None, *, actor: Actor) -> Outcome:
    """Send an entry's e-mail again, which failed, as a new message; `to` corrects the recipients.

    A document goes out only by those who may write documents of its type [10.3]. Raises NotAllowed,
    NotFound, Invalid, Refused (privacy-blocked), Conflict where it has no e-mail that failed.
    """
    require_write(actor, INTERACTION)
    entry = locked_entry(entry_id, actor)
    if entry.document_type in TYPES:
        require_write(actor, TYPES[entry.document_type].right)
    if entry.contact is not None:
        refuse_blocked(entry.contact)
    # Keeps a try that is just ending from noting its outcome meanwhile.
    former = Message.objects.select_for_update().filter(pk=entry.message_id or 0).first()
    if former is None or former.state != "failed":
        raise Conflict(
            _("There is no e-mail here that could be sent again now."), code="nothing-to-send"
        )
    values = {name: getattr(former, name) for name in ("to", "cc", "subject", "body")}
    values |= {} if to is None else {"to": to}
    message = new_message(check_message(values), actor, clock())
    for each in former.attachments.order_by("pk"):
        kept = {"name": each.name, "type": each.type, "size": each.size, "digest": each.digest}
        Attachment.objects.create(message=message, **kept)
    Interaction.objects.filter(message=former).update(message=message)
    return Outcome(
        INTERACTION, str(entry.pk), warnings=missing_folder_warning(), more={"message": message.pk}
    )


def send(job: Job) -> Delivery:
    """Try to send a job's e-mail, outside of any transaction."""
    message = Message.objects.filter(pk=job.payload["message"]).first()
    if message is None or message.state == "sent":
        return Delivery()
    return deliver(message)


def note_delivery(job: Job, actor: Actor, delivery: Delivery) -> Step:
    """Note how a try went: it is sent, is tried again later, or has failed for good."""
    # Somebody may send it again at this moment, who has to wait for how this try went.
    message = Message.objects.select_for_update().filter(pk=job.payload["message"]).first()
    if message is None or message.state == "sent":
        return Step(None, done=1, total=1)
    message.attempts += 1
    message.error = delivery.error[:2000]
    if not delivery.error:
        message.state, message.sent_at = "sent", clock()
        message.save()
        return Step(None, done=1, total=1)
    tries = job.position.get("tries", 0)
    if delivery.is_final or tries >= len(WAITS):
        message.state = "failed"
        message.save()
        return Step(
            {"tries": 0}, errors=[(message.to[:40], message.error)], total=1, failure=message.error
        )
    message.state = "waiting"
    message.save()
    return Step({"tries": tries + 1}, total=1, wait=WAITS[tries])


def give_up(payload: Given, error: str) -> None:
    """Note that a job's e-mail will not be sent, within a use case."""
    Message.objects.filter(pk=payload["message"], state="waiting").update(
        state="failed", error=error
    )
