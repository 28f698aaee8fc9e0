"""The person whose data are asked for: the contact, what is linked with it, and by which words it
is found elsewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from unisono.common.borders import Rows, Stored
from unisono.common.errors import NotFound, Refused
from unisono.common.kinds import Key, Kind
from unisono.common.text import digits_of
from unisono.contacts.models import AlternativeAddress, MergedRecord
from unisono.history.models import Change
from unisono.interactions.models import Interaction
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.storing import moment
from unisono.records.queries import find

_SHORTEST = 4  # characters of a word, digits of a phone
_FEWEST_DIGITS = 7  # of a phone that is nobody else's
# The fields by which a person is found elsewhere, and what each is.
_SORTS = {
    "name": "name",
    "email": "email",
    "email_2": "email",
    "phone_no": "phone",
    "mobile_phone_no": "phone",
}


class NotAPerson(Refused):
    """Companies have no personal data; their people have."""

    code = "not-a-person"


@dataclass
class Person:
    """A contact of type person, with all by which its traces are found."""

    row: Stored

    @cached_property
    def is_there(self) -> bool:
        """Tell whether the contact is there, and not deleted since."""
        return KINDS["contact"].model._default_manager.filter(pk=self.row.pk).exists()

    @property
    def key(self) -> Key:
        """Return its key among all records."""
        return Key("contact", self.row.pk)

    def look_up(self) -> None:
        """Look up now all that is found by what points to it, and remember it: once that goes,
        nothing leads there any more.
        """
        _ = self.is_there, self.keys, self.numbers, self.texts, self.words, self.around
        _ = self.addresses_around

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
        """Return the keys of what is the person: the contact, records that are linked with it, and
        what was merged into one of these; and records that were linked with it and merged into
        another's, of which the history knows what they said.
        """
        own = [self.key, *(Key(kind, row.pk) for kind, row in self.records), *self._merged_away()]
        keys = dict.fromkeys(own)
        for key in own:
            found = {key.id}
            while found:
                merged = MergedRecord.objects.filter(kind=key.kind, into_id__in=found)
                found = set(merged.values_list("merged_id", flat=True))
                found -= {each.id for each in keys if each.kind == key.kind}
                keys.update(dict.fromkeys(Key(key.kind, id_) for id_ in sorted(found)))
        return list(keys)

    def _merged_away(self) -> list[Key]:
        """Return the customers and vendors that were linked with it and are part of others now."""
        ended = Change.objects.filter(kind="contact", record_id=self.row.pk, event="unlinked")
        keys = {
            Key(detail["role"], detail["record_id"])
            for detail in ended.values_list("detail", flat=True)
            if detail is not None
        }
        return [
            key
            for key in sorted(keys)
            if MergedRecord.objects.filter(kind=key.kind, merged_id=key.id).exists()
            and not KINDS[key.kind].model._default_manager.filter(pk=key.id).exists()
        ]

    def merged(self) -> QuerySet[MergedRecord]:
        """Return what says which records were merged into one of these."""
        ties = (Q(kind=key.kind, into_id=key.id) for key in self.keys)
        away = (Q(kind=key.kind, merged_id=key.id) for key in self._merged_away())
        return MergedRecord.objects.filter(reduce(or_, (*ties, *away)))

    @property
    def contact_ids(self) -> list[int]:
        """Return the keys of the contacts that it is, and was."""
        return [key.id for key in self.keys if key.is_contact]

    @cached_property
    def numbers(self) -> list[str]:
        """Return the numbers that it has or had, and those of its records."""
        found = [self.row.no, *(row.no for _kind, row in self.records)]
        found += self.changes.values_list("no", flat=True).distinct()
        return list(dict.fromkeys(found))

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """Return its names, e-mails and phones, of today and before, as its history tells."""
        former = self.changes.filter(kind="contact").values_list("values", flat=True)
        found: dict[str, list[str]] = {sort: [] for sort in _SORTS.values()}
        for name, sort in _SORTS.items():
            some = [getattr(self.row, name, "")]
            some += [value for values in former for value in values.get(name, ())[:2]]
            # Only e-mails stand in lists; a name may have a semicolon.
            parts = [
                part.strip()
                for text in map(str, filter(None, some))
                for part in (text.split(";") if sort == "email" else [text])
            ]
            found[sort] += [part for part in parts if len(part) >= _SHORTEST]
        return {sort: list(dict.fromkeys(some)) for sort, some in found.items()}

    @cached_property
    def words(self) -> list[str]:
        """Return the texts by which it is found where nothing points to it: names of more than one
        word, e-mails and phones, as far as nobody else has the same.
        """
        names = [name for name in self.texts["name"] if len(name.split()) > 1]
        phones = [phone for phone in self.texts["phone"] if len(digits_of(phone)) >= _FEWEST_DIGITS]
        alone = [name for name in names if not self._is_shared(name, ["name"])]
        alone += [e for e in self.texts["email"] if not self._is_shared(e, ["email", "email_2"])]
        return alone + [
            phone for phone in phones if not self._is_shared(phone, ["phone_no", "mobile_phone_no"])
        ]

    def _is_shared(self, text: str, columns: list[str]) -> bool:
        """Tell whether a record that is not the person has the same text."""
        for kind, info in KINDS.items():
            own = [key.id for key in self.keys if key.kind == kind]
            condition = Q(pk__in=[])
            for column in columns:
                if column in info.fields:
                    condition |= Q(**{f"{column}__icontains": text})
            rows = info.model._default_manager.filter(condition).exclude(pk__in=own)
            for row in rows.values_list(*[c for c in columns if c in info.fields])[:50]:
                parts = [part.strip() for value in row for part in str(value).split(";")]
                if text.casefold() in map(str.casefold, parts):
                    return True
        return False

    @property
    def changes(self) -> Rows:
        """Return its history, and that of its records, addresses and entries of the log."""
        return Change.objects.filter(self._in_history()).order_by("pk")

    def _in_history(self) -> Q:
        condition = Q()
        for key in self.keys:
            condition |= Q(kind=key.kind, record_id=key.id)
        related = {
            "alternative_address": [
                each for id_ in self.contact_ids for each in _addresses_of(id_)
            ],
            "interaction": list(self.entries.values_list("pk", flat=True)),
        }
        for kind, ids in related.items():
            condition |= Q(kind=kind, record_id__in=ids)
        return condition

    @property
    def entries(self) -> Rows:
        """Return the entries of the log that are about it, wherever they stand now."""
        ids = self.contact_ids
        return Interaction.objects.filter(Q(contact_id__in=ids) | Q(contact_key__in=ids)).order_by(
            "pk"
        )

    @cached_property
    def around(self) -> list[Key]:
        """Return the records beside the person whose cards or history may name it: its companies of
        today and before, with what is linked with these, and those whose primary contact it is.
        """
        companies = self._companies
        links = Link.objects.filter(Q(contact_id__in=companies) | Q(primary_contact_id=self.row.pk))
        found = [Key("contact", id_) for id_ in companies]
        return found + [Key(link.role, link.record_id) for link in links]

    @cached_property
    def _companies(self) -> set[int]:
        ids = {self.row.company_id, *_companies_before(self.changes)}
        return {id_ for id_ in ids if id_}

    @cached_property
    def addresses_around(self) -> list[int]:
        """Return the keys of other addresses that its companies have or had, of today and before:
        they say to whose attention something goes, and by which e-mail and telephone.
        """
        there = AlternativeAddress.objects.filter(contact_id__in=self._companies)
        found = set(there.values_list("pk", flat=True))
        for id_ in self._companies:
            found.update(_addresses_of(id_))
        return sorted(found)

    def is_mentioned(self, text: str) -> bool:
        """Tell whether one of its words stands somewhere in a text, as a word of its own."""
        return any(
            re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
            for word in self.words
        )

    def is_word(self, text: str) -> bool:
        """Tell whether a text is one of its words, a phone however it is written."""
        folded = {word.casefold() for word in self.words}
        phones = {digits_of(word) for word in self.words if word in self.texts["phone"]}
        return text.strip().casefold() in folded or (len(text) < 30 and digits_of(text) in phones)

    def is_called(self, text: str) -> bool:
        """Tell whether a text is one of its names, whoever else is called so, or one of its words:
        on records around the person, that is the person. E-mail and phone may be the company's.
        """
        names = (name.casefold() for name in self.texts["name"])
        return text.strip().casefold() in names or self.is_word(text)

    def mentioned_in(self, rows: Rows, columns: Sequence[str]) -> list[int]:
        """Return the keys of rows in which one of these columns names the person."""
        condition = Q(pk__in=[])
        for column in columns:
            for word in self.words:
                condition |= Q(**{f"{column}__icontains": word})
        found = rows.filter(condition).values_list("pk", *columns)
        return [pk for pk, *texts in found if any(self.is_mentioned(text) for text in texts)]


def _addresses_of(contact_id: int) -> list[int]:
    """Return the keys of other addresses that the contact had, as the history tells."""
    changes = Change.objects.filter(kind="alternative_address", detail__ties__contact_no=contact_id)
    return list(changes.values_list("record_id", flat=True).distinct())


def _companies_before(changes: Rows) -> set[int]:
    """Return the companies that it belonged to, as its history tells."""
    found: set[int] = set()
    details = changes.filter(kind="contact").exclude(detail=None).values_list("detail", flat=True)
    for detail in details:
        found |= {id_ for id_ in detail.get("ids", {}).get("company_no", ()) if id_}
        if company := detail.get("columns", {}).get("company_id"):
            found.add(company)
    return found


def person_of(no: str) -> Person:
    """Return the person of a contact's number, also of one that was deleted since; raise NotFound,
    NotAPerson.
    """
    model = KINDS["contact"].model
    try:
        row: Stored = model._default_manager.get(pk=find("contact", no).key.id)
    except NotFound:
        row = _deleted(no)
        if row is None:
            raise
    if row.type != "person":
        raise NotAPerson(_("%(no)s is a company: it has no personal data.") % {"no": row.no})
    return Person(row)


def _deleted(no: str) -> Stored | None:
    """Return a contact that was deleted, as the history has it, None where there was none."""
    change = Change.objects.filter(kind="contact", no=no, event="deleted").order_by("-pk").first()
    if change is None:
        return None
    detail, fields = change.detail or {}, KINDS["contact"].fields
    row: Stored = KINDS["contact"].model()
    row.pk, row.no = change.record_id, change.no
    for name, (old, *_rest) in change.values.items():
        if name in fields and fields[name].kind not in ("code", "codes", "date", "money"):
            setattr(row, name, old)
    row.company_id = detail.get("columns", {}).get("company_id")
    row.created_at = row.modified_at = moment(detail["created_at"])
    return row
