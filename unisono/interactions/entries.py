"""Entries of the log are changed, by hand and by an undo [8.3]."""

from datetime import datetime

from unisono.access.roles import Actor
from unisono.common.borders import Given
from unisono.history.recording import Recorder
from unisono.interactions.models import Interaction
from unisono.interactions.queries import INTERACTION, SELLER, find_entry, state_of
from unisono.interactions.search_texts import search_text_of


def locked_entry(id_: int, actor: Actor) -> Interaction:
    """Return an entry held until the transaction ends; raise NotFound, NotAllowed."""
    found = find_entry(id_, actor)
    # Held from the comparison of versions to the write.
    return Interaction.objects.select_for_update().get(pk=found.pk)


def put_back(entry: Interaction, values: Given, recorder: Recorder) -> None:
    """Put values back as the history has them, as an undo."""
    at = {"at": datetime.fromisoformat(values["at"])} if "at" in values else {}
    put(entry, {**values, **at}, recorder, "undo")


def put(entry: Interaction, values: Given, recorder: Recorder, cause: str) -> None:
    """Put values into an entry, which is locked, and record what they change."""
    before = state_of(entry)
    for name, value in values.items():
        setattr(
            entry,
            "salesperson_id" if name == SELLER else name,
            (value or None) if name == SELLER else value,
        )
    if "cancelled" in values:
        entry.cancelled_by = recorder.actor.name if entry.cancelled else ""
    entry.version += 1
    changed = {
        n: [before[n], value, cause] for n, value in state_of(entry).items() if value != before[n]
    }
    if changed:
        entry.search_text = search_text_of(entry)
        entry.save()
        recorder.add("changed", INTERACTION, entry.pk, str(entry.pk), entry.version, changed)
