"""The sync rules: one per shared field and role kind [3.3]."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.cards.fields import RULES, TIED_RULES, normal_rules, shared_fields, shared_names
from unisono.common.errors import Conflict, FieldError, Invalid, unknown_field
from unisono.common.kinds import ROLES
from unisono.history.models import Change
from unisono.history.recording import Recorder
from unisono.links.kinds import KINDS
from unisono.links.models import FieldRule, Link
from unisono.links.network import load_records, rules_now
from unisono.links.values import Record
from unisono.setup.models import Setup
from unisono.usecases.evening import even_out
from unisono.usecases.linking import SIDES
from unisono.usecases.outcome import Outcome
from unisono.usecases.transaction import recorder_for, writing


class Differences(Conflict):
    """A rule would tie fields that differ today; somebody has to say which side wins."""

    code = "differences"


@writing
def change_rules(values: Mapping[str, Any], *, actor: Actor) -> Outcome:
    """Change rules: {role: {field: rule}}, with "keep" contact, other or newer for what differs today.

    Raises Invalid, and Differences, with their number, where fields that would be tied differ and no side was chosen.
    """
    require_administrator(actor)
    keep, wanted = _check(values)
    Setup.objects.select_for_update().get()  # waits for edits that began under the rules of before
    present = rules_now().by_role
    changed = {
        (role, name): rule
        for role, fields in wanted.items()
        for name, rule in fields.items()
        if present[role][name] != rule
    }
    tying = {place for place, rule in changed.items() if rule in TIED_RULES}
    differing = {place: ids for place in sorted(tying) if (ids := differing_links(*place))}
    if differing and keep is None:
        raise _differences(differing)
    recorder = recorder_for(actor, "rules")
    for (role, name), rule in changed.items():
        _store(role, name, present[role][name], rule, recorder)
    filling = {place: differing_links(*place) for place, rule in changed.items() if rule == "fill"}
    even_out({**differing, **filling}, keep or "contact", recorder)
    return Outcome()


def _check(values: Mapping[str, Any]) -> tuple[str | None, dict[str, dict[str, str]]]:
    """Return the side to keep and the rules sent; raise Invalid naming each that makes no sense."""
    errors: list[FieldError] = []
    wanted: dict[str, dict[str, str]] = {}
    keep = values.get("keep")
    if "keep" in values and keep not in SIDES:
        errors.append(_not_one_of("keep", SIDES))
    for role, fields in values.items():
        if role == "keep":
            continue
        if role not in ROLES or not isinstance(fields, Mapping):
            errors.append(unknown_field(role))
            continue
        wanted[role] = dict(fields)
        for name, rule in fields.items():
            if name not in shared_names(role):
                errors.append(unknown_field(f"{role}.{name}"))
            elif rule not in RULES:
                errors.append(_not_one_of(f"{role}.{name}", RULES))
    if errors:
        raise Invalid(errors)
    return keep, wanted


def _not_one_of(field: str, choices: Iterable[str]) -> FieldError:
    return FieldError(field, "choice", _("This must be one of: %(choices)s.") % {"choices": ", ".join(choices)})


def differing_links(role: str, name: str) -> list[int]:
    """Return the keys of the records of this kind that differ in a field from the contact of their active link."""
    table = KINDS[role].table
    reference = next(field for field in shared_fields(role) if field.name == name).is_reference
    here, there = (f"COALESCE({side}.{name}, '')" if reference else f"{side}.{name}" for side in ("c", "r"))
    sql = (
        f"SELECT r.id FROM links_link l JOIN contacts_contact c ON c.id = l.contact_id "
        f"JOIN {table} r ON r.id = l.{role}_id WHERE l.state = 'active' AND {here} <> {there} ORDER BY r.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def examples(role: str, name: str, most: int) -> list[tuple[str, Record, Record]]:
    """Return the first linked records of a kind that differ in a field: the field, the contact, the record."""
    ids = differing_links(role, name)[:most]
    records = {record.key.id: record for record in load_records(role, ids, lock=False)}
    owners = dict(Link.objects.filter(**{f"{role}_id__in": ids}).values_list(f"{role}_id", "contact_id"))
    contacts = {each.key.id: each for each in load_records("contact", list(owners.values()), lock=False)}
    return [(name, contacts[owners[id_]], records[id_]) for id_ in ids if owners.get(id_) in contacts]


def _differences(differing: Mapping[tuple[str, str], list[int]]) -> Differences:
    counts = [{"role": role, "field": name, "count": len(ids)} for (role, name), ids in differing.items()]
    number = sum(len(ids) for ids in differing.values())
    message = _("Linked records differ in these fields (%(count)s); choose which side to keep.") % {"count": number}
    return Differences(message, count=number, differences=counts)


def _store(role: str, name: str, old: str, rule: str, recorder: Recorder) -> None:
    """Store one rule; a normal one needs no row."""
    if normal_rules()[role][name] == rule:
        FieldRule.objects.filter(role=role, field=name).delete()
    else:
        FieldRule.objects.update_or_create(role=role, field=name, defaults={"rule": rule})
    detail = {"role": role, "field": name, "old": old, "new": rule}
    recorder.add("rule", "field_rule", 0, f"{role}.{name}"[:40], 0, None, detail)


def put_rule_back(detail: Mapping[str, Any], recorder: Recorder) -> None:
    """Undo one change of a rule."""
    role, name = detail["role"], detail["field"]
    present = rules_now().by_role[role][name]
    if present != detail["old"]:
        _store(role, name, present, detail["old"], recorder)


def refuse_untied(changes: Iterable[Change]) -> None:
    """Raise Differences where rules that came back tie fields that differ by now."""
    details = [change.detail or {} for change in changes if change.event == "rule"]
    places = [(detail["role"], detail["field"]) for detail in details]
    tied = rules_now().by_role
    differing = {
        (role, name): ids
        for role, name in places
        if tied[role][name] in TIED_RULES and (ids := differing_links(role, name))
    }
    if differing:
        raise _differences(differing)
