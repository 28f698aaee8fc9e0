"""Whom a document is with, and what it takes over from them [7.3] [7.6]."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from unisono.cards.fields import ADDRESS_BLOCK
from unisono.cards.models import value_of
from unisono.common.borders import Content, Given, Rows, Stored
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.common.kinds import Key, Kind
from unisono.common.text import key_of
from unisono.contacts.queries import address_on, ways_on
from unisono.documents.fields import PARTY_NAMES
from unisono.documents.types import DocumentType
from unisono.links.kinds import KINDS
from unisono.links.locks import lock
from unisono.links.models import Link
from unisono.setup.models import OurCompany, Setup

ORDERS_STOPPED = ("ship", "all")


class NotRelated(Refused):
    """Contact and customer (vendor) are not of the same company [7.6]."""

    code = "not-related"


class PartyRequired(Refused):
    """The document needs a customer or vendor that is not there: customer-required, vendor-required
    [7.2].
    """


@dataclass(frozen=True)
class Parties:
    """The contact, the company that it acts for (itself, if it has none), and the customer or
    vendor.
    """

    contact: Stored
    company: Stored
    record: Stored

    @property
    def is_for_company(self) -> bool:
        """Tell whether the contact is a person who acts for a company."""
        return self.contact is not None and self.contact.pk != self.company.pk


def parties_of(
    info: DocumentType, contact_no: object, record_no: object, hold: bool = True
) -> Parties:
    """Return the parties that were named, locked unless told not to `hold` them; what follows from
    one of them is filled in.

    Raises Invalid for unknown numbers, NotRelated, Refused (privacy-blocked, blocked, choice of
    several customers).
    """
    contact = _named("contact", contact_no, "contact_no")
    record = _named(info.role, record_no, f"{info.role}_no")
    if contact is None and record is not None:
        contact = _contact_of(info.role, record)
    company = contact.company or contact if contact else None
    if hold:
        _lock(contact, company)
    if contact is not None:
        record = _related(info.role, company, record)
    parties = Parties(contact, company, record)
    refuse_blocked(info, parties)
    return parties


def _named(kind: Kind, no: object, field: str) -> Stored:
    """Return the record of a number that was sent, None for none; raise Invalid."""
    if no is None or no == "":
        return None
    rows: Rows = KINDS[kind].model._default_manager.filter(
        no_key=key_of(no) if isinstance(no, str) else ""
    )
    found = (rows.select_related("company") if kind == "contact" else rows).first()
    if found is None:
        raise Invalid(
            [
                FieldError(
                    field, "unknown", _("There is no record with the number %(no)s.") % {"no": no}
                )
            ]
        )
    return found


def _contact_of(kind: Kind, record: Stored) -> Stored:
    """Return the contact to which a customer's or vendor's paper goes: its primary one, else the
    linked one.
    """
    links = Link.objects.filter(**{f"{kind}_id": record.pk})
    link = links.select_related("contact__company", "primary_contact__company").first()
    return (link.primary_contact or link.contact) if link else None


def _lock(contact: Stored, company: Stored) -> None:
    """Hold the contacts, so that a link that is being made waits, or is seen [2.8]."""
    lock(sorted({Key("contact", each.pk) for each in (company, contact) if each is not None}))


def _related(kind: Kind, company: Stored, record: Stored) -> Stored:
    """Return the customer or vendor of a contact's company: the one named, else the only one."""
    own = _records(kind, company)
    if record is not None:
        if record.pk not in {each.pk for each in own}:
            texts = {"contact": company.no, "no": record.no}
            raise NotRelated(
                _("Contact %(contact)s and %(no)s do not belong together.") % texts,
                field=f"{kind}_no",
            )
        return record
    return _only(kind, own)


def record_of(info: DocumentType, company: Stored) -> Stored:
    """Return the customer (vendor) of a company, None where it has none; raise Refused where there
    is a choice.
    """
    return _only(info.role, _records(info.role, company))


def _records(kind: Kind, company: Stored) -> list[Stored]:
    links = (
        Link.objects.filter(contact_id=company.pk, role=kind).select_related(kind).order_by("id")
    )
    return [getattr(link, kind) for link in links]


def _only(kind: Kind, own: list[Stored]) -> Stored:
    if len(own) > 1:
        numbers = [each.no for each in own]
        message = _("Choose one of these: %(numbers)s.") % {"numbers": ", ".join(numbers)}
        raise Refused(message, code=f"{kind}-choice", field=f"{kind}_no", numbers=numbers)
    return own[0] if own else None


