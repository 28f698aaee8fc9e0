"""Interactions by hand: logged, completed, evaluated, cancelled [8.3]."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Given
from unisono.common.clock import clock
from unisono.common.errors import Conflict, Invalid, NotFound, required
from unisono.common.kinds import Key
from unisono.common.outcome import Outcome
from unisono.contacts.models import Contact
from unisono.history.recording import recorder_for
from unisono.interactions import kept_files
from unisono.interactions.entries import locked_entry, put
from unisono.interactions.entry_values import (
    File,
    checked_fields,
    checked_with_template,
    refuse_blocked,
    refuse_files,
)
from unisono.interactions.logging import attach, store_entry
from unisono.interactions.models import Attachment, Interaction
from unisono.interactions.queries import INTERACTION, find_entry, state_of
from unisono.links.values import Record
from unisono.records.queries import find
from unisono.records.versions import refuse_stale
from unisono.usecases.transaction import writing


@writing
def log_interaction(
    contact_no: str, values: Given, some: Sequence[File] = (), *, actor: Actor
) -> Outcome:
    """Log an interaction by hand; `template_code` says what it begins with. Raises Invalid,
    NotFound, Refused for a privacy-blocked contact [10.4].
    """
    require_write(actor, INTERACTION)
    contact = Contact.objects.select_related("company").get(pk=find("contact", contact_no).key.id)
    refuse_blocked(contact)
    refuse_files(some)
    checked, template = checked_with_template(values)
    given = {name: value for name, value in checked.items() if name != "salesperson_code"}
    given["description"] = given.get("description") or template.description or template.code
    if checked.get("salesperson_code") or actor.salesperson_code:
        given["salesperson_id"] = checked.get("salesperson_code") or actor.salesperson_code
    now = clock()
    entry = store_entry(contact, template, actor, now, **given)
    return Outcome(INTERACTION, str(entry.pk), warnings=attach(entry, some))


@writing
def change_interaction(
    id_: int, values: Given, *, actor: Actor, expected: int | None = None
) -> Outcome:
    """Complete or evaluate an entry: the fields sent.

    Raises Invalid, NotFound, Conflict for a cancelled one, EditConflict with an old `expected`
    version and fields changed since [3.5].
    """
    require_write(actor, INTERACTION)
    entry = locked_entry(id_, actor)
    if entry.cancelled:
        raise Conflict(_("This interaction is cancelled."), code="cancelled")
    checked = checked_fields(values, {"date", "duration_min"})
    if checked.get("description", "-") == "":
        raise Invalid([required("description")])
    refuse_stale(
        Record(Key(INTERACTION, entry.pk), str(entry.pk), entry.version, {}),
        state_of(entry),
        checked,
        expected,
    )
    return _changed(entry, checked, actor)


@writing
def cancel_interaction(id_: int, cancelled: bool = True, *, actor: Actor) -> Outcome:
    """Cancel an entry, which then counts no more [8.3]; or take that back. Raises NotFound."""
    require_write(actor, INTERACTION)
    entry = locked_entry(id_, actor)
    if entry.cancelled == cancelled:
        return Outcome(INTERACTION, str(entry.pk))
    return _changed(entry, {"cancelled": cancelled}, actor)


@writing
def add_attachments(id_: int, some: Sequence[File], *, actor: Actor) -> Outcome:
    """Attach files to an entry; raises Invalid, NotFound, and warnings for those that the disk did
    not take.
    """
    require_write(actor, INTERACTION)
    entry = locked_entry(id_, actor)
    there = set(entry.attachments.values_list("name", "digest"))
    new = [
        file for file in some if (file.name, kept_files.digest_of(file.content)) not in there
    ]  # sent twice: once there
    refuse_files(new, len(there))
    return Outcome(INTERACTION, str(entry.pk), warnings=attach(entry, new))


def attachment_of(id_: int, key: int, actor: Actor) -> tuple[Attachment, bytes]:
    """Return an entry's attachment with its content, byte for byte; raise NotFound where there is
    none any more.
    """
    found = find_entry(id_, actor).attachments.filter(pk=key).first()
    try:
        if found is not None:
            return found, kept_files.content_of(found.digest)
    except OSError as error:
        raise NotFound(_("The file is not there any more, or damaged.")) from error
    raise NotFound(_("There is no such attachment."))


def _changed(entry: Interaction, values: Given, actor: Actor) -> Outcome:
    """Store changed values of an entry."""
    recorder = recorder_for(actor, INTERACTION)
    put(entry, values, recorder, "typed")
    return Outcome(INTERACTION, str(entry.pk))
