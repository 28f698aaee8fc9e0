"""The sync rules: one per shared field and role kind [3.3]."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.cards.fields import RULES, SYNCHRONISED_RULES, shared_names
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid, unknown_field
from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.common.outcome import Outcome
from unisono.history.recording import recorder_for
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.rules import rules_now
from unisono.links.values import Record
from unisono.records.equalising import equalise
from unisono.records.planned import SIDES
from unisono.records.sync_rules import differences_refusal, differing_links, store_rule
from unisono.setup.models import Setup
from unisono.usecases.transaction import writing


@writing
def change_rules(values: Given, *, actor: Actor) -> Outcome:
    """Change rules: {role: {field: rule}}, with "keep" contact, other or newer for what differs
    today.

    Raises Invalid, and Differences, with their number, where fields that would be tied differ and
    no side was chosen.
    """
    require_administrator(actor)
    keep, wanted = _check(values)
    Setup.objects.select_for_update().get()  # waits for edits that began under the rules of before
    present = rules_now().by_role
    changed = {
        (kind, name): rule
        for kind, fields in wanted.items()
        for name, rule in fields.items()
        if present[kind][name] != rule
    }
    tying = {place for place, rule in changed.items() if rule in SYNCHRONISED_RULES}
    differing = {place: ids for place in sorted(tying) if (ids := differing_links(*place))}
    if differing and keep is None:
        raise differences_refusal(differing)
    recorder = recorder_for(actor, "rules")
    for (kind, name), rule in changed.items():
        store_rule(kind, name, present[kind][name], rule, recorder)
    if changed:
        fields = [f"{kind}.{name}: {rule}" for (kind, name), rule in sorted(changed.items())]
        put_on_record(Action.SETUP_CHANGED, actor, "sync-rules", fields=fields)
    filling = {place: differing_links(*place) for place, rule in changed.items() if rule == "fill"}
    equalise({**differing, **filling}, keep or "contact", recorder)
    return Outcome()


def _check(values: Given) -> tuple[str | None, dict[str, dict[str, str]]]:
    """Return the side to keep and the rules sent; raise Invalid naming each that makes no sense."""
    errors: list[FieldError] = []
    wanted: dict[str, dict[str, str]] = {}
    keep = values.get("keep")
    if "keep" in values and keep not in SIDES:
        errors.append(_not_one_of("keep", SIDES))
    for kind, fields in values.items():
        if kind == "keep":
            continue
        if kind not in LINKED_KINDS or not isinstance(fields, Mapping):
            errors.append(unknown_field(kind))
            continue
        wanted[kind] = dict(fields)
        for name, rule in fields.items():
            if name not in shared_names(kind):
                errors.append(unknown_field(f"{kind}.{name}"))
            elif rule not in RULES:
                errors.append(_not_one_of(f"{kind}.{name}", RULES))
    if errors:
        raise Invalid(errors)
    return keep, wanted


def _not_one_of(field: str, choices: Iterable[str]) -> FieldError:
    return FieldError(
        field, "choice", _("This must be one of: %(choices)s.") % {"choices": ", ".join(choices)}
    )


def examples(kind: Kind, name: str, most: int) -> list[tuple[str, Record, Record]]:
    """Return the first linked records of a kind that differ in a field: the field, the contact, the
    record.
    """
    ids = differing_links(kind, name)[:most]
    records = {record.key.id: record for record in load_records(kind, ids, lock=False)}
    owners = dict(
        Link.objects.filter(**{f"{kind}_id__in": ids}).values_list(f"{kind}_id", "contact_id")
    )
    contacts = {
        each.key.id: each for each in load_records("contact", list(owners.values()), lock=False)
    }
    return [
        (name, contacts[owners[id_]], records[id_]) for id_ in ids if owners.get(id_) in contacts
    ]
