"""What the card of a contact shows: our fields, what phones keep of it, and its tag."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from unisono.cards.world_codes import country_name
from unisono.common.text import folded
from unisono.contacts.models import Contact
from unisono.copies.models import Card
from unisono.exchange.card_slots import ADDRESS, EMAILS, NAME_PARTS, PHONES, PLAIN
from unisono.history.models import Change
from unisono.links.queries import codes_of_records
from unisono.setup.code_names import DEFAULT, all_names
from unisono.setup.models import Installation
from unisono.setup.queries import timeline_now

GROUPS = "mailing_group_codes"
GROUPS_IN_HISTORY = "mailing-groups"  # the kind of a change of that list
FIELDS = ("name", *NAME_PARTS, *PHONES, *EMAILS, *ADDRESS, *PLAIN.values())
_COLUMNS = tuple(
    f"{name}_id" if Contact._meta.get_field(name).is_relation else name for name in FIELDS
)
_MARK_LENGTH, _MOST_DIGITS = 4, 18
_DIGEST_LENGTH = 16  # hexadecimal: tells states of one card apart, and guards nothing


@dataclass(frozen=True)
class Shown:
    """A contact as its card shows it: `values` by the names of our fields, the names of company and
    country and the codes of its mailing groups beside them; `card` is what phones keep, None for
    nothing.
    """

    contact_id: int
    no: str
    version: int
    type: str
    company_no: str
    values: dict[str, str]
    groups: tuple[str, ...]
    card: Card | None

    @property
    def revision(self) -> int:
        """Return the revision of what phones keep."""
        return self.card.revision if self.card else 0


class Groups:
    """The mailing groups as cards have them: a name for each, and what may be meant by a word; and
    the mark of tags since the last restore.
    """

    def __init__(self) -> None:
        self.mark = mark_of_tags()
        self.names: dict[str, str] = {}
        found: dict[str, set[str]] = {}
        for (_list, code), names in all_names(["setup.MailingGroup"]).items():
            self.names[code] = names.get(DEFAULT) or code
            for name in names.values():
                found.setdefault(folded(name), set()).add(code)
        own = {folded(code): code for code in self.names}
        # A name that several have says nothing; such groups stand on cards by their codes.
        alone = {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}
        self.codes = alone | own
        for code, name in self.names.items():
            if self.codes.get(folded(name)) != code:
                self.names[code] = code

        self.former: frozenset[str] = frozenset()
        self._remember()

    def _remember(self) -> None:
        """Add the names that groups had before: who has an old card still calls them so."""
        changes = Change.objects.filter(kind=GROUPS_IN_HISTORY, event="setup").order_by("-id")
        former: dict[str, str] = {}
        for code, values in changes.values_list("no", "values"):
            old, now = values.get("description"), values.get("code", (code, code))[1]
            if old and old[0] and now in self.names and folded(old[0]) not in self.codes:
                former.setdefault(folded(old[0]), now)
        self.codes |= former
        self.former = frozenset(former)

    def named(self, text: str) -> str:
        """Return a category as it is called now: a group's former name is its present one."""
        return self.names[self.codes[folded(text)]] if folded(text) in self.former else text

    def code_of(self, text: str) -> str | None:
        """Return the group that a category is, None for a word of the writer's own."""
        return self.codes.get(folded(text))


def shown(ids: Collection[int]) -> dict[int, Shown]:
    """Return the cards of these contacts, those that are there; three statements."""
    cards = {card.contact_id: card for card in Card.objects.filter(contact_id__in=ids)}
    codes = codes_of_records("contact", list(ids))
    names = ("id", "no", "version", "type", "language_code", "company__no", "company__name")
    found = {}
    rows = Contact.objects.filter(pk__in=ids).values_list(*names, *_COLUMNS)
    for id_, no, version, type_, language, company_no, company, *values in rows:
        told = {name: str(value or "") for name, value in zip(FIELDS, values, strict=True)}
        told["company_name"] = company or ""
        told["country_name"] = country_name(told["country_code"], language)
        groups = tuple(codes.get(id_, {}).get(GROUPS, ()))
        found[id_] = Shown(id_, no, version, type_, company_no or "", told, groups, cards.get(id_))
    return found


