"""E-mail: through a mail server, or without one as files that the administrator can open."""

import os
import secrets
import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.generator import BytesGenerator
from email.policy import SMTPUTF8
from email.utils import parseaddr
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.utils.encoding import punycode
from django.utils.translation import gettext as _


class FolderBackend(BaseEmailBackend):
    """Writes messages as `.eml` files into `MAIL_FOLDER`, readable by their owner only: they hold
    secret links.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message into a file of its own, named by its time."""
        folder: Path = settings.MAIL_FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}.eml"
            descriptor = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(bytes_of(message))
        return len(email_messages)


def beyond_ascii(addresses: Sequence[str]) -> list[str]:
    """Return the addresses that have letters beyond ASCII before the @."""
    return [each for each in addresses if not parseaddr(each)[1].rpartition("@")[0].isascii()]


def bytes_of(message: EmailMessage) -> bytes:
    """Return a message as it is sent. Addresses with letters beyond ASCII stand in its head as they
    are (RFC 6532): an encoded word is no address.
    """
    built = message.message()
    if not beyond_ascii(message.recipients()):
        return built.as_bytes()
    for name, addresses in (("To", message.to), ("Cc", message.cc)):
        if addresses:
            built.replace_header(name, ", ".join(map(_as_it_is, addresses)))
    content = BytesIO()
    BytesGenerator(content, mangle_from_=False, policy=SMTPUTF8).flatten(built)
    return content.getvalue()


def _as_it_is(address: str) -> str:
    """Return an address with its domain as the domain name system has it."""
    name, _at, domain = parseaddr(address)[1].rpartition("@")
    return f"{name}@{punycode(domain)}"


class PartlyRefused(smtplib.SMTPException):
    """The server took the message for some recipients and not for others."""

    def __init__(self, recipients: dict[str, tuple[int, bytes]]) -> None:
        super().__init__(", ".join(recipients))
        self.recipients = recipients


class _Telling:
    """Makes smtplib tell what it only returns: which of several recipients were refused."""

    def sendmail(self, *args: object, **kwargs: object) -> dict[str, tuple[int, bytes]]:
        """Send, and raise PartlyRefused where somebody was left out."""
        refused: dict[str, tuple[int, bytes]] = super().sendmail(*args, **kwargs)  # type: ignore[misc]
        if refused:
            raise PartlyRefused(refused)
        return refused


class _Smtp(_Telling, smtplib.SMTP):
    pass


class _SmtpOverTls(_Telling, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """Django's backend for SMTP, which leaves no refused recipient unsaid, and writes to addresses
    with letters beyond ASCII before the @ where the server takes them (RFC 6531).
    """

    def _send(self, email_message: EmailMessage) -> bool:
        beyond = beyond_ascii(email_message.recipients())
        if not beyond:
            sent: bool = super()._send(email_message)  # type: ignore[misc]
            return sent
        assert self.connection is not None
        self.connection.ehlo_or_helo_if_needed()
        if not self.connection.has_extn("smtputf8"):
            message = _(
                "The mail server takes no letters beyond ASCII before the @ (SMTPUTF8): "
                "%(addresses)s"
            )
            raise smtplib.SMTPNotSupportedError(message % {"addresses": ", ".join(beyond)})
        encoding = email_message.encoding or settings.DEFAULT_CHARSET
        sender = sanitize_address(email_message.from_email, encoding)
        recipients = [_as_it_is(each) for each in email_message.recipients()]
        options = ["SMTPUTF8", "BODY=8BITMIME"]
        self.connection.sendmail(sender, recipients, bytes_of(email_message), options)
        return True

    @property
    def connection_class(self) -> Any:
        """Return the client: encrypted at once, or not."""
        return _SmtpOverTls if self.use_ssl else _Smtp


def goes_into_folder(backend: str) -> bool:
    """Tell whether a backend (as settings name it) writes files instead of sending."""
    return backend == f"{__name__}.{FolderBackend.__name__}"
