"""E-mail: through a mail server, or without one as files that the administrator can open."""

import os
import secrets
import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend


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
                file.write(message.message().as_bytes())
        return len(email_messages)


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
    """Django's backend for SMTP, which leaves no refused recipient unsaid."""

    @property
    def connection_class(self) -> Any:
        """Return the client: encrypted at once, or not."""
        return _SmtpOverTls if self.use_ssl else _Smtp


def goes_into_folder(backend: str) -> bool:
    """Tell whether a backend (as settings name it) writes files instead of sending."""
    return backend == f"{__name__}.{FolderBackend.__name__}"
