"""E-mails: kept, sent by a job that tries again, and their fate told on the timeline."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.access.models import User
from unisono.access.roles import Actor, require_write
from unisono.cards.fields import Field
from unisono.cards.validation import check_values
from unisono.common.errors import Conflict, FieldError, Invalid, Refused, required
from unisono.contacts.models import Contact
from unisono.documents.types import TYPES
from unisono.interactions import files
from unisono.interactions.actions import EMAIL as EMAIL_ACTION
from unisono.interactions.delivery import Delivery, deliver, is_written_to_folder
from unisono.interactions.models import Attachment, Interaction, Message
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.setup.models import OurCompany
from unisono.usecases.common import find
from unisono.usecases.interactions.entries import KIND, locked_entry
from unisono.usecases.interactions.entry_values import refuse_files
from unisono.usecases.interactions.logging import Action, File, log_action
from unisono.usecases.outcome import Outcome
from unisono.usecases.transaction import clock, writing

EMAIL = "email"
SECONDS = 120.0  # that one try may take: greeting, sign-in and a large attachment over a slow line
WAITS = (60, 300, 1800, 7200)  # seconds before the next try; after the last one, a person sends it again
FIELDS = {
    "to": Field("to", "emails", length=254),
    "subject": Field("subject", length=200),
    "body": Field("body", "multiline", length=10_000),
}


class NotKept(Refused):
    """The disk does not take what is to be sent; without it, nothing can be sent later."""

    code = "storage-full"
    status = 507


def check_message(values: Mapping[str, Any]) -> dict[str, str]:
    """Return recipients, subject and text, checked: no line breaks in headers. Raises Invalid."""
    checked: dict[str, str] = check_values(FIELDS, values, "", "off").values
    if missing := [required(name) for name in ("to", "subject") if not checked.get(name)]:
        raise Invalid(missing)
    return checked


def store_message(values: Mapping[str, str], some: Sequence[File], actor: Actor, now: datetime) -> Message:
    """Keep an e-mail with its files and put it into the queue, within a use case; raises NotKept."""
    try:
        digests = [files.keep(file.content) for file in some]
    except OSError as error:
        raise NotKept(_("The disk did not take what was to be sent, so it was not sent.")) from error
    message = _new_message(values, actor, now)
    for file, digest in zip(some, digests, strict=True):
        kept = {"name": file.name, "type": file.type, "size": len(file.content), "digest": digest}
        Attachment.objects.create(message=message, **kept)
    return message


def _new_message(values: Mapping[str, str], actor: Actor, now: datetime) -> Message:
    """Store an e-mail and put it into the queue: it goes when the transaction is over."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    ours = OurCompany.objects.values_list("name", flat=True).first() or sender[0]
    user = User.objects.filter(pk=actor.user_id or 0).first()
    message = Message.objects.create(
        to=values["to"],
        subject=values["subject"],
        body=values.get("body", ""),
        sender=formataddr((ours, sender[1])) if ours else sender[1],
        reply_to=user.email if user else "",
        message_id=make_msgid(domain=sender[1].rpartition("@")[2] or "localhost"),
        created_at=now,
        user_id=actor.user_id,
    )
    language = (get_language() or "en").split("-")[0]
    queue.put(EMAIL, {"message": message.pk, "to": message.to}, actor.user_id or 0, language, now)
    return message


def folder_word() -> list[FieldError]:
    """Return the word that no mail server is set up, so that e-mails become files; none where one is."""
    if not is_written_to_folder():
        return []
    message = _("No mail server is set up: the e-mail becomes a file in the folder “mail” of the product's data.")
    return [FieldError("to", "written-to-folder", message)]


@writing
def email_contact(contact_no: str, values: Mapping[str, Any], some: Sequence[File] = (), *, actor: Actor) -> Outcome:
    """Send an e-mail to a contact, and log it; raises Invalid, Refused (privacy-blocked), NotKept, NotFound."""
    require_write(actor, KIND)
    contact = Contact.objects.select_related("company").get(pk=find("contact", contact_no).key.id)
    refuse_blocked(contact)
    checked = check_message(values)
    refuse_files(some)
    now = clock()
    message = store_message(checked, some, actor, now)
    action = Action(EMAIL_ACTION, contact, description=checked["subject"], files=some, message=message)
    words = log_action(action, actor, now) + folder_word()
    return Outcome("message", str(message.pk), warnings=words, more={"message": message.pk})


def refuse_blocked(contact: Contact) -> None:
    """Raise Refused where nobody is to write to a contact [2.7]."""
    if contact.privacy_blocked or (contact.company is not None and contact.company.privacy_blocked):
        raise Refused(_("Contact %(no)s is privacy blocked.") % {"no": contact.no}, code="privacy-blocked")


@writing
def send_again(entry_id: int, to: Any = None, *, actor: Actor) -> Outcome:
    """Send an entry's e-mail again, which failed, as a new message; `to` corrects the recipients.

    A document goes out only by those who may write documents of its type [10.3]. Raises NotAllowed, NotFound, Invalid,
    Refused (privacy-blocked), Conflict where it has no e-mail that failed.
    """
    require_write(actor, KIND)
    entry = locked_entry(entry_id, actor)
    if entry.document_type in TYPES:
        require_write(actor, TYPES[entry.document_type].right)
    if entry.contact is not None:
        refuse_blocked(entry.contact)
    former = Message.objects.select_for_update().filter(pk=entry.message_id or 0).first()
    if former is None or former.state != "failed":
        raise Conflict(_("There is no e-mail here that could be sent again now."), code="nothing-to-send")
    values = {"to": former.to if to is None else to, "subject": former.subject, "body": former.body}
    message = _new_message(check_message(values), actor, clock())
    for each in former.attachments.order_by("pk"):
        kept = {"name": each.name, "type": each.type, "size": each.size, "digest": each.digest}
        Attachment.objects.create(message=message, **kept)
    Interaction.objects.filter(message=former).update(message=message)
    return Outcome(KIND, str(entry.pk), warnings=folder_word(), more={"message": message.pk})


def send(job: Job) -> Delivery:
    """Try to send a job's e-mail, outside of any transaction."""
    message = Message.objects.filter(pk=job.payload["message"]).first()
    if message is None or message.state == "sent":
        return Delivery()
    return deliver(message)


def note_delivery(job: Job, actor: Actor, delivery: Delivery) -> Step:
    """Note how a try went: it is sent, is tried again later, or has failed for good."""
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
        return Step({"tries": 0}, errors=[(message.to[:40], message.error)], total=1, failure=message.error)
    message.state = "waiting"
    message.save()
    return Step({"tries": tries + 1}, total=1, wait=WAITS[tries])


def give_up(payload: Mapping[str, Any], error: str) -> None:
    """Note that a job's e-mail will not be sent, within a use case."""
    Message.objects.filter(pk=payload["message"], state="waiting").update(state="failed", error=error)
