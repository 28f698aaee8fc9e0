"""Sync rules are stored, put back, and never leave linked records untied [3.3]."""

from collections.abc import Iterable, Mapping

from django.db import connection
from django.utils.translation import gettext as _

from unisono.cards.fields import SYNCHRONISED_RULES, normal_rules, shared_fields
from unisono.common.borders import Given
from unisono.common.kinds import Kind
from unisono.history.models import Change
from unisono.history.recording import Recorder
from unisono.links.kinds import KINDS
from unisono.links.models import FieldRule
from unisono.links.rules import rules_now
from unisono.records.refusals import Differences


def store_rule(kind: Kind, name: str, old: str, rule: str, recorder: Recorder) -> None:
    """Store one rule; a normal one needs no row."""
    if normal_rules()[kind][name] == rule:
        FieldRule.objects.filter(role=kind, field=name).delete()
    else:
        FieldRule.objects.update_or_create(role=kind, field=name, defaults={"rule": rule})
    detail = {"role": kind, "field": name, "old": old, "new": rule}
    recorder.add("rule", "field_rule", 0, f"{kind}.{name}"[:40], 0, None, detail)


def put_rule_back(detail: Given, recorder: Recorder) -> None:
    """Undo one change of a rule."""
    kind, name = detail["role"], detail["field"]
    present = rules_now().by_role[kind][name]
    if present != detail["old"]:
        store_rule(kind, name, present, detail["old"], recorder)


def refuse_broken_rules(changes: Iterable[Change]) -> None:
    """Raise Differences where rules that came back tie fields that differ by now."""
    details = [change.detail or {} for change in changes if change.event == "rule"]
    places = [(detail["role"], detail["field"]) for detail in details]
    tied = rules_now().by_role
    differing = {
        (kind, name): ids
        for kind, name in places
        if tied[kind][name] in SYNCHRONISED_RULES and (ids := differing_links(kind, name))
    }
    if differing:
        raise differences_refusal(differing)


def differing_links(kind: Kind, name: str) -> list[int]:
    """Return the keys of the records of this kind that differ in a field from the contact of their
    active link.
    """
    table = KINDS[kind].table
    reference = next(field for field in shared_fields(kind) if field.name == name).is_reference
    here, there = (
        f"COALESCE({side}.{name}, '')" if reference else f"{side}.{name}" for side in ("c", "r")
    )
    sql = (
        f"SELECT r.id FROM links_link l JOIN contacts_contact c ON c.id = l.contact_id "
        f"JOIN {table} r ON r.id = l.{kind}_id WHERE l.state = 'active' AND {here} <> {there} "
        "ORDER BY r.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def differences_refusal(differing: Mapping[tuple[str, str], list[int]]) -> Differences:
    counts = [
        {"role": kind, "field": name, "count": len(ids)} for (kind, name), ids in differing.items()
    ]
    number = sum(len(ids) for ids in differing.values())
    message = _("Linked records differ in these fields (%(count)s); choose which side to keep.") % {
        "count": number
    }
    return Differences(message, count=number, differences=counts)