def tag_of(card: Shown, groups: Groups) -> str:
    """Return the entity tag of a card: the contact's version, the revision of what phones keep, and
    a digest of what else it shows, which changes without them.
    """
    besides = [card.values["company_name"], *(groups.names.get(code, code) for code in card.groups)]
    digest = _digest("\0".join(besides), _DIGEST_LENGTH - len(groups.mark))
    return f'"{card.version}-{card.revision}-{groups.mark}{digest}"'


def mark_of_tags() -> str:
    """Return how the digests of tags begin: a version of before a restore is another's by now."""
    return _digest(timeline_now(), _MARK_LENGTH)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def base_of_tag(tag: str) -> tuple[int, int] | None:
    """Return the version and the revision of an entity tag, None for one that is none of ours, or
    of before a restore.
    """
    version, _dash, rest = tag.removeprefix("W/").strip('"').partition("-")
    revision, _dash, digest = rest.partition("-")
    is_ours = version.isascii() and version.isdigit() and revision.isascii() and revision.isdigit()
    if not is_ours or len(digest) != _DIGEST_LENGTH or len(version + revision) > _MOST_DIGITS:
        return None
    if not digest.startswith(mark_of_tags()):
        return None
    return int(version), int(revision)


_BEGIN, _END = "contact-", ".vcf"


def name_of(contact_id: int, card: Card | None) -> str:
    """Return the name of a card within its book: that under which a phone made it, else ours."""
    return card.name if card else f"{_BEGIN}{contact_id}{_END}"


def id_in_name(name: str) -> int | None:
    """Return the contact that a name of ours is of, None for any other name."""
    digits = name.removeprefix(_BEGIN).removesuffix(_END)
    is_ours = name == f"{_BEGIN}{digits}{_END}" and digits.isascii() and digits.isdigit()
    return int(digits) if is_ours and digits == str(int(digits[:18])) else None


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return the names of the cards of these contacts, be they there or gone."""
    known = dict(Card.objects.filter(contact_id__in=ids).values_list("contact_id", "name"))
    return {id_: known.get(id_) or name_of(id_, None) for id_ in ids}


def ids_of_names(names: Collection[str]) -> dict[str, int]:
    """Return the contacts of these names of cards; whether they are there is not looked at."""
    known = dict(Card.objects.filter(name__in=names).values_list("name", "contact_id"))
    taken = set(
        Card.objects.filter(contact_id__in=filter(None, map(id_in_name, names))).values_list(
            "contact_id", flat=True
        )
    )
    ours = {
        name: id_
        for name in names
        if name not in known and (id_ := id_in_name(name)) and id_ not in taken
    }
    return {**known, **ours}


def book_key() -> str:
    """Return what tells this installation's records from all others, for the UIDs of cards; "book"
    where nobody has opened it yet.
    """
    found = Installation.objects.filter(pk=1).values_list("book", flat=True).first()
    return found.hex if found else "book"


def uid_of(contact_id: int, key: str) -> str:
    """Return the UID of a contact's card that no phone has written yet."""
    return f"{key}-{contact_id}"


def id_of_uid(uid: str, key: str) -> int | None:
    """Return the contact whose card has a UID, be it there or gone; None for nobody's."""
    found = Card.objects.filter(uid=uid).values_list("contact_id", flat=True).first()
    if found is not None:
        return found
    digits = uid.removeprefix(f"{key}-")
    if digits == uid or not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        return None
    return None if Card.objects.filter(contact_id=int(digits)).exists() else int(digits)


def in_chunks(ids: Iterator[int], size: int) -> Iterator[list[int]]:
    """Yield ids in lists of so many."""
    chunk: list[int] = []
    for id_ in ids:
        chunk.append(id_)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
