"""Users with a role and their ways, the tokens of programs, saved views, and the answers kept for
retries.
"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from unisono.access.roles import Role


class UserManager(BaseUserManager["User"]):
    """Finds users for signing in."""


class User(AbstractBaseUser):
    """A person or program that works in the product, with one role [10.3]."""

    username = models.CharField(max_length=150, unique=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.READER)
    salesperson = models.ForeignKey(
        "setup.Salesperson",
        models.PROTECT,
        to_field="code",
        null=True,
        blank=True,
        related_name="+",
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    email = models.EmailField(max_length=254, blank=True, default="")
    # How this person likes the pages; "" means: as the browser says.
    language = models.CharField(max_length=2, blank=True, default="")
    theme = models.CharField(max_length=5, blank=True, default="")
    density = models.CharField(max_length=11, blank=True, default="")
    columns = models.JSONField(
        default=dict, blank=True
    )  # per kind of record: the names of a list's columns

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="user_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(theme__in=("", "light", "dark")), name="user_theme_known"
            ),
            models.CheckConstraint(
                condition=models.Q(density__in=("", "comfortable")), name="user_density_known"
            ),
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="user_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.username


class ApiToken(models.Model):
    """A bearer token; only its SHA-256 is kept (the token itself has 256 random bits)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=50, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user} {self.label}"


class RequestKey(models.Model):
    """An `Idempotency-Key` that was used: stored with the write itself, so that a retry cannot do
    it twice.

    `answer` is filled after the write; empty means: carried out, but the answer was not kept.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(default="", blank=True)
    location = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="request_key_once")]
        indexes = [models.Index(F("at"), name="request_key_by_age")]

    def __str__(self) -> str:
        return self.key


class SavedView(models.Model):
    """A list's filters, search and order under a name: one's own, or shared with everybody."""

    user = models.ForeignKey(User, models.CASCADE, related_name="views")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "name"], name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class SavedMapping(models.Model):
    """How files of one kind are imported, under a name: which column is which field, how rows find
    records.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="mappings")
    source = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    options = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "source", "name"], name="saved_mapping_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
