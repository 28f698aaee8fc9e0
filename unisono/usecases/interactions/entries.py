"""Interactions by hand: logged, completed, evaluated, cancelled [8.3]."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.errors import Conflict, Invalid, NotFound, required
from unisono.common.kinds import Key
from unisono.common.money import money_text
from unisono.contacts.models import Contact
from unisono.history.recording import Recorder
from unisono.interactions import files
from unisono.interactions.models import Attachment, Interaction
from unisono.links.values import Record
from unisono.usecases.changing import refuse_stale
from unisono.usecases.common import find
from unisono.usecases.interactions.entry_values import FIELDS, checked_fields, checked_with_template, refuse_files
from unisono.usecases.interactions.logging import File, attach, store_entry
from unisono.usecases.outcome import Outcome
from unisono.usecases.transaction import clock, recorder_for, writing

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


@writing
def log_interaction(contact_no: str, values: Mapping[str, Any], some: Sequence[File] = (), *, actor: Actor) -> Outcome:
    """Log an interaction by hand; `template_code` says what it begins with. Raises Invalid, NotFound."""
    require_write(actor, KIND)
    contact = Contact.objects.select_related("company").get(pk=find("contact", contact_no).key.id)
    refuse_files(some)
    checked, template = checked_with_template(values)
    given = {name: value for name, value in checked.items() if name != "salesperson_code"}
    given["description"] = given.get("description") or template.description or template.code
    if checked.get("salesperson_code") or actor.salesperson_code:
        given["salesperson_id"] = checked.get("salesperson_code") or actor.salesperson_code
    now = clock()
    entry = store_entry(contact, template, actor, now, **given)
    return Outcome(KIND, str(entry.pk), warnings=attach(entry, some))


@writing
def change_interaction(id_: int, values: Mapping[str, Any], *, actor: Actor, expected: int | None = None) -> Outcome:
    """Complete or evaluate an entry: the fields sent.

    Raises Invalid, NotFound, Conflict for a cancelled one, EditConflict with an old `expected` version and fields
    changed since [3.5].
    """
    require_write(actor, KIND)
    entry = locked_entry(id_, actor)
    if entry.cancelled:
        raise Conflict(_("This interaction is cancelled."), code="cancelled")
    checked = checked_fields(values, {"date", "duration_min"})
    if checked.get("description", "-") == "":
        raise Invalid([required("description")])
    refuse_stale(Record(Key(KIND, entry.pk), str(entry.pk), entry.version, {}), state_of(entry), checked, expected)
    return _changed(entry, checked, actor)


@writing
def cancel_interaction(id_: int, cancelled: bool = True, *, actor: Actor) -> Outcome:
    """Cancel an entry, which then counts no more [8.3]; or take that back. Raises NotFound."""
    require_write(actor, KIND)
    entry = locked_entry(id_, actor)
    if entry.cancelled == cancelled:
        return Outcome(KIND, str(entry.pk))
    return _changed(entry, {"cancelled": cancelled}, actor)


@writing
def add_attachments(id_: int, some: Sequence[File], *, actor: Actor) -> Outcome:
    """Attach files to an entry; raises Invalid, NotFound, and words for those that the disk did not take."""
    require_write(actor, KIND)
    entry = locked_entry(id_, actor)
    there = set(entry.attachments.values_list("name", "digest"))
    new = [file for file in some if (file.name, files.digest_of(file.content)) not in there]  # sent twice: once there
    refuse_files(new, len(there))
    return Outcome(KIND, str(entry.pk), warnings=attach(entry, new))


def attachment_of(id_: int, key: int, actor: Actor) -> tuple[Attachment, bytes]:
    """Return an entry's attachment with its content, byte for byte; raise NotFound where there is none any more."""
    found = find_entry(id_, actor).attachments.filter(pk=key).first()
    try:
        if found is not None:
            return found, files.content_of(found.digest)
    except OSError as error:
        raise NotFound(_("The file is not there any more, or damaged.")) from error
    raise NotFound(_("There is no such attachment."))


def locked_entry(id_: int, actor: Actor) -> Interaction:
    """Return an entry held until the transaction ends; raise NotFound, NotAllowed."""
    found = find_entry(id_, actor)
    return Interaction.objects.select_for_update().get(pk=found.pk)


def state_of(entry: Interaction) -> dict[str, Any]:
    """Return what of an entry can be changed, as the history has it."""
    values = {name: getattr(entry, name) for name in (*FIELDS, "duration_min", "cancelled") if name != _SELLER}
    return {**values, _SELLER: entry.salesperson_id or "", "cost": money_text(entry.cost), "at": entry.at.isoformat()}


def _changed(entry: Interaction, values: Mapping[str, Any], actor: Actor) -> Outcome:
    """Store changed values of an entry."""
    recorder = recorder_for(actor, KIND)
    _put(entry, values, recorder, "typed")
    return Outcome(KIND, str(entry.pk))


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
