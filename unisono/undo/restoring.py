"""The values of an undo: what was written, where it is now, what can come back (semantics.md,
12).
"""

from collections.abc import Sequence

from unisono.access.roles import Actor
from unisono.common.borders import Given
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import KIND_NAMES, Key
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.history.models import Change
from unisono.history.recording import Recorder
from unisono.links import network as networks
from unisono.links.apply import Elsewhere, apply
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.plan_undoing import conflict, plan_undo
from unisono.links.queries import records_of
from unisono.links.rules import rules_now
from unisono.links.values import Network, Notice, Plan, Record, Value, Write, Written, text_of
from unisono.records.codes_now import CodesNow, missing
from unisono.records.contact_type import type_obstacles
from unisono.records.contacts import privacy_errors, require_clearing
from unisono.records.numbers_now import GONE, id_now, number_now

Conflicts = list[FieldConflict]
_PRIVACY = ("privacy_blocked", "minor", "parental_consent_received")


class Restoration:
    """Puts back what change sets wrote, network by network."""

    def __init__(self, changes: Sequence[Change], left_out: set[Key], actor: Actor) -> None:
        self.actor = actor
        self.codes = CodesNow(min((change.pk for change in changes), default=0))
        self.ids: dict[tuple[Key, str], int | None] = {}
        self.written: dict[Key, dict[str, Written]] = {}
        self.conflicts: Conflicts = []
        self.notices: list[Notice] = []
        for change in changes:
            key = Key(change.kind, change.record_id)
            if change.event == "changed" and key not in left_out:
                self._take(key, change)

    def _take(self, key: Key, change: Change) -> None:
        """Take in a change: of each field the oldest old value and the newest new one, by today's
        names.
        """
        before: Value
        after: Value
        fields, ids = self.written.setdefault(key, {}), (change.detail or {}).get("ids", {})
        for name, (old, new, _cause) in change.values.items():
            if name in ids:
                before, after = (number_now(id_) for id_ in ids[name])
                self.ids.setdefault((key, name), ids[name][0])
            else:
                field = KINDS[key.kind].fields.get(name)
                before, after = (
                    self.codes.value(field, _value(value), change.pk) for value in (old, new)
                )
            fields[name] = Written(fields[name].old if name in fields else before, after, "undo")

    def plans(self, skip: bool) -> list[Plan]:
        """Return a plan for each network that was touched; conflicts and notices are collected."""
        plans, rules = [], rules_now()
        for network in self._networks():
            plan = plan_undo(network, rules, self._possible(network), skip)
            self.conflicts += plan.conflicts
            self.notices += plan.notices
            plans.append(plan)
        return plans

    def _networks(self) -> list[Network]:
        """Return the networks around the written records, each record in one of them."""
        places = []
        for kind in KIND_NAMES:
            ids = sorted(key.id for key in self.written if key.kind == kind)
            found = networks.find_ids(kind, ids)
            places += found
            for id_ in set(ids) - {place.key.id for place in found}:
                for name, to in self.written[Key(kind, id_)].items():
                    self.conflicts.append(conflict(kind, "", name, to.new, None, to.old))
        # Companies before people, so that a person is met in the network of its company where that
        # was written, too.
        places.sort(
            key=lambda place: (place.company_id is not None, place.contact_id or 0, place.key)
        )
        result: list[Network] = []
        seen: set[Key] = set()
        for place in places:
            if place.key not in seen:
                result.append(self._complete(networks.load(place)))
                seen |= set(result[-1].records)
        return result

    def _complete(self, network: Network) -> Network:
        """Return the network with all fields known that the undo writes."""
        for record in network.records.values():
            names = set(self.written.get(record.key, ()))
            if not names:
                continue
            extra = [*names, *_PRIVACY] if record.key.is_contact else [*names]
            full = networks.load_records(record.key.kind, [record.key.id], extra)[0]
            network = networks.with_values(
                network, record.key, {**full.values, **_elsewhere_now(record.key, record.no, names)}
            )
        return network

    def _possible(self, network: Network) -> dict[Key, dict[str, Written]]:
        """Return what can be put back; what contradicts today's state is a conflict."""
        possible: dict[Key, dict[str, Written]] = {}
        for key, record in network.records.items():
            for name, to in self.written.get(key, {}).items():
                current = record.values.get(name)
                if current != to.old and not self._can_return(record, name, to.old):
                    yours = None if to.old == GONE else to.old
                    self.conflicts.append(
                        conflict(key.kind, record.no, name, to.new, current, yours)
                    )
                else:
                    possible.setdefault(key, {})[name] = to
        return possible

    def _can_return(self, record: Record, name: str, value: Value) -> bool:
        """Tell whether a value can come back: its code exists, its number is free, its contact is
        there and fits.
        """
        key = record.key
        if value == GONE:
            return False
        if name == "type" and key.is_contact:
            put_back = {each: to.old for each, to in self.written.get(key, {}).items()}
            values = {**record.values, **_company_now(key), **put_back}
            return not type_obstacles(record, text_of(value), values, self.actor)
        if value in ("", None, ()):
            return True
        if name == "no":
            others = records_of(key.kind).exclude(pk=key.id)
            return not others.filter(no_key=key_of(text_of(value))).exists()
        if name == "company_no":
            type_ = (
                self.written[key]["type"].old
                if "type" in self.written[key]
                else record.values["type"]
            )
            fits = Contact.objects.filter(
                pk=self.ids.get((key, name)) or 0, type="company"
            ).exists()
            return (
                fits and type_ == "person" and not Link.objects.filter(contact_id=key.id).exists()
            )
        if name == "primary_contact_no":
            link = Link.objects.filter(**{f"{key.kind}_id": key.id}).first()
            contact = Contact.objects.filter(pk=self.ids.get((key, name)) or 0).first()
            return (
                link is not None
                and contact is not None
                and link.contact_id in (contact.pk, contact.company_id)
            )
        return not missing(KINDS[key.kind].fields.get(name), value)

    def apply(self, plan: Plan, recorder: Recorder) -> None:
        """Write a plan, with what stands in other tables."""
        columns: dict[tuple[Key, str], Given] = {}
        ids: dict[tuple[Key, str], tuple[int | None, int | None]] = {}
        for write in plan.writes:
            self._refuse_privacy(write)
            for name in ("company_no", "primary_contact_no"):
                if name in write.fields:
                    place, id_ = (write.record.key, name), self.ids.get((write.record.key, name))
                    ids[place] = (id_now(text_of(write.fields[name].old)), id_)
                    columns[place] = {"company_id": id_} if name == "company_no" else {}
                    if name == "primary_contact_no":
                        links = Link.objects.filter(
                            **{f"{write.record.key.kind}_id": write.record.key.id}
                        )
                        links.update(primary_contact=id_)
        apply(plan, recorder, Elsewhere(columns, ids))

    def _refuse_privacy(self, write: Write) -> None:
        """Hold an undo to what [10.1] says of every change: lifting a block is a permission, a
        minor needs consent.
        """
        if not write.record.key.is_contact or not set(_PRIVACY) & set(write.fields):
            return
        values = {name: to.new for name, to in write.fields.items()}
        if values.get("privacy_blocked") is False:
            require_clearing(self.actor)
        now = {**write.record.values, **values}
        errors = privacy_errors(
            {"privacy_blocked": now["privacy_blocked"]}, now, write.record.values
        )
        if errors:
            raise Invalid(errors)


