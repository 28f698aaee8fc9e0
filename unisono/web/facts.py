"""The facts of a card: its fields in groups, with the value, what a click does, and why one is locked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.common.kinds import FACTS, is_contact
from unisono.links.kinds import KINDS
from unisono.web import labels, shown

ADDRESS = ("address", "address_2", "post_code", "city", "county", "country_code")
COMMUNICATION = (
    "phone_no mobile_phone_no fax_no email email_2 home_page correspondence_type exclude_from_segment "
    "language_code format_region"
).split()
INVOICING = (
    "vat_registration_no registration_no currency_code credit_limit payment_terms_code payment_method_code "
    "price_group_code blocked iban swift_code bank_account_no bank_branch_no our_account_no customer_posting_group "
    "vendor_posting_group bank_account_posting_group gen_bus_posting_group vat_bus_posting_group"
).split()
_PEOPLE_ONLY = frozenset(
    "first_name middle_name surname initials job_title organizational_level_code job_responsibility_codes minor "
    "parental_consent_received company_no".split()
)
_COMPANIES_ONLY = frozenset({"industry_group_codes"})
NO = Field("no", length=20)
COMPANY = Field("company_no", length=20)
PRIMARY = Field("primary_contact_no", length=20)
_WHOLE_WIDTH = frozenset({"note", "name", "address"})


def field_of(kind: str, name: str) -> Field | None:
    """Return a field that a card of this kind shows and lets people change, None where there is none."""
    extra = {"no": NO}
    if is_contact(kind):
        extra["company_no"] = COMPANY
    elif FACTS[kind].has_contact_person:
        extra["primary_contact_no"] = PRIMARY
    return extra.get(name) or KINDS[kind].fields.get(name)


def grouped(kind: str, is_person: bool) -> list[tuple[str, list[Field]]]:
    """Return the fields of a card in its groups, in order; of a contact those that its type can have."""
    if is_contact(kind):
        hidden = _COMPANIES_ONLY if is_person else _PEOPLE_ONLY
    else:
        hidden = frozenset({"contact_name"} if kind == "bank_account" else ())
    names = ["no", *(["company_no"] if is_contact(kind) else [])]
    names += list(KINDS[kind].fields)
    if FACTS[kind].has_contact_person:
        names.insert(names.index("contact_name"), "primary_contact_no")
    fields = {name: field for name in names if name not in hidden and (field := field_of(kind, name))}
    taken = {*ADDRESS, *COMMUNICATION, *INVOICING}
    general = [name for name in fields if name not in taken]
    parts = [(_("General"), general), (_("Address"), ADDRESS)]
    parts += [(_("Communication"), COMMUNICATION), (_("Invoicing"), INVOICING)]
    groups = [(title, [fields[name] for name in names_ if name in fields]) for title, names_ in parts]
    return [(title, some) for title, some in groups if some]


@dataclass(frozen=True)
class Fact:
    """A field of a card as it is shown. `lock` says who leads it, "" where it can be changed here."""

    name: str
    label: str
    text: str
    href: str
    lock: str
    is_editable: bool
    glows: bool


@dataclass(frozen=True)
class Lighting:
    """What decides how facts are shown besides their values: the locks, the right to edit, what changed just now."""

    locks: Mapping[str, str]
    may_edit: bool
    changed: frozenset[str] = frozenset()


def fact(field: Field, stored: Any, light: Lighting) -> Fact:
    """Return a field's value as a fact."""
    lock = light.locks.get(field.name, "")
    return Fact(
        field.name,
        labels.field(field.name),
        shown.value(field, stored),
        _href(field, str(stored or "")),
        lock,
        light.may_edit and not lock,
        field.name in light.changed,
    )


def _href(field: Field, text: str) -> str:
    """Return what following a value does: call, write, look at a page."""
    if field.name == "home_page" and text:
        return text if text.startswith(("http://", "https://")) else "https://" + text
    return shown.href(field, text)
