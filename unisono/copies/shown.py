"""What the card of a contact shows: our fields, and what phones keep of it."""

from collections.abc import Collection
from dataclasses import dataclass

from unisono.cards.world_codes import country_name
from unisono.contacts.models import Contact
from unisono.copies.card_names import book_key, uid_of
from unisono.copies.models import Card
from unisono.exchange.card_slots import ADDRESS, EMAILS, NAME_PARTS, PHONES, PLAIN
from unisono.links.queries import codes_of_records

GROUPS = "mailing_group_codes"
FIELDS = ("name", *NAME_PARTS, *PHONES, *EMAILS, *ADDRESS, *PLAIN.values())
_COLUMNS = tuple(
    f"{name}_id" if Contact._meta.get_field(name).is_relation else name for name in FIELDS
)


@dataclass(frozen=True)
class Shown:
    """A contact as its card shows it: `values` by the names of our fields, the names of company and
    country and the codes of its mailing groups beside them; `card` is what phones keep, None for
    nothing.
    """

    contact_id: int
    uid: str
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


def shown(ids: Collection[int]) -> dict[int, Shown]:
    """Return the cards of these contacts, those that are there; four statements."""
    cards = {card.contact_id: card for card in Card.objects.filter(contact_id__in=ids)}
    codes, key = codes_of_records("contact", list(ids)), book_key()
    names = ("id", "no", "version", "type", "language_code", "company__no", "company__name")
    found = {}
    rows = Contact.objects.filter(pk__in=ids).values_list(*names, *_COLUMNS)
    for id_, no, version, type_, language, company_no, company, *values in rows:
        told = {name: str(value or "") for name, value in zip(FIELDS, values, strict=True)}
        told["company_name"] = company or ""
        told["country_name"] = country_name(told["country_code"], language)
        groups, card = tuple(codes.get(id_, {}).get(GROUPS, ())), cards.get(id_)
        uid = card.uid if card else uid_of(id_, key)
        found[id_] = Shown(id_, uid, no, version, type_, company_no or "", told, groups, card)
    return found
