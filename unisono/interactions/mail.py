"""E-mails are checked and kept, with their job."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import formataddr, make_msgid, parseaddr

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.access.models import User
from unisono.access.roles import Actor
from unisono.cards.validation import check_values
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid, Refused, required
from unisono.interactions import kept_files
from unisono.interactions.actions import EMAIL_JOB
from unisono.interactions.entry_values import File
from unisono.interactions.fields import MESSAGE_FIELDS
from unisono.interactions.models import Attachment, Message
from unisono.interactions.queries import is_written_to_folder
from unisono.jobs import queue
from unisono.setup.models import OurCompany


class NotKept(Refused):
    """The disk does not take what is to be sent; without it, nothing can be sent later."""

    code = "storage-full"
    status = 507


def check_message(values: Given) -> dict[str, str]:
    """Return recipients, subject and text, checked: no line breaks in headers. Raises Invalid."""
    checked: dict[str, str] = check_values(MESSAGE_FIELDS, values, "", "off").values
    if missing := [required(name) for name in ("to", "subject") if not checked.get(name)]:
        raise Invalid(missing)
    return checked


def store_message(
    values: Mapping[str, str], some: Sequence[File], actor: Actor, now: datetime
) -> Message:
    """Keep an e-mail with its files and put it into the queue, within a use case; raises
    NotKept.
    """
    try:
        digests = [kept_files.keep(file.content) for file in some]
    except OSError as error:
        raise NotKept(
            _("The disk did not take what was to be sent, so it was not sent.")
        ) from error
    message = new_message(values, actor, now)
    for file, digest in zip(some, digests, strict=True):
        kept = {"name": file.name, "type": file.type, "size": len(file.content), "digest": digest}
        Attachment.objects.create(message=message, **kept)
    return message


def new_message(values: Mapping[str, str], actor: Actor, now: datetime) -> Message:
    """Store an e-mail and put it into the queue: it goes when the transaction is over."""
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    ours = OurCompany.objects.values_list("name", flat=True).first() or sender[0]
    user = User.objects.filter(pk=actor.user_id or 0).first()
    message = Message.objects.create(
        to=values["to"],
        cc=values.get("cc", ""),
        subject=values["subject"],
        body=values.get("body", ""),
        sender=formataddr((ours, sender[1])) if ours else sender[1],
        reply_to=user.email if user else "",
        message_id=make_msgid(domain=sender[1].rpartition("@")[2] or "localhost"),
        created_at=now,
        user_id=actor.user_id,
    )
    language = (get_language() or "en").split("-")[0]
    queue.put(EMAIL_JOB, {"message": message.pk, "to": message.to}, actor, language, now)
    return message


def missing_folder_warning() -> list[FieldError]:
    """Return the warning that no mail server is set up, so that e-mails become files; none where
    one is.
    """
    if not is_written_to_folder():
        return []
    message = _(
        "No mail server is set up: the e-mail becomes a file in the folder “mail” of the "
        "product's data."
    )
    return [FieldError("to", "written-to-folder", message)]
