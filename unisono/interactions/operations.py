"""Entries of the log when their contacts go and come back: nothing of it is lost [4.5]."""

from collections.abc import Collection

from django.db.models import F

from unisono.contacts.models import Contact
from unisono.interactions.models import Interaction


def leave_contacts(ids: Collection[int]) -> None:
    """Let entries leave contacts that go: a person's stay with its company, all others go into the
    archive.
    """
    staying = Contact.objects.exclude(pk__in=ids).values("pk")
    own = Interaction.objects.filter(contact_id__in=ids)
    own.filter(company_id__in=staying).exclude(company_id=F("contact_id")).update(
        contact_id=F("company_id")
    )
    Interaction.objects.filter(contact_id__in=ids).update(contact_id=None)
    Interaction.objects.filter(company_id__in=ids).update(company_id=None)


def come_back(ids: Collection[int]) -> None:
    """Let entries go back to contacts that are there again, since a deletion was undone."""
    for id_ in ids:
        Interaction.objects.filter(contact_key=id_).update(contact_id=id_)
        Interaction.objects.filter(company_key=id_).update(company_id=id_)


def move_entries(gone_id: int, into_id: int) -> None:
    """Let the entries of a contact that is merged be those of the other; where they happened is
    kept.
    """
    Interaction.objects.filter(contact_id=gone_id).update(contact_id=into_id)
    Interaction.objects.filter(company_id=gone_id).update(company_id=into_id)
