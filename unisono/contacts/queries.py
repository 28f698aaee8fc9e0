"""Reads of contacts."""

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q, QuerySet

from unisono.cards.models import value_of
from unisono.common.borders import Content
from unisono.common.text import key_of
from unisono.contacts.fields import ALTERNATIVE_ADDRESS_FIELDS
from unisono.contacts.models import AlternativeAddress, Contact

STREET = ("address", "address_2", "post_code", "city")  # what makes an address
LEADING = (*STREET, "email", "phone_no")  # without any of these it leads nowhere
ADDRESS_FIELDS = {field.name: field for field in ALTERNATIVE_ADDRESS_FIELDS}


def ways_on(
    contact_ids: Collection[int], on: date, purpose: str = "", alone: bool = False
) -> list[AlternativeAddress]:
    """Return the other addresses, e-mails and telephones of contacts that hold on a day for papers
    of a purpose; those that are for it alone first (no others where it is to be `alone`), then
    those that began last.
    """
    rows = AlternativeAddress.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=on),
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        contact_id__in=contact_ids,
        purpose__in={purpose} if alone else {"", purpose},
    )
    return list(rows.order_by("-purpose", F("starts_on").desc(nulls_last=True), "-pk"))


def address_on(
    contact_id: int, on: date, purpose: str = "", alone: bool = False
) -> AlternativeAddress | None:
    """Return a contact's other address on a day for papers of a purpose: the first of `ways_on`
    that has one, None for none.
    """
    return addresses_on([contact_id], on, purpose, alone).get(contact_id)


def addresses_on(
    contact_ids: Collection[int], on: date, purpose: str = "", alone: bool = False
) -> dict[int, AlternativeAddress]:
    """Return the other addresses of contacts on a day, as `address_on` finds each."""
    found: dict[int, AlternativeAddress] = {}
    for row in ways_on(contact_ids, on, purpose, alone):
        if any(getattr(row, name) for name in STREET):
            found.setdefault(row.contact_id, row)
    return found


def address_values(row: AlternativeAddress) -> Content:
    """Return an address' fields as the contract has them."""
    return {name: value_of(row, field) for name, field in ADDRESS_FIELDS.items()}


def addresses_of(contact_id: int) -> list[AlternativeAddress]:
    """Return a contact's other addresses, the earliest first."""
    rows = AlternativeAddress.objects.filter(contact_id=contact_id)
    return sorted(rows, key=lambda row: (str(row.starts_on or ""), row.pk))


def contacts_by_key(ids: Collection[int]) -> dict[int, Contact]:
    """Return the numbers and names of contacts, by their keys."""
    return Contact.objects.only("no", "name").in_bulk(list(ids)) if ids else {}


def contacts_with_company(ids: Collection[int]) -> dict[int, Contact]:
    """Return contacts with their companies, by their keys."""
    return Contact.objects.select_related("company").in_bulk(list(ids))


def keys_of(numbers: Collection[str]) -> list[int]:
    """Return the keys of the contacts that have these numbers, however they are written."""
    found = Contact.objects.filter(no_key__in=[key_of(no) for no in numbers])
    return list(found.values_list("pk", flat=True))


def people_of(company_id: int) -> QuerySet[Contact]:
    """Return the people of a company, as lists sort them."""
    return Contact.objects.filter(company_id=company_id).order_by("sort_key", "pk")
