"""Change sets and changes: append only, but for the values of a person that is erased."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

MOST_SOURCE = 150  # characters: as long as the name of a file may be


class ChangeSet(models.Model):
    """What one transaction changed. `act` names the sets of one act (a batch, an import) together
    [3.7].

    `via` says where it began: a kind of record, or a channel (import, carddav, connection, merge,
    undo …). `source` names the device, connection or file that came by the channel, "" where there
    is none. `position` is the transaction's number on PostgreSQL and 0 on SQLite: the feed is
    ordered by it, then by key.
    """

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=150)
    via = models.CharField(max_length=20)
    source = models.CharField(max_length=MOST_SOURCE, default="", db_default="")
    act = models.UUIDField(default=uuid.uuid4)
    position = models.BigIntegerField(default=0)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        indexes = [
            models.Index(F("act"), F("id"), name="change_set_by_act"),
            models.Index(F("position"), F("id"), name="change_set_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.via} {self.by}"


EVENTS = (
    "created",
    "changed",
    "deleted",
    "linked",
    "unlinked",
    "link_state",
    "rule",
    "setup",
    "repaired",
    "erased",
)


class Change(models.Model):
    """What a change set did to one record.

    `values` is {field: [old, new, cause]} for created, changed and deleted; `detail` tells of links
    and rules. Where a person was erased, its changes of before are `erased`: `detail` has the
    event that it was and the fields, and there are no values.
    """

    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="changes")
    event = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    no = models.CharField(max_length=40)
    version_after = models.BigIntegerField()
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    detail = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(F("kind"), F("record_id"), F("id"), name="change_of_record")]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__in=EVENTS),
                name="change_event_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.kind} {self.no}"
