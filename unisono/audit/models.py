"""What is on record."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What somebody did or tried to do."""

    SIGNED_IN = "signed-in", _("Signed in")
    SIGN_IN_FAILED = "sign-in-failed", _("Sign-in failed")
    SIGNED_OUT = "signed-out", _("Signed out")
    CODE_FAILED = "second-step-failed", _("Second step failed")
    TOKEN_FAILED = "token-failed", _("Token refused")
    USER_CREATED = "user-created", _("User created")
    USER_CHANGED = "user-changed", _("User changed")
    PASSWORD_CHANGED = "password-changed", _("Password changed")
    SECOND_STEP_ADDED = "second-step-added", _("Second step set up")
    SECOND_STEP_REMOVED = "second-step-removed", _("Second step removed")
    CODES_MADE = "recovery-codes-made", _("Recovery codes made")
    TOKEN_CREATED = "token-created", _("Token created")
    TOKEN_ENDED = "token-ended", _("Token revoked")
    SETUP_CHANGED = "setup-changed", _("Setup changed")
    EXPORTED = "exported", _("List exported")
    DATA_EXPORTED = "personal-data-exported", _("Personal data exported")
    BACKED_UP = "backed-up", _("Backup made")
    RESTORED = "restored", _("Backup restored")
    ERASED = "personal-data-erased", _("Person erased")


class AuditEntry(models.Model):
    """One act on record: append only, which triggers see to (unisono/audit/append_only.py).

    `by` is the name of the user who acted, "" where nobody was known or it was the command line;
    `subject` whom or what it was about: a user, a token, a number, a part of setup. `address` is
    where the request came from, "" for the command line. `detail` is {field: [old, new]} or what
    else tells; never a password, a token, or a text of a contact.
    """

    at = models.DateTimeField()
    action = models.CharField(max_length=30, choices=Action.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by = models.CharField(max_length=150, blank=True, default="")
    subject = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__in=Action.values), name="audit_action_known"
            )
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_by_age"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by} {self.action} {self.subject}"
