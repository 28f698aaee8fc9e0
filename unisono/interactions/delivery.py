"""Hands one e-mail to the mail server, or to the folder that stands for one; says what became of
it.
"""

import smtplib
from dataclasses import dataclass
from email.encoders import encode_base64
from email.mime.base import MIMEBase

from django.core.mail import BadHeaderError, EmailMessage

from unisono.common.mail import PartlyRefused
from unisono.interactions import kept_files
from unisono.interactions.models import Attachment, Message


@dataclass(frozen=True)
class Delivery:
    """How sending went: no `error`, it is sent. `is_final`: trying again would not help."""

    error: str = ""
    is_final: bool = False


def deliver(message: Message) -> Delivery:
    """Send a message with its attachments, byte for byte as they were kept. Nothing is written into
    the database.
    """
    try:
        _email(message).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        return Delivery(
            _refusals(refusal.recipients),
            all(code >= 500 for code, _text in refusal.recipients.values()),
        )
    except PartlyRefused as refusal:
        return Delivery(_refusals(refusal.recipients), True)
    except smtplib.SMTPResponseException as refusal:
        return Delivery(
            f"{refusal.smtp_code} {_text(refusal.smtp_error)}", refusal.smtp_code >= 500
        )
    except smtplib.SMTPNotSupportedError as refusal:
        return Delivery(str(refusal), True)
    except (BadHeaderError, UnicodeError) as refusal:
        return Delivery(str(refusal), True)
    except (OSError, smtplib.SMTPException) as trouble:
        return Delivery(f"{type(trouble).__name__}: {trouble}")
    return Delivery()


def _email(message: Message) -> EmailMessage:
    email = EmailMessage(
        message.subject,
        message.body,
        message.sender or None,
        _addresses(message.to),
        cc=_addresses(message.cc),
        reply_to=[message.reply_to] if message.reply_to else [],
        headers={"Message-ID": message.message_id},
    )
    for each in message.attachments.order_by("pk"):
        email.attach(_part(each))
    return email


def _addresses(text: str) -> list[str]:
    return [address.strip() for address in text.split(";") if address.strip()]


def _part(attachment: Attachment) -> MIMEBase:
    """Return a file as a part of an e-mail, byte for byte: as base64, whatever its type (RFC 2045,
    6.8).
    """
    part = MIMEBase(*attachment.type.split("/"))
    part.set_payload(kept_files.content_of(attachment.digest))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


def _refusals(recipients: dict[str, tuple[int, bytes]]) -> str:
    return "; ".join(
        f"{address}: {code} {_text(text)}" for address, (code, text) in recipients.items()
    )


def _text(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
