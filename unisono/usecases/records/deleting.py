"""Deleting a record: what is linked stays, and goes its own way [4.1] [4.2]."""

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import Kind
from unisono.common.outcome import Outcome
from unisono.contacts.models import MergedRecord
from unisono.documents.quotes import refuse_only_party, refuse_open_documents, unlink_documents
from unisono.history.recording import Recorder, recorder_for
from unisono.interactions.operations import leave_contacts
from unisono.links import storing
from unisono.links.apply import Elsewhere, apply
from unisono.links.models import Link
from unisono.links.network import load, load_records
from unisono.links.values import Network, Plan, Record, Write, Written
from unisono.records.other_addresses import remove_addresses
from unisono.records.people import clear_primary_contact
from unisono.records.queries import find
from unisono.records.unlinking import end_link
from unisono.records.versions import require_version
from unisono.usecases.transaction import writing


@writing
def delete_contact(
    no: str, people: object = "keep", *, actor: Actor, expected: int | None = None
) -> Outcome:
    """Delete a contact alone; its records stay with their values [4.1].

    `people` keep: a company's people become independent; delete: they are deleted, too. Raises
    InUse where one of those that go is the only party of an open quote [4.4].
    """
    require_write(actor, "contact")
    if people not in ("keep", "delete"):
        message = _("This must be one of: %(choices)s.") % {"choices": "keep, delete"}
        raise Invalid([FieldError("people", "choice", message)])
    network = load(find("contact", no))
    contact = network.party.contact
    assert contact is not None
    require_version(contact, expected)
    recorder = recorder_for(actor, "contact")
    _remove(network, recorder, with_people=people == "delete")
    return Outcome("contact", contact.no)


def _remove(network: Network, recorder: Recorder, with_people: bool) -> None:
    """Delete the network's contact and, if asked to, its people; end the links of those that go."""
    contact = network.party.contact
    assert contact is not None
    people = [person.contact for person in network.people if person.contact]
    gone = [contact, *people] if with_people else [contact]
    refuse_only_party(gone)
    ids = [record.key.id for record in gone]
    unlink_documents("contact", ids, recorder)
    leave_contacts(ids)
    remove_addresses(ids, recorder)
    MergedRecord.objects.filter(
        kind="contact", merged_id__in=ids
    ).delete()  # a merge that was undone says nothing of this deletion
    clear_primary_contact(ids, recorder, keep_name=False)
    for record in gone:
        _end_links(record, recorder)
    if not with_people:
        _make_independent(contact, people, recorder)
    for record in reversed(gone):
        storing.delete(load_records("contact", [record.key.id])[0], recorder)


def _end_links(contact: Record, recorder: Recorder) -> None:
    links = (
        Link.objects.filter(contact_id=contact.key.id)
        .select_related("primary_contact")
        .order_by("role", "id")
    )
    for link in links:
        record = load_records(link.role, [link.record_id])[0]
        end_link(link, contact, record, recorder)


def _make_independent(company: Record, people: list[Record], recorder: Recorder) -> None:
    """Take the people out of a company that goes."""
    writes = tuple(
        Write(person, {"company_no": Written(company.no, "", "company-deleted")})
        for person in people
    )
    columns = {(person.key, "company_no"): {"company_id": None} for person in people}
    ids = {(person.key, "company_no"): (company.key.id, None) for person in people}
    apply(Plan(writes), recorder, Elsewhere(columns, ids))


@writing
def delete_record(kind: Kind, no: str, *, actor: Actor, expected: int | None = None) -> Outcome:
    """Delete a customer, vendor or bank account; its contact stays [4.2]. Raises InUse while
    documents are open.
    """
    require_write(actor, kind)
    place = find(kind, no)
    paused = Link.objects.filter(**{f"{kind}_id": place.key.id}, state="paused").values_list(
        "contact_id", flat=True
    )
    load_records("contact", list(paused))  # before the record, by the order of locks
    network = load(place)
    record = network.records[place.key]
    require_version(record, expected)
    refuse_open_documents(record)
    recorder = recorder_for(actor, kind)
    unlink_documents(kind, [record.key.id], recorder)
    link = (
        Link.objects.filter(**{f"{kind}_id": record.key.id})
        .select_related("primary_contact")
        .first()
    )
    if link is not None:
        end_link(link, load_records("contact", [link.contact_id])[0], record, recorder)
    MergedRecord.objects.filter(kind=kind, merged_id=record.key.id).delete()
    storing.delete(load_records(kind, [record.key.id])[0], recorder)
    return Outcome(kind, record.no)
