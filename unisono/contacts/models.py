"""Contacts: companies and people."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from unisono.cards.fields import SHARED
from unisono.cards.models import Card, columns
from unisono.common.columns import KeyField
from unisono.contacts.fields import ALTERNATIVE_ADDRESS_FIELDS, CONTACT_FIELDS, PURPOSES


class Contact(Card):
    """A company or a person; a person may belong to one company [5.1]."""

    if TYPE_CHECKING:
        # Columns made from the registry, as far as code reads them by attribute.
        type: str
        email: str
        job_title: str

    vars().update(columns((*SHARED, *CONTACT_FIELDS)))
    company = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="people", db_index=False
    )

    class Meta(Card.Meta):
        indexes = [
            *Card.Meta.indexes,
            # Mostly NULL: a partial index is 28 times faster than none and small.
            models.Index(F("company"), name="contact_people", condition=Q(company__isnull=False)),
            models.Index(F("external_id"), name="contact_external", condition=~Q(external_id="")),
        ]
        constraints = [
            *Card.Meta.constraints,
            models.CheckConstraint(
                condition=Q(type__in=("company", "person")), name="contact_type_known"
            ),
            models.CheckConstraint(
                condition=Q(type="person") | Q(company__isnull=True),
                name="only_people_have_a_company",
            ),
            models.CheckConstraint(
                condition=~Q(company=F("id")), name="contact_is_not_its_own_company"
            ),
        ]


class AlternativeAddress(models.Model):
    """Another address of a contact, its e-mail and telephone, from a day to a day or without end,
    for all papers or those of one sort; documents of these days take it.
    """

    if TYPE_CHECKING:
        # Columns made from the registry, as far as code reads them by attribute.
        description: str
        purpose: str
        attention: str
        email: str
        phone_no: str
        starts_on: date | None
        ends_on: date | None

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="alternative_addresses")
    vars().update(columns(ALTERNATIVE_ADDRESS_FIELDS))
    version = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="alternative_address_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=PURPOSES), name="alternative_address_purpose_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class MergedRecord(models.Model):
    """A contact, customer or vendor that was merged into another: its number goes on finding the
    one that is left [9.2] [9.4].

    Named by key alone: the row counts while the merged record is not there, so that undoing the
    merge ends it, and undoing that undo brings it back.
    """

    kind = models.CharField(max_length=12, default="contact")
    no_key = KeyField(max_length=60)
    merged_id = models.BigIntegerField()
    into_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(F("kind"), F("no_key"), F("id"), name="merged_record_by_no"),
            models.Index(F("kind"), F("merged_id"), F("id"), name="merged_record_by_key"),
            models.Index(F("kind"), F("into_id"), name="merged_record_by_into"),
        ]

    def __str__(self) -> str:
        return f"{self.no_key} {self.into_id}"
