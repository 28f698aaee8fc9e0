"""The abstract card: the columns that the four kinds of party record share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from unisono.cards.fields import Field
from unisono.common.columns import KeyField
from unisono.common.money import money_text


def column(field: Field) -> models.Field[Any, Any]:
    """Return the model column of a registry field."""
    if field.kind == "code":
        return models.ForeignKey(
            field.refers_to,
            models.PROTECT,
            to_field="code",
            db_column=field.name,
            null=True,
            blank=True,
            related_name="+",
        )
    if field.kind == "codes":
        return models.ManyToManyField(field.refers_to, blank=True, related_name="+")
    if field.kind == "flag":
        return models.BooleanField(default=False)
    if field.kind == "money":
        return models.DecimalField(max_digits=15, decimal_places=2, default=0)
    if field.kind == "date":
        return models.DateField(null=True, blank=True)
    if field.kind == "multiline":
        return models.TextField(blank=True, default="")
    return models.CharField(
        max_length=field.length or 20, blank=True, default=field.blank if field.choices else ""
    )


def columns(fields: tuple[Field, ...]) -> dict[str, models.Field[Any, Any]]:
    """Return the model columns of several registry fields, to be put into a model's body."""
    return {field.name: column(field) for field in fields}


def value_of(row: models.Model, field: Field) -> Any:
    """Return what a row holds in a registry field, as the contract has it; prefetched codes are not
    read again.
    """
    if field.kind == "codes":
        return tuple(sorted(code.code for code in getattr(row, field.name).all()))
    if field.is_reference:
        return getattr(row, f"{field.name}_id") or ""
    value = getattr(row, field.name)
    if field.kind == "date":
        return value.isoformat() if value else ""
    return money_text(value) if field.kind == "money" else value


class Card(models.Model):
    """A party record: its number, version, times, and what search and sorting need.

    `no` is kept as typed; `no_key` is how it is unique and found [6.7]. `search_text` and
    `sort_key` are folded texts, `match_keys` the words by which likely duplicates meet [9.1]; only
    `unisono.links.search_columns` writes them.
    """

    if TYPE_CHECKING:
        # Columns made from the registry, as far as code reads them by attribute.
        name: str
        privacy_blocked: bool

    no = models.CharField(max_length=20)
    no_key = KeyField(max_length=60)
    version = models.PositiveBigIntegerField(default=1)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    search_text = models.TextField(default="", blank=True)
    sort_key = KeyField(max_length=400, default="", blank=True)
    match_keys = models.TextField(default="", blank=True)

    class Meta:
        abstract = True
        indexes = [
            # None on modified_at: an index on a column that every edit changes would cost
            # PostgreSQL its HOT updates.
            models.Index(F("sort_key"), F("id"), name="%(class)s_by_name"),
        ]
        constraints = [
            # Not unique=True: PostgreSQL would get a second index, for LIKE, which COLLATE "C"
            # makes needless.
            models.UniqueConstraint(fields=["no_key"], name="%(class)s_no_once"),
            models.CheckConstraint(condition=~Q(no=""), name="%(class)s_has_no"),
            models.CheckConstraint(condition=Q(version__gte=1), name="%(class)s_version_counts"),
        ]

    def __str__(self) -> str:
        return self.no


class LinkedCard(Card):
    """A card that a contact is linked with.

    `people_text` has the names of that contact and its people, by which the card is found, too; a
    trigger alone writes it (`unisono.lists.people_text`).
    """

    people_text = models.TextField(default="", db_default="", blank=True)

    class Meta(Card.Meta):
        abstract = True


class Template(models.Model):
    """What a new customer or vendor is filled with; belongs to a contact type [2.2]."""

    code = KeyField(max_length=20, unique=True)
    description = models.CharField(max_length=100, blank=True, default="")
    contact_type = models.CharField(max_length=10, default="company")
    number_series = models.ForeignKey(
        "setup.NumberSeries",
        models.PROTECT,
        to_field="code",
        db_column="number_series",
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(contact_type__in=("company", "person")), name="%(class)s_contact_type"
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)
