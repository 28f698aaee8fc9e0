"""Interactions, their templates and attachments, and e-mails on their way."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from unisono.interactions.actions import (
    ACTIONS,
    DELIVERIES,
    DIRECTIONS,
    EVALUATIONS,
    INITIATORS,
    MEDIA,
)
from unisono.setup.models import CodeList


def _code(model: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        model, models.PROTECT, to_field="code", null=True, blank=True, related_name="+"
    )


class InteractionGroup(CodeList):
    """What interactions are summed up by."""


class InteractionTemplate(CodeList):
    """What an interaction begins with."""

    group = _code("interactions.InteractionGroup")
    direction = models.CharField(max_length=3, blank=True, default="")
    initiated_by = models.CharField(max_length=4, blank=True, default="")
    medium = models.CharField(max_length=10, blank=True, default="")
    cost = models.DecimalField(max_digits=15, decimal_places=2, default=Decimal(0))
    duration_min = models.PositiveIntegerField(default=0)


class TemplateAssignment(models.Model):
    """The template by which an action logs itself; no row: it does not."""

    action = models.CharField(max_length=40, unique=True)
    template = models.ForeignKey(
        InteractionTemplate, models.PROTECT, to_field="code", related_name="+"
    )

    class Meta:
        verbose_name = "interaction template setup"
        constraints = [
            models.CheckConstraint(condition=Q(action__in=ACTIONS), name="assignment_action_known")
        ]

    def __str__(self) -> str:
        return self.action


class Told(models.Model):
    """That a person was told that an action has no template: they are told once [8.1]."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    action = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "action"], name="told_once")]

    def __str__(self) -> str:
        return self.action


class Message(models.Model):
    """An e-mail: what is sent to whom, and how far it got. Sent again, it is a new one."""

    to = models.CharField(max_length=2000)
    cc = models.CharField(max_length=2000, blank=True, default="", db_default="")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="")
    sender = models.CharField(max_length=254, blank=True, default="")
    reply_to = models.CharField(max_length=254, blank=True, default="")
    message_id = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DELIVERIES), name="message_state_known")
        ]

    def __str__(self) -> str:
        return self.subject


class Interaction(models.Model):
    """One entry of the log [8.2]. It outlives its contact [4.5].

    `contact` and `company` are where it stands now; `contact_key` and `company_key` where it
    happened, so that it goes back there when a deletion is undone. `contact_no` and `contact_name`
    are kept as they were.
    """

    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, related_name="+", db_index=False
    )
    company = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, related_name="+", db_index=False
    )
    contact_key = models.BigIntegerField()
    company_key = models.BigIntegerField(null=True)
    contact_no = models.CharField(max_length=20)
    contact_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    created_at = models.DateTimeField()
    action = models.CharField(max_length=40, blank=True, default="")
    description = models.CharField(max_length=250)
    comment = models.TextField(blank=True, default="")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=150)
    salesperson = _code("setup.Salesperson")
    template = models.ForeignKey(
        InteractionTemplate, models.PROTECT, to_field="code", related_name="+"
    )
    group = _code("interactions.InteractionGroup")
    direction = models.CharField(max_length=3, blank=True, default="")
    initiated_by = models.CharField(max_length=4, blank=True, default="")
    medium = models.CharField(max_length=10, blank=True, default="")
    document_type = models.CharField(max_length=24, blank=True, default="")
    document_no = models.CharField(max_length=20, blank=True, default="")
    cost = models.DecimalField(max_digits=15, decimal_places=2, default=Decimal(0))
    duration_min = models.PositiveIntegerField(default=0)
    evaluation = models.CharField(max_length=13, blank=True, default="")
    cancelled = models.BooleanField(default=False)
    cancelled_by = models.CharField(max_length=150, blank=True, default="")
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="interactions")
    version = models.PositiveBigIntegerField(default=1)
    search_text = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    direction__in=DIRECTIONS, initiated_by__in=INITIATORS, medium__in=MEDIA
                ),
                name="interaction_ways_known",
            ),
            models.CheckConstraint(
                condition=Q(evaluation__in=EVALUATIONS), name="interaction_evaluation_known"
            ),
        ]
        indexes = [
            models.Index(F("contact"), F("at"), name="interaction_of_contact"),
            models.Index(F("company"), F("at"), name="interaction_of_company"),
            models.Index(F("contact_key"), name="interaction_happened_with"),
            models.Index(F("company_key"), name="interaction_happened_at"),
            models.Index(F("at"), F("id"), name="interaction_by_age"),
            models.Index(F("salesperson"), F("at"), F("id"), name="interaction_of_salesperson"),
            models.Index(F("medium"), F("at"), F("id"), name="interaction_by_medium"),
            models.Index(F("document_type"), F("document_no"), name="interaction_of_document"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.description}"


class Attachment(models.Model):
    """A file of an interaction or an e-mail, kept under its digest (`kept_files.py`); equal files
    are kept once.
    """

    interaction = models.ForeignKey(
        Interaction, models.CASCADE, null=True, related_name="attachments"
    )
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="attachments")
    name = models.CharField(max_length=150)
    type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(interaction__isnull=False) | Q(message__isnull=False),
                name="attachment_belongs",
            )
        ]

    def __str__(self) -> str:
        return self.name


class KeptFile(models.Model):
    """The content of attachments, where they are kept in the database; `name` has the digest."""

    name = models.CharField(max_length=70, unique=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
