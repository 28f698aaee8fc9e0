"""Whom a document may be written to: the people of its company, its departments, the contact."""

from collections.abc import Iterator
from dataclasses import dataclass

from unisono.contacts.models import Contact
from unisono.contacts.queries import people_of, ways_on
from unisono.documents.models import Document

_MOST = 100  # people that are proposed; others are typed


@dataclass(frozen=True)
class Recipient:
    """Somebody with an address: what they are called, their e-mail, what they do there, for which
    papers they are (`purpose`, "" for all), and the contact, "" for a department.
    """

    name: str
    email: str
    role: str = ""
    purpose: str = ""
    contact_no: str = ""


def recipients_of(document: Document) -> tuple[list[Recipient], list[Recipient]]:
    """Return whom a document may be written to, each address once: those who are for its sort of
    paper first, then whom it is with, then the people by name; and the contacts among them, also
    those who share an address. Nobody who is privacy blocked, and no way that leads to them.
    """
    every = list(_every(document))
    found: dict[str, Recipient] = {}
    for each in every:
        found.setdefault(each.email.casefold(), each)
    people = {each.contact_no: each for each in every if each.contact_no}
    return list(found.values()), list(people.values())


def _every(document: Document) -> Iterator[Recipient]:
    both = (document.contact, document.company)
    contacts = [each for each in both if each is not None and not each.privacy_blocked]
    keys = list(dict.fromkeys(each.pk for each in contacts))
    for way in ways_on(keys, document.document_date, document.info.purpose):
        if way.email:
            name = way.attention or way.description
            yield Recipient(name, way.email, way.description, way.purpose)
    for contact in contacts:
        yield from _own(contact)
    if document.company is not None:
        for person in people_of(document.company.pk).exclude(email="")[:_MOST]:
            yield from _own(person)


def _own(contact: Contact) -> Iterator[Recipient]:
    if contact.email and not contact.privacy_blocked:
        yield Recipient(contact.name, contact.email, contact.job_title, "", contact.no)
