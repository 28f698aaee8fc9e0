"""Documents by e-mail: recipients and text proposed, the very PDF kept and sent, all of it logged
[7.5] [8.1].
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Q

from unisono.access.roles import Actor
from unisono.common.borders import Given
from unisono.common.clock import clock
from unisono.common.outcome import Outcome
from unisono.documents import papers
from unisono.documents.drafting import log_document
from unisono.documents.models import Document
from unisono.documents.queries import find_document
from unisono.interactions.entry_values import refuse_blocked
from unisono.interactions.mail import check_message, missing_folder_warning, store_message
from unisono.setup.code_names import name_in
from unisono.setup.models import MailText, OurCompany
from unisono.usecases.documents.printing import Printed, paper_of
from unisono.usecases.transaction import writing


def proposal(type_: str, no: str, *, actor: Actor) -> dict[str, str]:
    """Return recipients, subject and text for a document's e-mail, from the party and the texts of
    its language.
    """
    document = find_document(type_, no, actor, write=True)
    text = _text(document)
    if text is None:
        return {
            "to": document.email,
            "subject": f"{papers.title_of(document)} {document.no}",
            "body": "",
        }
    names = papers.placeholders(document, OurCompany.objects.get(), _sender(document, actor))
    return {
        "to": document.email,
        "subject": _filled(text.subject, names),
        "body": _filled(text.body, names),
    }


def _text(document: Document) -> MailText | None:
    """Return the text that fits best: of its type before every type's, of its tag before its
    language, before any.
    """
    tag = document.language_code or "en"
    languages = [tag, tag.partition("-")[0], papers.language_of(tag), ""]
    types = [document.type, ""]
    found = MailText.objects.filter(Q(document_type__in=types), Q(language_code__in=languages))
    ranked = sorted(
        found, key=lambda row: (languages.index(row.language_code), types.index(row.document_type))
    )
    return ranked[0] if ranked else None


def _sender(document: Document, actor: Actor) -> str:
    seller = document.salesperson_code
    return name_in(seller, papers.language_of(document.language_code)) or actor.name


def _filled(text: str, names: Mapping[str, str]) -> str:
    """Return a text with the names in curly braces replaced; what else is in braces stays as it
    is.
    """
    for name, value in names.items():
        text = text.replace(name, value)
    return text


class Prepared(NamedTuple):
    """A document's e-mail before it is sent: its paper, and what was checked of the message."""

    paper: Printed
    message: Mapping[str, str]


def email_document(type_: str, no: str, values: Given, *, actor: Actor) -> Outcome:
    """Send a document's PDF as a job, and log it with that very file; raise what `prepare_email`
    raises, and NotKept.
    """
    return send_prepared(prepare_email(type_, no, values, actor=actor), actor=actor)


def prepare_email(type_: str, no: str, values: Given, *, actor: Actor) -> Prepared:
    """Return a document's e-mail with its paper; what is not sent along is proposed.

    Raises NotAllowed, NotFound, Invalid (no recipient, bad address), Refused (privacy-blocked).
    """
    document = find_document(type_, no, actor, write=True)
    if document.contact is not None:
        refuse_blocked(document.contact)
    checked = check_message({**proposal(type_, no, actor=actor), **values})
    return Prepared(paper_of(type_, no, actor=actor), checked)


@writing
def send_prepared(prepared: Prepared, *, actor: Actor) -> Outcome:
    """Send a prepared e-mail as a job, and log it; raise NotKept."""
    printed, checked = prepared
    now, document = clock(), printed.document
    message = store_message(checked, [printed.file], actor, now)
    warnings = log_document(document, "emailed", actor, now, files=[printed.file], message=message)
    more = {"message": message.pk, "to": message.to}
    return Outcome(
        document.type,
        document.no,
        warnings=[*printed.warnings, *warnings, *missing_folder_warning()],
        more=more,
    )
