"""E-mails that lie in the data folder, where no mail server is set up."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings

from unisono.common.borders import Content
from unisono.history.recording import Recorder
from unisono.privacy.person import Person

_SHOWN = ("to", "cc", "subject", "date")


def _files(person: Person) -> Iterator[tuple[Path, EmailMessage, list[str]]]:
    """Yield the e-mails to the person: where each lies, what it says, and to whom else it goes."""
    folder = Path(settings.MAIL_FOLDER)
    for path in sorted(folder.glob("*.eml")) if folder.is_dir() else ():
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        every = [*_addresses(message, "to"), *_addresses(message, "cc")]
        others = [address for address in every if not person.is_word(address)]
        if len(others) < len(every):
            yield path, message, others


def _addresses(message: EmailMessage, name: str) -> list[str]:
    # Of a header that is not there some Pythons return one address without letters.
    return [address for _name, address in getaddresses([str(message[name] or "")]) if address]


def find_mail_files(person: Person) -> list[Content]:
    """Return the e-mails to the person."""
    found = []
    for _path, message, _others in _files(person):
        body = message.get_body(("plain", "html"))
        text = body.get_content() if body is not None else ""
        found.append({**{name: str(message[name] or "") for name in _SHOWN}, "body": text})
    return found


def erase_mail_files(person: Person, recorder: Recorder) -> None:
    """Remove them; one that goes to others, too, loses this recipient alone."""
    for path, message, others in _files(person):
        if others:
            for name in ("to", "cc"):
                left = [each for each in _addresses(message, name) if each in others]
                del message[name]
                if left:
                    message[name] = ", ".join(left)
            path.write_bytes(message.as_bytes())
        else:
            path.unlink()
