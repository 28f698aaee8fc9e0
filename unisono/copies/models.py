"""The cards of contacts that phones hold, the books in which they are, and what came back and waits
for a person.

Contacts are named by key alone: what a phone keeps of one counts while it is there, so that undoing
a deletion brings it back, too.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from unisono.access.models import ApiToken


class Card(models.Model):
    """What a contact's card has besides our fields: the lines that phones wrote, in their order.

    `name` is its address within a book, `version` that of the vCard in which the lines are written.
    A line is [revision since when it is there, its slot or "", its text]; one of `gone` [what
    it said, since when, until when]: so the lines of any revision are known.
    """

    contact_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=255, unique=True)
    uid = models.CharField(max_length=255, unique=True)
    version = models.CharField(max_length=3, default="3.0")
    lines = models.JSONField(default=list)
    gone = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """What a device, which an app password stands for, can keep: the names of the properties that
    it ever sent. What it never sent, it does not delete by leaving it out.
    """

    token = models.OneToOneField(ApiToken, models.CASCADE, related_name="device")
    properties = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.token)


class Book(models.Model):
    """A book of cards of one user, as far as it was brought along.

    `definition` is the digest of what it holds by; `position` and `change_set` are where in the
    feed it was brought along to, `day` when. `revision` is that of its latest change; `epoch`
    says which tokens of it still count. `properties` are those that clients set: XML by name.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    definition = models.CharField(max_length=64, default="")
    position = models.BigIntegerField(default=0)
    change_set = models.BigIntegerField(default=0)
    day = models.DateField(null=True)
    revision = models.BigIntegerField(default=0)
    epoch = models.PositiveIntegerField(default=1)
    properties = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="book_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"


class Member(models.Model):
    """A card that is in a book, or was: `revision` is that of the book in which it last changed, no
    two members having the same, so that a sync may end anywhere.
    """

    book = models.ForeignKey(Book, models.CASCADE, db_index=False)
    contact_id = models.BigIntegerField(db_index=True)
    revision = models.BigIntegerField()
    is_gone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["book", "contact_id"], name="member_once")]
        indexes = [models.Index(F("book"), F("revision"), name="member_by_revision")]

    def __str__(self) -> str:
        return f"{self.book_id} {self.contact_id}"


KEPT, HIDDEN = "kept", "hidden"


class BookEntry(models.Model):
    """What a person did to a book of theirs: a card is kept in it (so contacts are starred), or
    hidden from it, whatever it holds by. `name` is that of the card in this book where a phone
    that moved it there gave it another, else ""; `device` is that phone, "" for the page.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    book = models.CharField(max_length=40)
    contact_id = models.BigIntegerField(db_index=True)
    state = models.CharField(max_length=6)
    name = models.CharField(max_length=255, default="", blank=True)
    device = models.CharField(max_length=150, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "book", "contact_id"], name="book_entry_once"),
            models.CheckConstraint(
                condition=Q(state__in=(KEPT, HIDDEN)), name="book_entry_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.contact_id} {self.state}"


CLASH, REFUSED, ALIKE = "clash", "refused", "alike"


class HeldChange(models.Model):
    """What came from a copy and waits for a person (outside.md, 2): fields that both sides changed,
    what a rule refused, a new contact that looks like others.

    `fields` is {field: [value here when it came, value that came]}, of a new contact
    {number: [name, score]} of those that it looks like. `reason` is the rule's sentence;
    `can_take` says whether what came can be stored at all.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    source = models.CharField(max_length=150)
    sort = models.CharField(max_length=7)
    contact_id = models.BigIntegerField(db_index=True)
    fields = models.JSONField(default=dict)
    reason = models.TextField(default="", blank=True)
    can_take = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=(CLASH, REFUSED, ALIKE)), name="held_change_sort_known"
            )
        ]
        indexes = [models.Index(F("user"), F("id"), name="held_change_of_user")]

    def __str__(self) -> str:
        return f"{self.sort} {self.contact_id}"
