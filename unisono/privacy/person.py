"""The person whose data are asked for: the contact, what is linked with it, and by which words it
is found elsewhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.common.borders import Rows, Stored
from unisono.common.errors import Refused
from unisono.common.kinds import Key, Kind
from unisono.contacts.models import MergedContact
from unisono.history.models import Change
from unisono.interactions.models import Interaction
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.records.queries import find

_SHORTEST = 4  # characters
_TELLING = re.compile(
    r"[\s\d@]"
)  # a name alone, as Juan, is found everywhere, and is nobody's alone


class NotAPerson(Refused):
    """Companies have no personal data; their people have."""

    code = "not-a-person"


@dataclass
class Person:
    """A contact of type person, with all by which its traces are found."""

    row: Stored

    @property
    def key(self) -> Key:
        """Return its key among all records."""
        return Key("contact", self.row.pk)

    @cached_property
    def links(self) -> list[Link]:
        """Return its links."""
        return list(Link.objects.filter(contact_id=self.row.pk).order_by("role", "pk"))

    @cached_property
    def records(self) -> list[tuple[Kind, Stored]]:
        """Return the customers and vendors that it is linked with; a person has no bank account."""
        return [(link.role, getattr(link, link.role)) for link in self.links]

    @cached_property
    def keys(self) -> list[Key]:
        """Return the keys of what is the person: the contact, contacts that were merged into it,
        records that are linked with it.
        """
        merged = MergedContact.objects.filter(into_id=self.row.pk).values_list("merged_id")
        return [
            self.key,
            *(Key("contact", id_) for (id_,) in merged),
            *(Key(kind, row.pk) for kind, row in self.records),
        ]

    @cached_property
    def numbers(self) -> list[str]:
        """Return the numbers that it has or had, and those of its records."""
        found = [self.row.no, *(row.no for _kind, row in self.records)]
        found += self.changes.values_list("no", flat=True).distinct()
        return list(dict.fromkeys(found))

    @cached_property
    def words(self) -> list[str]:
        """Return the texts by which it is found where nothing points to it: name, e-mail, phone."""
        texts = [self.row.name]
        texts += [self.row.phone_no, self.row.mobile_phone_no]
        texts += f"{self.row.email};{self.row.email_2}".split(";")
        kept = (text.strip() for text in texts)
        telling = (text for text in kept if len(text) >= _SHORTEST and _TELLING.search(text))
        return list(dict.fromkeys(telling))

    @property
    def changes(self) -> "Rows":
        """Return its history, and that of its records, addresses and entries of the log."""
        return Change.objects.filter(self._in_history()).order_by("pk")

    def _in_history(self) -> Q:
        condition = Q()
        for key in self.keys:
            condition |= Q(kind=key.kind, record_id=key.id)
        related = {
            "alternative_address": [
                *self.row.alternative_addresses.values_list("pk", flat=True),
                *_addresses_of(self.row.pk),
            ],
            "interaction": list(self.entries.values_list("pk", flat=True)),
        }
        for kind, ids in related.items():
            condition |= Q(kind=kind, record_id__in=ids)
        return condition

    @property
    def entries(self) -> "Rows":
        """Return the entries of the log that are about it, wherever they stand now."""
        ids = [key.id for key in self.keys if key.is_contact]
        return Interaction.objects.filter(Q(contact_id__in=ids) | Q(contact_key__in=ids)).order_by(
            "pk"
        )

    @cached_property
    def around(self) -> list[Key]:
        """Return the records beside the person whose cards or history may name it: its companies of
        today and before, with what is linked with these, and those whose primary contact it is.
        """
        companies = {self.row.company_id, *_companies_before(self.changes)} - {None}
        links = Link.objects.filter(Q(contact_id__in=companies) | Q(primary_contact_id=self.row.pk))
        found = [Key("contact", id_) for id_ in companies if id_]
        return found + [Key(link.role, link.record_id) for link in links]

    def is_mentioned(self, text: str) -> bool:
        """Tell whether one of its words stands somewhere in a text."""
        return any(word.casefold() in text.casefold() for word in self.words)

    def names(self, text: str) -> bool:
        """Tell whether a text is one of its words."""
        return text.strip().casefold() in {word.casefold() for word in self.words}

    def mentioned_in(self, columns: Iterable[str]) -> Q:
        """Return the condition that one of these columns names the person."""
        condition = Q(pk__in=[])
        for column in columns:
            for word in self.words:
                condition |= Q(**{f"{column}__icontains": word})
        return condition


def _addresses_of(contact_id: int) -> list[int]:
    """Return the keys of other addresses that the contact had, as the history tells."""
    changes = Change.objects.filter(kind="alternative_address", detail__ties__contact_no=contact_id)
    return list(changes.values_list("record_id", flat=True).distinct())


def _companies_before(changes: "Rows") -> set[int]:
    """Return the companies that it belonged to, as its history tells."""
    found: set[int] = set()
    details = changes.filter(kind="contact").exclude(detail=None).values_list("detail", flat=True)
    for detail in details:
        found |= {id_ for id_ in detail.get("ids", {}).get("company_no", ()) if id_}
        if company := detail.get("columns", {}).get("company_id"):
            found.add(company)
    return found


def person_of(no: str) -> Person:
    """Return the person of a contact's number; raise NotFound, NotAPerson."""
    row: Stored = KINDS["contact"].model._default_manager.get(pk=find("contact", no).key.id)
    if row.type != "person":
        raise NotAPerson(_("%(no)s is a company: it has no personal data.") % {"no": row.no})
    return Person(row)
