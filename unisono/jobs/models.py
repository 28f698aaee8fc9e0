"""Jobs, and what they have to say about single records."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

STATES = ("queued", "running", "done", "failed", "cancelled")
OPEN = ("queued", "running")


class Job(models.Model):
    """One piece of long work. What it did and where it goes on (`position`) is written with each
    chunk, or not at all.

    `payload` says what was asked; `worker` and `lease_until` who works on it, and until when nobody
    else may; `attempts` counts how often it was taken up since it last got on. `act` names its
    change sets.
    """

    kind = models.CharField(max_length=30)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="en")
    kinds = models.JSONField(null=True)  # rights that the token left which began it; None: all
    act = models.UUIDField(default=uuid.uuid4)
    state = models.CharField(max_length=10, default="queued")
    total = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    created = models.PositiveBigIntegerField(default=0)
    skipped = models.PositiveBigIntegerField(default=0)
    position = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    detail = models.TextField(default="", blank=True)
    cancel_wanted = models.BooleanField(default=False)
    worker = models.CharField(max_length=200, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)  # a job that waits for its next try
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="job_has_lease"
            ),
        ]
        indexes = [models.Index(F("id"), name="job_open", condition=Q(state__in=OPEN))]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"


class Schedule(models.Model):
    """A job that comes again: every so many minutes, or each day at a time of a time zone.

    `next_run` is when (UTC); `last_job` what it began last, and `trouble` why it began nothing.
    While that job is open, no other is begun.
    """

    kind = models.CharField(max_length=30)
    options = models.JSONField(default=dict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    every_minutes = models.PositiveIntegerField(null=True, blank=True)
    at_time = models.TimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    next_run = models.DateTimeField()
    last_run = models.DateTimeField(null=True, blank=True)
    last_job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    trouble = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every_minutes__isnull=True) ^ Q(at_time__isnull=True),
                name="schedule_comes_one_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.next_run}"


class WorkerSign(models.Model):
    """That a worker was at work, and when it last said so (UTC)."""

    name = models.CharField(max_length=200, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class JobError(models.Model):
    """A record that a job could not treat, and why."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="errors")
    no = models.CharField(max_length=40)
    detail = models.TextField()

    def __str__(self) -> str:
        return self.no


class JobMatch(models.Model):
    """A record that a batch left for review, since a contact looks like the same party [2.3]."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="matches")
    no = models.CharField(max_length=40)
    contact_no = models.CharField(max_length=20)
    score = models.PositiveSmallIntegerField()
    matching_fields = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.no} {self.contact_no}"
