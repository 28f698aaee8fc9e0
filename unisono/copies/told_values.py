"""What a card tells of a contact, in the form in which the contact has it, and what of that is an
edit (outside.md, 2).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from unisono.common.borders import Content
from unisono.common.kinds import Key
from unisono.common.text import folded
from unisono.contacts.models import Contact
from unisono.copies.card_lines import groups_told
from unisono.copies.groups import Groups
from unisono.copies.shown import GROUPS, Shown
from unisono.exchange.card_editing import same_value
from unisono.exchange.card_slots import told
from unisono.exchange.content_lines import ContentLine
from unisono.history.models import Change
from unisono.history.queries import base_of
from unisono.links.reconciling import Reconciled, reconcile

COMPANY = "company_no"
_STREET = ("address", "address_2")


def organization_of(lines: Sequence[ContentLine]) -> str:
    """Return what a card calls the organization, "" for nothing."""
    line = next((line for line in lines if line.name == "ORG"), None)
    return next(iter(line.parts), "") if line is not None else ""


def companies_called(name: str) -> list[str]:
    """Return the numbers of the companies of exactly this name, two at most."""
    key = folded(name)
    rows = Contact.objects.filter(type="company", name__iexact=name)
    return [no for no, each in rows.values_list("no", "name")[:2] if folded(each) == key]


def values_told(
    lines: Sequence[ContentLine], slots: Mapping[str, int], type_: str, groups: Groups | None
) -> Content:
    """Return what a card tells by field; of mailing groups where `groups` are given."""
    values: Content = dict(told(lines, slots, type_))
    if groups is not None:
        values[GROUPS] = list(groups_told(lines, groups))
    return values


def edits_of(present: Shown, told_: Content, version: int | None) -> tuple[Reconciled, Content]:
    """Return what of the values that a card tells are edits and conflicts, and today's values.

    `version` is that which the phone had; None where that is not known: then whatever differs is
    in conflict.
    """
    ours: Content = {name: _ours(present, name) for name in told_}
    country = present.values["country_code"]
    key = Key("contact", present.contact_id)
    base = dict(ours) if version is None else base_of(key, version, told_)
    base = {name: _normal(value) for name, value in base.items()}
    theirs = _with_same_street(told_, (ours, {**ours, **base}))
    for name, value in theirs.items():
        known = (ours[name], base.get(name, ours[name]))
        theirs[name] = next((each for each in known if _same(name, value, each, country)), value)
    if version is None:
        # Nobody knows what it was: an impossible base makes every difference a conflict.
        base = dict.fromkeys(told_, None)
    return reconcile(base=base, theirs=theirs, ours=ours), ours


def _with_same_street(theirs: Content, known: Sequence[Content]) -> Content:
    """Return what a card tells, its street divided among our two fields as the contact has it: the
    first line of a card's street may be our second.
    """
    for values in known:
        if _STREET[0] in theirs and _street(theirs) == _street(values):
            return {**theirs, **{name: values[name] for name in _STREET}}
    return dict(theirs)


def _street(values: Content) -> str:
    return " ".join(" ".join(str(values.get(name) or "") for name in _STREET).split())


def _ours(present: Shown, name: str) -> Any:
    if name == GROUPS:
        return sorted(present.groups)
    return present.company_no if name == COMPANY else present.values[name]


def _normal(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else str(value or "")


def _same(name: str, one: Any, other: Any, country: str) -> bool:
    if name in (GROUPS, COMPANY):
        return bool(one == other)
    return same_value(name, one, other, country)


def was_called(company_no: str, name: str) -> bool:
    """Tell whether a company ever had this name: who has an old card still calls it so."""
    ids = Contact.objects.filter(no=company_no).values("pk")
    changes = Change.objects.filter(kind="contact", record_id__in=ids, event="changed")
    return any(
        folded(str(values["name"][0])) == folded(name)
        for values in changes.values_list("values", flat=True)
        if "name" in values
    )
