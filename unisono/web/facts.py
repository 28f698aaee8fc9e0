"""The facts of a card: its fields in groups, with the value, what a click does, and why one is
locked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.common.kinds import FACTS, Kind, is_contact
from unisono.links.kinds import KINDS
from unisono.web import formatting, labels

NO = Field("no", length=20)
COMPANY = Field("company_no", length=20, only_of="person")
_ALWAYS = ("phone_no", "mobile_phone_no", "email")  # shown although they are blank
PRIMARY = Field("primary_contact_no", length=20)


def field_of(kind: Kind, name: str) -> Field | None:
    """Return a field that a card of this kind shows and lets people change, None where there is
    none.
    """
    extra = {"no": NO}
    if is_contact(kind):
        extra["company_no"] = COMPANY
    elif FACTS[kind].has_contact_person:
        extra["primary_contact_no"] = PRIMARY
    return extra.get(name) or KINDS[kind].fields.get(name)


def grouped(kind: Kind, is_person: bool) -> list[tuple[str, list[Field]]]:
    """Return the fields of a card in its groups, in order; of a contact those that its type can
    have.
    """
    other = "company" if is_person else "person"
    hidden = {
        each.name
        for each in (COMPANY, *KINDS[kind].own)
        if is_contact(kind) and each.only_of == other
    }
    names = ["no", *(["company_no"] if is_contact(kind) else [])]
    names += list(KINDS[kind].fields)
    if FACTS[kind].has_contact_person:
        names.insert(names.index("contact_name"), "primary_contact_no")
    fields = {
        name: field for name in names if name not in hidden and (field := field_of(kind, name))
    }
    titles = {  # in the order of what people look for
        "communication": _("Communication"),
        "address": _("Address"),
        "general": _("General"),
        "invoicing": _("Invoicing"),
    }
    ranked = sorted(fields.values(), key=lambda field: field.rank)
    groups = [
        (title, [field for field in ranked if field.section == section])
        for section, title in titles.items()
    ]
    return [(title, some) for title, some in groups if some]


def form_groups(kind: Kind, is_person: bool) -> list[tuple[str, list[Field]]]:
    """Return the fields in their groups as a form asks for them: who it is, first."""
    return sorted(grouped(kind, is_person), key=lambda group: group[0] != _("General"))


@dataclass(frozen=True)
class Fact:
    """A field of a card as it is shown. `lock` says who leads it, "" where it can be changed here.

    `key_fact` is its place among those beside the name, 0 for none.
    """

    name: str
    label: str
    text: str
    href: str
    lock: str
    is_editable: bool
    glows: bool
    key_fact: int = 0

    @property
    def is_folded(self) -> bool:
        """Tell whether it is out of sight by itself: blank, and none of those that people look for
        first.
        """
        return not self.text and self.name not in _ALWAYS


@dataclass(frozen=True)
class Lighting:
    """What decides how facts are shown besides their values: the locks, the right to edit, what
    changed just now, whether numbers and addresses may be clicked, and the names of contacts that
    fields tell by number.
    """

    locks: Mapping[str, str]
    may_edit: bool
    changed: frozenset[str] = frozenset()
    may_contact: bool = True
    names: Mapping[str, str] = field(default_factory=dict)


def fact(field: Field, stored: object, light: Lighting) -> Fact:
    """Return a field's value as a fact."""
    lock, name = light.locks.get(field.name, ""), light.names.get(field.name, "")
    text = formatting.value(field, stored)
    return Fact(
        field.name,
        labels.field(field.name),
        f"{name} · {text}" if name else text,
        _href(field, str(stored or "")) if light.may_contact else "",
        lock,
        light.may_edit and not lock,
        field.name in light.changed,
        field.key_fact,
    )


def _href(field: Field, text: str) -> str:
    """Return what following a value does: call, write, look at a page."""
    if field.name == "home_page" and text:
        return text if text.startswith(("http://", "https://")) else "https://" + text
    return formatting.href(field, text)
