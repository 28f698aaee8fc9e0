"""Entries of the log: seen, found, changed [8.3]."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read
from unisono.common.errors import NotFound
from unisono.common.money import money_text
from unisono.history.recording import Recorder
from unisono.interactions.entry_values import FIELDS
from unisono.interactions.models import Interaction

KIND = "interaction"


_SELLER = "salesperson_code"


def visible_entries(actor: Actor) -> QuerySet[Interaction]:
    """Return the log, as far as the actor may see it; raise NotAllowed."""
    require_read(actor, KIND)
    return Interaction.objects.select_related("contact", "company", "message")


def of_contact(rows: QuerySet[Interaction], contact_id: int) -> QuerySet[Interaction]:
    """Return a contact's entries: its own, and those of people that were its company's then [8.1]."""
    return rows.filter(Q(contact_id=contact_id) | Q(company_id=contact_id))


def sums_of(rows: QuerySet[Interaction]) -> dict[str, Any]:
    """Return how many entries there are, their cost and minutes; what was cancelled does not count [8.3]."""
    counting = rows.filter(cancelled=False).order_by()
    return counting.aggregate(count=Count("pk"), cost=Sum("cost"), duration_min=Sum("duration_min"))


def find_entry(id_: int, actor: Actor) -> Interaction:
    """Return an entry; raise NotFound."""
    found = visible_entries(actor).filter(pk=id_).first() if id_ < 2**63 else None
    if found is None:
        raise NotFound(_("There is no interaction %(id)s.") % {"id": id_})
    return found


def locked_entry(id_: int, actor: Actor) -> Interaction:
    """Return an entry held until the transaction ends; raise NotFound, NotAllowed."""
    found = find_entry(id_, actor)
    return Interaction.objects.select_for_update().get(pk=found.pk)


def state_of(entry: Interaction) -> dict[str, Any]:
    """Return what of an entry can be changed, as the history has it."""
    values = {name: getattr(entry, name) for name in (*FIELDS, "duration_min", "cancelled") if name != _SELLER}
    return {**values, _SELLER: entry.salesperson_id or "", "cost": money_text(entry.cost), "at": entry.at.isoformat()}


def put_back(entry: Interaction, values: Mapping[str, Any], recorder: Recorder) -> None:
    """Put values back as the history has them, as an undo."""
    at = {"at": datetime.fromisoformat(values["at"])} if "at" in values else {}
    _put(entry, {**values, **at}, recorder, "undo")


def _put(entry: Interaction, values: Mapping[str, Any], recorder: Recorder, cause: str) -> None:
    before = state_of(entry)
    for name, value in values.items():
        setattr(entry, "salesperson_id" if name == _SELLER else name, (value or None) if name == _SELLER else value)
    if "cancelled" in values:
        entry.cancelled_by = recorder.actor.name if entry.cancelled else ""
    entry.version += 1
    changed = {n: [before[n], value, cause] for n, value in state_of(entry).items() if value != before[n]}
    if changed:
        entry.save()
        recorder.add("changed", KIND, entry.pk, str(entry.pk), entry.version, changed)
