"""The person's own rows: contact, other addresses, linked records, documents."""

from collections.abc import Iterator

from unisono.cards.models import value_of
from unisono.common.borders import Content, Stored
from unisono.common.kinds import Kind
from unisono.contacts.models import AlternativeAddress
from unisono.contacts.queries import LEADING, address_values
from unisono.documents import storing as document_storing
from unisono.documents.models import Document
from unisono.documents.queries import documents_of, lines_of
from unisono.documents.quotes import refuse_open, unlink_documents
from unisono.history.recording import Recorder
from unisono.interactions.operations import leave_contacts
from unisono.links import storing
from unisono.links.apply import apply
from unisono.links.kinds import KINDS, blank_values
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.values import Plan, Value, Write, Written
from unisono.privacy.person import Person
from unisono.records.other_addresses import change_row, remove_address, remove_addresses
from unisono.records.people import clear_primary_contact
from unisono.records.unlinking import end_link

ERASED = "erased"  # the cause of what is written
# Of a company's other addresses.
_NAMING = ("description", "attention", "email", "phone_no")
_NO_TEXT = ("code", "codes", "choice", "flag", "money", "date")


def find_contact(person: Person) -> list[Content]:
    """Return the contact's card, and the keys by which it is found; of one that was deleted, what
    is left is in the history.
    """
    return [_card("contact", person.row)] if person.is_there else []


def find_records(person: Person) -> list[Content]:
    """Return the cards of linked records."""
    return [_card(kind, row) for kind, row in person.records]


def find_named(person: Person) -> list[Content]:
    """Return the records of others whose primary contact the person is."""
    links = Link.objects.filter(primary_contact_id=person.row.pk).order_by("pk")
    records = ((link.role, getattr(link, link.role)) for link in links)
    return [
        {"kind": kind, "no": record.no, "contact_name": getattr(record, "contact_name", "")}
        for kind, record in records
    ]


def erase_named(person: Person, recorder: Recorder) -> None:
    """Take the person's name from them."""
    clear_primary_contact([person.row.pk], recorder, keep_name=False)


def _card(kind: Kind, row: Stored) -> Content:
    values = {name: value_of(row, field) for name, field in KINDS[kind].fields.items()}
    found = {
        "search_text": row.search_text,
        "sort_key": row.sort_key,
        "match_keys": row.match_keys,
    }
    return {
        "kind": kind,
        "no": row.no,
        **{name: value for name, value in values.items() if value not in ("", None, ())},
        "created_at": row.created_at,
        "modified_at": row.modified_at,
        "found_by": found,
    }


def find_addresses(person: Person) -> list[Content]:
    """Return the contact's other addresses, and those of its companies that name the person."""
    own = person.row.alternative_addresses.order_by("pk")
    return [address_values(row) for row in (*own, *_addresses_naming(person))]


def _addresses_naming(person: Person) -> list[AlternativeAddress]:
    rows = AlternativeAddress.objects.filter(pk__in=person.addresses_around).order_by("pk")
    return [row for row in rows if any(_fields_naming(person, row))]


def _fields_naming(person: Person, row: AlternativeAddress) -> Iterator[str]:
    """Yield the fields of an address of a company that say what the person is called."""
    for name in _NAMING:
        if (value := getattr(row, name)) and person.is_called(value):
            yield name


def find_documents(person: Person) -> list[Content]:
    """Return the documents that are tied to the person, with what they printed."""
    found = {row.pk: row for kind, id_ in person.keys for row in documents_of(kind, [id_])}
    return [_document(row) for _pk, row in sorted(found.items())]


def _document(row: Document) -> Content:
    values = document_storing.state_of(row, lines_of(row)).values
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return {"document_type": row.type, "no": row.no, **kept}


def refuse_open_documents(person: Person) -> None:
    """Raise InUse while documents of the person, or of its records, are open [10.2]."""
    for kind, id_ in person.keys:
        refuse_open(person.row.no, documents_of(kind, [id_]).exclude(status="closed"))


def let_go_of_documents(person: Person, recorder: Recorder) -> None:
    """Let documents point to the person no more; what they printed stays."""
    unlink_documents("contact", [person.row.pk], recorder)


def erase_records(person: Person, recorder: Recorder) -> None:
    """Unlink and delete the person's records; what has documents stays without anything that tells
    of the person.
    """
    for link in list(person.links):
        kind, id_ = link.role, link.record_id
        contact = load_records("contact", [person.row.pk])[0]
        end_link(link, contact, load_records(kind, [id_])[0], recorder)
        if documents_of(kind, [id_]).exists():
            _blank(kind, id_, recorder)
        else:
            storing.delete(load_records(kind, [id_])[0], recorder)


def _blank(kind: Kind, id_: int, recorder: Recorder) -> None:
    """Blank all that a person could have written on a record; its number is its name."""
    fields = KINDS[kind].fields
    names = [name for name, field in fields.items() if field.kind not in _NO_TEXT and name != "no"]
    names.append("blocked")
    record = load_records(kind, [id_], names)[0]
    blank: dict[str, Value] = dict(blank_values(kind))
    blank |= {"name": record.no, "search_name": record.no.upper(), "blocked": "all"}
    written = {
        name: Written(record.values[name], blank[name], ERASED)
        for name in names
        if record.values[name] != blank[name]
    }
    apply(Plan((Write(record, written),)), recorder)


def erase_addresses(person: Person, recorder: Recorder) -> None:
    """Remove the contact's other addresses; from those of its companies the name goes, and what
    leads nowhere without it goes whole.
    """
    remove_addresses([person.row.pk], recorder)
    for row in _addresses_naming(person):
        blank = dict.fromkeys(_fields_naming(person, row), "")
        if any(getattr(row, name) for name in LEADING if name not in blank):
            change_row(row, blank, ERASED, recorder)
        else:
            remove_address(row, recorder)


def erase_contact(person: Person, recorder: Recorder) -> None:
    """Delete the contact; entries of the log go to its company, or into the archive."""
    if not person.is_there:
        return  # it was deleted before; its traces are what is erased
    leave_contacts([person.row.pk])
    person.merged().delete()
    storing.delete(load_records("contact", [person.row.pk])[0], recorder)
