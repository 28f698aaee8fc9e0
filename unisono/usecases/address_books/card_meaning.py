"""What a card means that a phone sent, beyond what its lines say of fields: companies by their
names, numbers that are none, names and countries that nobody knows.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from unisono.common.borders import Content, Given
from unisono.copies.card_lines import says_company
from unisono.copies.shown import Shown
from unisono.copies.told_values import COMPANY, companies_called, organization_of, was_called
from unisono.exchange.card_editing import shows
from unisono.exchange.card_slots import NAME_PARTS, PHONES, country_told, no_phone
from unisono.exchange.content_lines import ContentLine


def as_meant(
    present: Shown, told: Content, lines: Sequence[ContentLine], slots: Mapping[str, int]
) -> dict[str, tuple[str, str, bool]]:
    """Complete what a card tells by what it means; return what cannot be taken as it is told, by
    field: the value, why, and whether a person may take it all the same.
    """
    refused: dict[str, tuple[str, str, bool]] = {}
    organization = organization_of(lines)
    for slot in PHONES:
        if not told[slot] and present.values[slot]:
            told[slot] = no_phone(lines, slots, slot)  # what it says is refused by its field
    if present.type == "company":
        _name_of_company(present, told, organization)
        return refused
    told[COMPANY] = _company(present, organization)
    if told[COMPANY] is None:
        refused[COMPANY] = organization, no_company(organization), False
        told[COMPANY] = present.company_no
    if says_company(lines):
        message = _("On the phone, this person is a company.")
        refused["type"] = "company", message, True
    if full := _another_name(present, told, lines, slots):
        message = _("The phone shows another name than its parts make.")
        refused["name"] = full, message, True
    country = country_told(lines, slots)
    if "country_code" not in told and country and present.values["country_code"]:
        message = _("There is no country %(name)s.") % {"name": country}
        refused["country_code"] = country, message, False
    return refused


def _name_of_company(present: Shown, told: Content, organization: str) -> None:
    """Take the organization as the name where that alone was changed: some phones show no other
    name of a company.
    """
    name = present.values["name"]
    if organization and told.get("name", name) == name != organization:
        told["name"] = organization


def _another_name(
    present: Shown, told: Given, lines: Sequence[ContentLine], slots: Mapping[str, int]
) -> str:
    """Return the name that a card shows where it was changed and its parts were not; "" where both
    agree.
    """
    parts = {name: str(told.get(name, "")) for name in NAME_PARTS}
    if "FN" not in slots or not any(parts.values()):
        return ""
    full = lines[slots["FN"]].text
    is_stale = any(parts[name] != present.values[name] for name in NAME_PARTS)
    return "" if is_stale or shows(full, parts) else full


def no_company(name: str) -> str:
    return _("There is no company %(name)s, or several are called so.") % {"name": name}


def _company(present: Shown, organization: str) -> str | None:
    """Return the number of the company that a person's card names; None where nobody knows it."""
    if not organization:
        return ""
    no, name = present.company_no, present.values["company_name"]
    if no and (organization == name or was_called(no, organization)):
        return no
    found = companies_called(organization)
    if len(found) == 1:
        return found[0]
    return None if no else ""  # of who has none, it is a word of the phone's own