def refuse_blocked(info: DocumentType, parties: Parties) -> None:
    """Raise Refused for parties that nothing new may be agreed with [2.7]."""
    for each in (parties.contact, parties.company, parties.record):
        if each is not None and each.privacy_blocked:
            raise Refused(_("%(no)s is privacy blocked.") % {"no": each.no}, code="privacy-blocked")
    blocked = getattr(parties.record, "blocked", "")
    if blocked == "all" or (blocked in ORDERS_STOPPED and not info.is_quote):
        raise Refused(
            _("%(no)s is blocked.") % {"no": parties.record.no},
            code="blocked",
            field=f"{info.role}_no",
        )


def party_required(info: DocumentType, contact: Stored) -> PartyRequired:
    """Return the refusal of a document whose contact is no customer (vendor) yet."""
    message = {
        "customer": _("%(no)s is no customer yet: create the customer first."),
        "vendor": _("%(no)s is no vendor yet: create the vendor first."),
    }[info.role]
    return PartyRequired(
        message % {"no": contact.no if contact else ""}, code=f"{info.role}-required"
    )


def taken_over(info: DocumentType, parties: Parties, template: Stored, on: date) -> Content:
    """Return what a document takes over from its parties as they are now [7.3]; what they lack,
    from the template.

    The address, and the e-mail, are the contact's other ones, where it has some for this day and
    papers of this sort. Currency and language are
    our own company's where the party has none.
    """
    source = parties.record or parties.company
    values = {name: _value(source, name) for name in PARTY_NAMES}
    values["attention"] = _attention(parties)
    values["email"] = (parties.contact.email if parties.contact else "") or values["email"]
    values |= _way(parties, on, info.purpose)
    buyer = "salesperson_code" if info.side == "sales" else "purchaser_code"
    values["salesperson_code"] = _value(source, buyer)
    values |= _other_address(parties, on, info.purpose)
    for name, value in values.items():
        values[name] = value or _value(template, buyer if name == "salesperson_code" else name)
    ours = OurCompany.objects.get()
    values["currency_code"] = values["currency_code"] or ours.currency_code
    values["language_code"] = values["language_code"] or ours.language_code
    return values


def vat_rate(record: Stored, template: Stored, setup: Setup) -> str:
    """Return the VAT rate of lines that say none ("21"): the customer's or vendor's, else that of
    the template that it would be made by, else setup's; "" where nobody has one.
    """
    own = (getattr(each, "vat_pct", "") for each in (record, template) if each is not None)
    return next(filter(None, own), setup.default_vat_pct)


def party_no(parties: Parties) -> str:
    """Return the number that is printed: the customer's or vendor's, else the contact's."""
    return str((parties.record or parties.contact).no)


def _value(source: Stored, name: str) -> Stored:
    """Return a value of a record or template, "" where it has no such field."""
    field = next(
        (f for info in KINDS.values() for f in (*info.shared, *info.own) if f.name == name), None
    )
    if source is None or field is None or not hasattr(source, name):
        return ""
    return value_of(source, field)


def _attention(parties: Parties) -> str:
    """Return the person that a company's paper goes to."""
    if parties.is_for_company:
        return str(parties.contact.name)
    return "" if parties.contact is not None else str(parties.record.contact_name)


def by_purpose(parties: Parties, on: date, purpose: str) -> Given:
    """Return the e-mail, attention and address that are for papers of one purpose and no others."""
    return {
        **_other_address(parties, on, purpose, alone=True),
        **_way(parties, on, purpose, alone=True),
    }


def _way(parties: Parties, on: date, purpose: str, alone: bool = False) -> Given:
    """Return the e-mail to which papers of this sort go, and whose attention: the person's, else
    the company's; a person that is named keeps their own attention.
    """
    for contact in dict.fromkeys((parties.contact, parties.company)):
        ways = ways_on([contact.pk], on, purpose, alone) if contact is not None else []
        if way := next((each for each in ways if each.email), None):
            named = {"attention": way.attention} if way.attention else {}
            return {"email": way.email, **({} if parties.is_for_company else named)}
    return {}


def _other_address(parties: Parties, on: date, purpose: str, alone: bool = False) -> Given:
    """Return the other address that is valid on a day: the person's, else the company's; the one
    that began last.
    """
    for contact in dict.fromkeys((parties.contact, parties.company)):
        if contact is not None and (found := address_on(contact.pk, on, purpose, alone)):
            values = {name: getattr(found, name) for name in (*ADDRESS_BLOCK, "name_2")}
            return {name: value for name, value in values.items() if value or name != "name_2"}
    return {}
