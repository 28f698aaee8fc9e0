"""What hangs on a contact goes over to another that it is merged into [9.2]; the history brings all
of it back.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from unisono.access.roles import Actor
from unisono.common.borders import Stored
from unisono.common.kinds import LINKED_KINDS
from unisono.common.text import key_of
from unisono.contacts.models import AlternativeAddress, Contact, MergedRecord
from unisono.documents import storing as documents
from unisono.documents.models import Document
from unisono.documents.queries import document_rows, lines_of
from unisono.documents.quotes import hand_over_quotes
from unisono.documents.types import TYPES
from unisono.duplicates.models import DuplicatePair
from unisono.history.recording import Recorder
from unisono.interactions.models import Interaction
from unisono.interactions.operations import move_entries
from unisono.links import storing
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.values import Record
from unisono.records.other_addresses import move_address
from unisono.records.primary_contact import repoint_primary


def counts(contact_id: int, actor: Actor) -> dict[str, int]:
    """Return how many links, people, documents, entries and addresses would move, as far as the
    actor may see them.
    """
    links = Link.objects.filter(
        contact_id=contact_id, role__in=[kind for kind in LINKED_KINDS if actor.may_read(kind)]
    )
    papers = Document.objects.filter(
        Q(contact_id=contact_id) | Q(company_id=contact_id)
    ).values_list("type", flat=True)
    return {
        "links": links.count(),
        "people": Contact.objects.filter(company_id=contact_id).count(),
        "documents": sum(actor.may_read(TYPES[type_].right) for type_ in papers),
        "interactions": Interaction.objects.filter(
            Q(contact_id=contact_id) | Q(company_id=contact_id)
        ).count(),
        "alternative_addresses": AlternativeAddress.objects.filter(contact_id=contact_id).count(),
    }


def move_all(gone: Record, into: Record, recorder: Recorder) -> None:
    """Move everything of a contact to another, delete it, and let its number find the other from
    now on.

    Its people and the values are moved already. The rows are read again, since they have changed
    meanwhile.
    """
    _move_links(gone, into, recorder)
    move_documents(gone, into, ("contact", "company"), recorder)
    move_entries(gone.key.id, into.key.id)
    for address in AlternativeAddress.objects.filter(contact_id=gone.key.id).order_by("pk"):
        move_address(address, into.key.id, recorder)
    repoint_primary(gone, into, recorder)
    _remember_different(gone.key.id, into.key.id)
    storing.delete(load_records("contact", [gone.key.id])[0], recorder)
    remember_merged(gone, into)
    for link in Link.objects.filter(contact_id=into.key.id).order_by("pk"):
        hand_over_quotes(into, load_records(link.role, [link.record_id])[0], recorder)


def remember_merged(gone: Record, into: Record) -> None:
    """Let the number of a record that went find the other one from now on."""
    MergedRecord.objects.create(
        kind=gone.key.kind, no_key=key_of(gone.no), merged_id=gone.key.id, into_id=into.key.id
    )


def _move_links(gone: Record, into: Record, recorder: Recorder) -> None:
    """Tie the records of one contact to the other, with their primary contacts."""
    for link in Link.objects.filter(contact_id=gone.key.id).order_by("pk"):
        record = load_records(link.role, [link.record_id])[0]
        if link.primary_contact_id == gone.key.id:
            link.primary_contact_id = into.key.id
        move_link(link, gone, into, record, record, recorder)


def move_link(
    link: Link,
    contact: Record,
    other_contact: Record,
    record: Record,
    other_record: Record,
    recorder: Recorder,
) -> None:
    """Tie another contact and record in the place of those of a link; who tied them and when stays,
    its state, and the primary contact that it has now.
    """
    primary = link.primary_contact_id
    link.primary_contact_id = (
        Link.objects.filter(pk=link.pk).values_list("primary_contact_id", flat=True).get()
    )
    storing.disconnect(link, contact, record, recorder)
    storing.connect(
        other_contact,
        other_record,
        recorder,
        link.business_relation_id,
        storing.free_slot(other_contact.key.id, link.role),
        "merge",
        state=link.state,
        primary_contact_id=primary,
        linked_at=link.linked_at,
        linked_by=link.linked_by,
        linked_by_user_id=link.linked_by_user_id,
        change_set_id=link.change_set_id,
    )


def move_documents(
    gone: Record,
    into: Record,
    ties: Sequence[str],
    recorder: Recorder,
    also: Mapping[str, Stored] | None = None,
) -> None:
    """Tie documents to the other record where one of these ties named the one that goes, and then
    to `also`; what they print stays [4.4].
    """
    stays: Stored = KINDS[into.key.kind].model._default_manager.get(pk=into.key.id)
    rows = document_rows().filter(reduce(or_, (Q(**{f"{tie}_id": gone.key.id}) for tie in ties)))
    for document in rows.order_by("pk"):
        lines = lines_of(document)
        before = documents.state_of(document, lines)
        for tie in ties:
            if getattr(document, f"{tie}_id") == gone.key.id:
                setattr(document, tie, stays)
        for tie, row in (also or {}).items():
            setattr(document, tie, row)
        documents.change(document, lines, before, recorder, dict.fromkeys(before.values, "merge"))


def _remember_different(gone_id: int, into_id: int) -> None:
    """Let the other contact be different from all from which the one that goes was said to be."""
    said = DuplicatePair.objects.filter(
        Q(contact_id=gone_id) | Q(other_id=gone_id), state="dismissed"
    )
    for pair in said:
        third = pair.other_id if pair.contact_id == gone_id else pair.contact_id
        if third != into_id:
            left, right = sorted((third, into_id))
            kept = {
                "score": pair.score,
                "matching_fields": pair.matching_fields,
                "found_at": pair.found_at,
            }
            kept |= {"state": "dismissed", "dismissed_by": pair.dismissed_by}
            if pair.branch_id is not None:
                kept["branch_id"] = into_id if pair.branch_id == gone_id else third
            DuplicatePair.objects.get_or_create(contact_id=left, other_id=right, defaults=kept)
