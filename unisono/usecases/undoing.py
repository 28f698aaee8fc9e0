"""Undoing a change set or a whole act [3.7]; `semantics.md`, 12."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator, require_write
from unisono.cards.fields import KINDS as KIND_NAMES
from unisono.cards.validation import missing_codes
from unisono.common.errors import Conflict, EditConflict, FieldError, NotFound
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.history.models import Change, ChangeSet
from unisono.history.recording import Recorder
from unisono.links import network as networks
from unisono.links.apply import Elsewhere, apply
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.undoing import plan_undo
from unisono.links.values import Key, Network, Plan, Value, Write, Written
from unisono.usecases.outcome import Outcome
from unisono.usecases.reversing import Reversal
from unisono.usecases.rules import refuse_untied
from unisono.usecases.transaction import clock, writing

Conflicts = list[dict[str, Any]]


class NotUndoable(Conflict):
    """Changes of setup and code lists are changed back by hand."""

    code = "not-undoable"


@writing
def undo_change_set(id_: int, skip_conflicts: bool = False, *, actor: Actor) -> Outcome:
    """Undo one change set; raises EditConflict, with nothing done, where something changed since, unless told to skip.

    Raises InUse where something depends on what would go, or number and place are taken by now.
    """
    sets = list(ChangeSet.objects.filter(pk=id_))
    if not sets:
        raise NotFound(_("There is no change set %(id)s.") % {"id": id_})
    return _undo(sets, skip_conflicts, actor)


@writing
def undo_act(act: str, skip_conflicts: bool = False, *, actor: Actor) -> Outcome:
    """Undo all change sets of an act (a batch, an import) as one; raises what undoing a change set raises."""
    try:
        sets = list(ChangeSet.objects.filter(act=uuid.UUID(act)).order_by("id"))
    except ValueError:
        sets = []
    if not sets:
        raise NotFound(_("There is no act %(id)s.") % {"id": act})
    return _undo(sets, skip_conflicts, actor)


def _undo(sets: Sequence[ChangeSet], skip: bool, actor: Actor) -> Outcome:
    changes = list(Change.objects.filter(change_set__in=sets).order_by("id"))
    _require_undo(sets, changes, actor)
    recorder = Recorder(actor.by_way_of("undo"), "undo", clock(), undoes=sets[0].pk if len(sets) == 1 else None)
    reversal = Reversal(changes, {each.pk for each in sets}, skip, recorder)
    reversal.run()
    conflicts: Conflicts = list(reversal.conflicts)
    written = _written(changes, reversal.kept_or_gone)
    plans, notices = _plans(written, skip, conflicts)
    if conflicts and not skip:
        raise EditConflict([_for_actor(conflict, actor) for conflict in conflicts])
    for plan in plans:
        _apply(plan, recorder)
    refuse_untied(changes)
    more = {"conflicts": [_for_actor(conflict, actor) for conflict in conflicts]}
    return Outcome(change_set=recorder.finish(), warnings=_differences(notices, actor), more=more)


def _require_undo(sets: Sequence[ChangeSet], changes: Sequence[Change], actor: Actor) -> None:
    """Raise NotAllowed for what others did, or kinds that the actor may not change; NotUndoable for setup."""
    if any(change.event == "setup" for change in changes):
        raise NotUndoable(_("Changes of setup and of code lists cannot be undone; change them back."))
    if any(each.user_id != actor.user_id for each in sets) or any(change.event == "rule" for change in changes):
        require_administrator(actor)
    began = {each.via for each in sets if each.via in KIND_NAMES}
    began |= {
        (change.detail or {})["role"] for change in changes if change.event in ("linked", "unlinked", "link_state")
    }
    for kind in began:
        require_write(actor, kind)


def _written(changes: Sequence[Change], left_out: set[Key]) -> dict[Key, dict[str, Written]]:
    """Return what the sets wrote altogether: the oldest old value and the newest new one of each field."""
    written: dict[Key, dict[str, Written]] = {}
    for change in changes:
        key = Key(change.kind, change.record_id)
        if change.event != "changed" or key in left_out:
            continue
        fields = written.setdefault(key, {})
        for name, (old, new, _cause) in change.values.items():
            first = fields[name].old if name in fields else _value(old)
            fields[name] = Written(first, _value(new), "undo")
    return written


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _plans(
    written: Mapping[Key, Mapping[str, Written]], skip: bool, conflicts: Conflicts
) -> tuple[list[Plan], list[Mapping[str, Value]]]:
    """Return a plan per network that the sets touched; add conflicts to the list."""
    plans: list[Plan] = []
    notices: list[Mapping[str, Value]] = []
    rules = networks.rules_now()
    for network in _networks(written, conflicts):
        possible = _without_impossible(network, written, conflicts)
        plan = plan_undo(network, rules, possible, skip)
        conflicts += [dict(conflict) for conflict in plan.conflicts]
        notices += plan.notices
        plans.append(plan)
    return plans, notices


def _networks(written: Mapping[Key, Mapping[str, Written]], conflicts: Conflicts) -> list[Network]:
    """Return the networks around the written records, each record in one of them, locked in the order of locks."""
    places = []
    for kind in KIND_NAMES:
        ids = sorted(key.id for key in written if key.kind == kind)
        found = networks.find_ids(kind, ids)
        places += found
        for id_ in set(ids) - {place.key.id for place in found}:
            conflicts += [_gone(Key(kind, id_), name, to) for name, to in written[Key(kind, id_)].items()]
    # Companies before people, so that a person is met within the network of its company where that was written, too.
    places.sort(key=lambda place: (place.company_id is not None, place.contact_id or 0, place.key.kind, place.key.id))
    result: list[Network] = []
    seen: set[Key] = set()
    names = {name for fields in written.values() for name in fields}
    for place in places:
        if place.key in seen:
            continue
        network = networks.load(place, names)
        for record in network.records.values():
            if record.key in written:
                network = networks.with_values(network, record.key, _elsewhere_now(record.key, record.no, names))
        seen |= set(network.records)
        result.append(_complete(network, names))
    return result


def _complete(network: Network, names: set[str]) -> Network:
    """Load the own fields of records that are not of the kind where the network was found."""
    for record in network.records.values():
        missing = [name for name in names if name in KINDS[record.key.kind].fields and name not in record.values]
        if missing:
            full = networks.load_records(record.key.kind, [record.key.id], missing)[0]
            network = networks.with_values(network, record.key, {**full.values, **record.values})
    return network


def _elsewhere_now(key: Key, no: str, names: set[str]) -> dict[str, Value]:
    """Return today's values that stand in other tables than the record's."""
    now: dict[str, Value] = {"no": no}
    if "company_no" in names and key.kind == "contact":
        now["company_no"] = Contact.objects.values_list("company__no", flat=True).get(pk=key.id) or ""
    if "primary_contact_no" in names and key.kind in ("customer", "vendor"):
        link = Link.objects.filter(**{f"{key.kind}_id": key.id}).select_related("primary_contact").first()
        now["primary_contact_no"] = link.primary_contact.no if link and link.primary_contact else ""
    for name in names & {name for name, field in KINDS[key.kind].fields.items() if field.kind == "codes"}:
        owner = KINDS[key.kind].row(key.id)
        now[name] = tuple(getattr(owner, name).order_by("code").values_list("code", flat=True))
    return now


def _without_impossible(
    network: Network, written: Mapping[Key, Mapping[str, Written]], conflicts: Conflicts
) -> dict[Key, dict[str, Written]]:
    """Return what can be put back; what refers to something that is gone by now is a conflict."""
    possible: dict[Key, dict[str, Written]] = {}
    for key, record in network.records.items():
        for name, to in written.get(key, {}).items():
            if record.values.get(name) != to.old and not _can_return(key, name, to.old):
                current = record.values.get(name)
                conflicts.append(
                    {
                        "kind": key.kind,
                        "no": record.no,
                        "field": name,
                        "base": to.new,
                        "current": current,
                        "yours": to.old,
                    }
                )
            else:
                possible.setdefault(key, {})[name] = to
    return possible


def _can_return(key: Key, name: str, value: Value) -> bool:
    """Tell whether a value can come back: its code exists, its number is free, its contact is there."""
    if value in ("", None, ()):
        return True
    if name == "no":
        return not KINDS[key.kind].model._default_manager.filter(no_key=key_of(value)).exclude(pk=key.id).exists()
    if name == "company_no":
        return Contact.objects.filter(no_key=key_of(value), type="company").exists()
    if name == "primary_contact_no":
        link = Link.objects.filter(**{f"{key.kind}_id": key.id}).first()
        contact = Contact.objects.filter(no_key=key_of(value)).first()
        return link is not None and contact is not None and link.contact_id in (contact.pk, contact.company_id)
    field = KINDS[key.kind].fields.get(name)
    if field is not None and field.refers_to:
        return not missing_codes(field.refers_to, value if isinstance(value, tuple) else (value,))
    return True


def _apply(plan: Plan, recorder: Recorder) -> None:
    """Write an undo's plan, with what stands in other tables."""
    columns: dict[tuple[Key, str], Mapping[str, Any]] = {}
    for write in plan.writes:
        key = write.record.key
        if "company_no" in write.fields:
            no = write.fields["company_no"].new
            company = Contact.objects.filter(no_key=key_of(no)).values_list("id", flat=True).first() if no else None
            columns[key, "company_no"] = {"company_id": company}
        if "primary_contact_no" in write.fields:
            columns[key, "primary_contact_no"] = {}
            _set_primary(write)
    apply(plan, recorder, Elsewhere(columns))


def _set_primary(write: Write) -> None:
    no = write.fields["primary_contact_no"].new
    contact = Contact.objects.filter(no_key=key_of(no)).first() if no else None
    Link.objects.filter(**{f"{write.record.key.kind}_id": write.record.key.id}).update(primary_contact=contact)


def _gone(key: Key, name: str, to: Written) -> dict[str, Any]:
    return {"kind": key.kind, "no": "", "field": name, "base": to.new, "current": None, "yours": to.old}


def _for_actor(conflict: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Hide what stands on a record that the actor may not see."""
    if actor.may_read(conflict["kind"]):
        return conflict
    return {"field": conflict["field"], "base": None, "current": None, "yours": None}


def _differences(notices: Sequence[Mapping[str, Value]], actor: Actor) -> list[FieldError]:
    """Return a word for each tied record that differs from its contact after the undo."""
    message = _("%(no)s and contact %(contact)s differ now.")
    return [
        FieldError(notice["field"], "differs", message % {"no": notice["no"], "contact": notice["contact_no"]})
        for notice in notices
        if actor.may_read(notice["kind"])
    ]
