"""What a card that a phone sent changes of a contact: edits go through the same door as anybody's,
what clashes and what a rule refuses waits for a person.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from unisono.access.roles import Actor
from unisono.common.borders import Content, Given
from unisono.common.errors import EditConflict, Invalid, Outdated, Refused
from unisono.contacts.models import Contact
from unisono.copies.card_lines import type_told
from unisono.copies.groups import Groups
from unisono.copies.holding import hold, let_go
from unisono.copies.models import ALIKE, CLASH, REFUSED
from unisono.copies.shown import Shown
from unisono.copies.told_values import (
    COMPANY,
    companies_called,
    edits_of,
    organization_of,
    values_told,
)
from unisono.exchange.card_slots import NAME_PARTS
from unisono.exchange.content_lines import ContentLine
from unisono.exchange.single_card import Invalid as InvalidCard
from unisono.setup.queries import setup_now
from unisono.usecases.address_books.card_meaning import as_meant, no_company
from unisono.usecases.matching.candidates import alike_records
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.transaction import within

_NAMES = frozenset(("name", *NAME_PARTS))
_MOST_ALIKE = 5  # look-alikes that are told of
_LEAST_ALIKE = 80  # colleagues share address and telephone of their company, and come to 66


@dataclass(frozen=True)
class Brought:
    """What a card did: to which contact, the places of the slots in its lines, whether something
    waits for a person.
    """

    contact_id: int
    slots: Mapping[str, int]
    is_new: bool = False
    is_held: bool = False


def bring(
    present: Shown,
    lines: Sequence[ContentLine],
    slots: Mapping[str, int],
    groups: Groups | None,
    version: int | None,
    actor: Actor,
) -> Brought:
    """Take what a card tells of a contact as edits of the version that the phone had, None where
    nobody knows which that was.
    """
    told = values_told(lines, slots, present.type, groups)
    refused = as_meant(present, told, lines, slots)
    found, ours = edits_of(present, told, version)
    held: Content = {name: [ours[name], told[name]] for name in found.conflicts}
    if held:
        hold(actor, CLASH, present.contact_id, held)
    for name, (value, reason, can_take) in refused.items():
        fields = {name: [_today(present, name), value]}
        hold(actor, REFUSED, present.contact_id, fields, reason, can_take)
    is_refused = _change(present, dict(found.edits), ours, actor)
    left = {n: p for n, p in slots.items() if n != "ORG" or _is_ours(present, told)}
    return Brought(present.contact_id, left, is_held=bool(held or refused or is_refused))


def _today(present: Shown, name: str) -> str:
    if name == "type":
        return present.type
    return present.company_no if name == COMPANY else present.values[name]


def _is_ours(present: Shown, told: Given) -> bool:
    """Tell whether a card's organization is what we know: the company's name, or the person's
    company.
    """
    return present.type == "company" or bool(told.get(COMPANY))


def _change(present: Shown, edits: Content, ours: Given, actor: Actor) -> bool:
    """Change a contact; keep what is refused, and tell whether something was."""
    is_refused = False
    while edits:
        try:
            with within():
                values = as_sent(edits)
                change_record("contact", present.no, values, actor=actor, expected=present.version)
            let_go(actor, present.contact_id, edits)
            break
        except EditConflict as conflict:
            raise Outdated from conflict  # changed since it was read: all is looked at anew
        except Refused as refusal:
            bad = _refused(refusal, edits)
            fields = {name: [ours.get(name, ""), edits.pop(name)] for name in bad}
            can_take = not isinstance(refusal, Invalid)
            hold(actor, REFUSED, present.contact_id, fields, _reason(refusal, bad), can_take)
            is_refused = True
    return is_refused


def as_sent(values: Given) -> Content:
    """Return values as doors take them: nobody's company is None."""
    return {name: None if name == COMPANY and not v else v for name, v in values.items()}


def _refused(refusal: Refused, values: Given) -> set[str]:
    """Return which of the values a refusal is about; all where it does not say."""
    named = {error.field for error in refusal.errors}
    if named & _NAMES:
        named |= _NAMES
    return named & values.keys() or set(values)


def _reason(refusal: Refused, names: Collection[str]) -> str:
    """Return why values were refused, in the words of their person."""
    said = [error.message for error in refusal.errors if error.field in names]
    return " ".join(dict.fromkeys(said)) or refusal.message


def create(
    lines: Sequence[ContentLine], slots: Mapping[str, int], groups: Groups | None, actor: Actor
) -> Brought:
    """Create a contact of a card, with the user's salesperson and setup's defaults; what is refused
    of it waits for a person, and so does word of whom it looks like.
    """
    type_ = type_told(lines, slots)
    told = values_told(lines, slots, type_, groups)
    values: Content = {name: value for name, value in told.items() if value}
    organization = organization_of(lines) if type_ == "person" else ""
    companies = companies_called(organization) if organization else []
    if len(companies) == 1:
        values[COMPANY] = companies[0]
    values["type"] = type_
    if actor.salesperson_code:
        values["salesperson_code"] = actor.salesperson_code
    alike = _alike(values, actor)
    no, refused = _created(values, actor)
    id_ = Contact.objects.values_list("pk", flat=True).get(no=no)
    for fields, message in refused:
        held = {name: ["", value] for name, value in fields.items()}
        hold(actor, REFUSED, id_, held, message, can_take=False)
    if organization and COMPANY not in values:
        unknown = {COMPANY: ["", organization]}
        hold(actor, REFUSED, id_, unknown, no_company(organization), can_take=False)
    if alike:
        hold(actor, ALIKE, id_, alike)
    left = {n: p for n, p in slots.items() if n != "ORG" or _is_known(type_, values)}
    return Brought(id_, left, is_new=True, is_held=bool(refused))


def _is_known(type_: str, values: Given) -> bool:
    return type_ == "company" or COMPANY in values


def _created(values: Content, actor: Actor) -> tuple[str, list[tuple[Content, str]]]:
    """Return the number of a new contact, and which values were refused, with why."""
    refused: list[tuple[Content, str]] = []
    while True:
        try:
            with within():
                return create_contact(values, actor=actor).no, refused
        except Refused as refusal:
            bad = {error.field for error in refusal.errors} & (values.keys() - _NAMES - {"type"})
            if not bad:
                if any(error.field in _NAMES for error in refusal.errors):
                    raise InvalidCard from refusal
                raise
            reason = _reason(refusal, bad)
            refused.append(({name: values.pop(name) for name in bad}, reason))


def _alike(values: Given, actor: Actor) -> Content:
    """Return who looks like a new contact: number → name, and how likely."""
    least = max(setup_now().duplicate_threshold, _LEAST_ALIKE)
    found = [each for each in alike_records("contact", values, actor) if each.score >= least]
    return {each.row.no: [each.row.name, each.score] for each in found[:_MOST_ALIKE]}
