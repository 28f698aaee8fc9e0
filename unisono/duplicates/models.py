"""What was found to be alike, and what a person said of it.

Records are named by key alone, without a foreign key: who was deleted and comes back by undo finds
its answers again, and what is not there is simply not shown.
"""

from django.db import models
from django.db.models import F, Q

from unisono.common.kinds import LINKED_KINDS

STATES = ("open", "dismissed")


class Finding(models.Model):
    """Two records that look like the same party: the score, the fields that match, what a person
    said.
    """

    score = models.PositiveSmallIntegerField()
    matching_fields = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="open")
    found_at = models.DateTimeField()
    dismissed_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        abstract = True


class DuplicatePair(Finding):
    """Two contacts that may be one party [9.1]; the smaller key stands first.

    `group` is the smallest key among the contacts that it is in a group with [9.4]; a pair that
    ties no group together has none. `leads`: by this pair the group, or the pair, is listed. Of a
    pair that was said to be two, `branch_id` is the one that is a branch or department of the
    other.
    """

    contact_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    group = models.BigIntegerField(null=True)
    leads = models.BooleanField(default=True)
    branch_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact_id", "other_id"], name="duplicate_pair_once"),
            models.CheckConstraint(
                condition=Q(contact_id__lt=F("other_id")), name="duplicate_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=STATES), name="duplicate_pair_state_known"
            ),
            models.CheckConstraint(
                condition=Q(branch_id__isnull=True)
                | (Q(branch_id__in=(F("contact_id"), F("other_id"))) & Q(state="dismissed")),
                name="duplicate_pair_branch_is_of_it",
            ),
        ]
        indexes = [
            models.Index(F("other_id"), name="duplicate_pair_other"),
            models.Index(F("state"), F("score").desc(), F("id"), name="duplicate_pair_list"),
            models.Index(F("group"), name="duplicate_pair_group"),
            models.Index(
                F("score").desc(),
                F("id"),
                name="duplicate_group_list",
                condition=Q(leads=True, state="open"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.other_id} {self.score}"


class LinkSuggestion(Finding):
    """A customer, vendor or bank account without a link, beside a contact that looks like the same
    party [9.3].
    """

    role = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    contact_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "record_id", "contact_id"], name="link_suggestion_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=LINKED_KINDS), name="link_suggestion_role_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=STATES), name="link_suggestion_state_known"
            ),
        ]
        indexes = [
            models.Index(F("contact_id"), name="link_suggestion_contact"),
            models.Index(F("state"), F("score").desc(), F("id"), name="link_suggestion_list"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.record_id} {self.contact_id} {self.score}"
