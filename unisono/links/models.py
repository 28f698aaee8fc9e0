"""Links and the rule per field."""

from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from unisono.common.kinds import LINKED_KINDS, Kind


def _names_only(kind: Kind) -> Q:
    """Return the condition that a link of this role names a record of it, and of no other."""
    return Q(role=kind, **{f"{each}__isnull": each != kind for each in LINKED_KINDS})


class Link(models.Model):
    """The tie between one contact and one role record [2.6].

    `slot` is 0 unless setup allows several; the database allows one link per contact, role and
    slot.
    """

    contact = models.ForeignKey("contacts.Contact", models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    customer = models.OneToOneField(
        "customers.Customer", models.PROTECT, null=True, related_name="link"
    )
    vendor = models.OneToOneField("vendors.Vendor", models.PROTECT, null=True, related_name="link")
    bank_account = models.OneToOneField(
        "bank_accounts.BankAccount", models.PROTECT, null=True, related_name="link"
    )
    slot = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, default="active")
    business_relation = models.ForeignKey(
        "setup.BusinessRelation", models.PROTECT, to_field="code", null=True, related_name="+"
    )
    primary_contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, related_name="+"
    )
    linked_at = models.DateTimeField()
    linked_by = models.CharField(max_length=150)
    linked_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    origin = models.CharField(max_length=12, default="link")
    change_set = models.ForeignKey("history.ChangeSet", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "role", "slot"], name="one_link_per_contact_and_role"
            ),
            models.CheckConstraint(
                condition=reduce(or_, map(_names_only, LINKED_KINDS)),
                name="link_has_exactly_one_record",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("active", "paused")), name="link_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.role} {self.record_id}"

    @property
    def primary(self) -> Any:
        """Return the primary contact: a person's record has its own contact [5.9]; None for
        none.
        """
        return self.contact if self.contact.type == "person" else self.primary_contact

    @property
    def record_id(self) -> int:
        """Return the key of the role record."""
        return int(getattr(self, f"{self.role}_id"))


class FieldRule(models.Model):
    """The rule of one shared field for one kind of role record, where it is not the normal one
    [3.3].
    """

    role = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    rule = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "field"], name="one_rule_per_field"),
            models.CheckConstraint(
                condition=Q(rule__in=("both", "contact", "role", "fill", "separate")),
                name="field_rule_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}.{self.field}: {self.rule}"