def differing(tied: Sequence[tuple[int, str, int]]) -> list[Notice]:
    """Return a notice for each field in which records that are tied again differ from their
    contact.
    """
    rules = rules_now()
    notices: list[Notice] = []
    for contact_id, kind, record_id in tied:
        contact = networks.load_records("contact", [contact_id])[0]
        record = networks.load_records(kind, [record_id])[0]
        for name, rule in rules.by_role[kind].items():
            if rule not in ("fill", "separate") and record.values[name] != contact.values[name]:
                notices.append(Notice(kind, record.no, name, contact.no))
    return notices


def differences(notices: Sequence[Notice], actor: Actor, message: str) -> list[FieldError]:
    """Return a warning for each tied record that differs from its contact after the undo."""
    return [
        FieldError(
            notice.field, "differs", message % {"no": notice.no, "contact": notice.contact_no}
        )
        for notice in notices
        if actor.may_read(notice.kind)
    ]


def _value(value: Value | list[str]) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _company_now(key: Key) -> dict[str, Value]:
    company = Contact.objects.filter(pk=key.id).values_list("company__no", flat=True).first()
    return {"company_no": company or ""}


def _elsewhere_now(key: Key, no: str, names: set[str]) -> dict[str, Value]:
    """Return today's values that stand in other tables than the record's."""
    now: dict[str, Value] = {"no": no}
    if "company_no" in names:
        now.update(_company_now(key))
    if "primary_contact_no" in names:
        link = (
            Link.objects.filter(**{f"{key.kind}_id": key.id})
            .select_related("primary_contact")
            .first()
        )
        now["primary_contact_no"] = link.primary_contact.no if link and link.primary_contact else ""
    for name in names & {
        name for name, field in KINDS[key.kind].fields.items() if field.kind == "codes"
    }:
        codes = getattr(KINDS[key.kind].row(key.id), name)
        now[name] = tuple(codes.order_by("code").values_list("code", flat=True))
    return now
