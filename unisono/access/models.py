"""Users with a role and their ways, the tokens of programs, saved views, and the answers kept for
retries.
"""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

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
    # How often all sessions were ended at once: those that began before are none any more.
    sessions_ended = models.PositiveIntegerField(default=0)

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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session has to bear: it ends with the password, and when all sessions are
        ended. Django's own knows of the password alone, so that who was locked out and let in
        again would find the old sessions alive.
        """
        salt = "unisono.access.models.User.get_session_auth_hash"
        value = f"{self.sessions_ended} {self.password}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class ApiToken(models.Model):
    """A bearer token; only its SHA-256 is kept (the token itself has 256 random bits).

    `kinds` are the rights of which its user's role is left to it, None: all. `last_used_at` is
    true to some minutes (unisono/usecases/users/opening.py). One of `channel` carddav is the app
    password of a device: typed there by hand, it has 100 random bits, and opens nothing else.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=50, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    may_write = models.BooleanField(default=True)
    kinds = models.JSONField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_address = models.CharField(max_length=45, blank=True, default="")
    channel = models.CharField(max_length=10, default="api", db_default="api")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=("api", "carddav")), name="token_channel_known"
            )
        ]

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
    """A list's filters, search and order under a name: one's own, or shared with everybody. Of
    contacts, it is a book on its user's phones where `on_phones` says so.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="views")
    kind = models.CharField(max_length=24)  # the list's name: a kind of record, a type of document
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000)
    is_shared = models.BooleanField(default=False)
    on_phones = models.BooleanField(default=False, db_default=False)

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


class Failures(models.Model):
    """How many failures of a sort came from an address since a moment: wrong tokens, and sign-ins
    of nobody known.
    """

    action = models.CharField(max_length=30)
    address = models.CharField(max_length=45)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "address"], name="failures_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.address} {self.count}"
