"""Users with a role, the tokens of programs, and the answers kept for retries."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F

from unisono.access.roles import Role


class UserManager(BaseUserManager["User"]):
    """Finds users for signing in."""


class User(AbstractBaseUser):
    """A person or program that works in the product, with one role [10.3]."""

    username = models.CharField(max_length=150, unique=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.READER)
    salesperson = models.ForeignKey(
        "setup.Salesperson", models.PROTECT, to_field="code", null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = UserManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known")]

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
    """An `Idempotency-Key` that was used: stored with the write itself, so that a retry cannot do it twice.

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
