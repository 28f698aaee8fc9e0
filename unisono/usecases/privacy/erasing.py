"""Erasing a person, with a list beforehand of what goes, what stays and why [10.2]."""

from typing import NamedTuple

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common.errors import InUse
from unisono.common.outcome import Outcome
from unisono.history.recording import recorder_for
from unisono.links.locks import lock
from unisono.links.network import load_records
from unisono.privacy.erased_list import erased_folders, write_list
from unisono.privacy.parties import refuse_open_documents
from unisono.privacy.person import Person, person_of
from unisono.privacy.places import PLACES, Place, in_reading_order
from unisono.records.versions import require_version
from unisono.undo.permission import ERASURE
from unisono.usecases.transaction import writing


class Foreseen(NamedTuple):
    """What erasing would do at one place: how much is there."""

    place: Place
    rows: int


class Erasure(NamedTuple):
    """What erasing a person would do, place by place, and what keeps it from being done, ""
    for nothing.
    """

    person: Person
    places: list[Foreseen]
    hindrance: str


def foresee_erasure(no: str, *, actor: Actor) -> Erasure:
    """Return what erasing would do; raise NotAllowed, NotFound, NotAPerson."""
    require_administrator(actor)
    person = person_of(no)
    hindrance = ""
    try:
        refuse_open_documents(person)
    except InUse as refusal:
        hindrance = refusal.message
    places = [Foreseen(place, len(place.find(person))) for place in in_reading_order()]
    return Erasure(person, [each for each in places if each.rows], hindrance)


def erase_person(no: str, *, actor: Actor, expected: int | None = None) -> Outcome:
    """Erase a person from every place where its data are; there is no way back. Whoever restores an
    older backup erases them again, by the list beside it.

    Raises NotAllowed, NotFound, NotAPerson, InUse where documents are open, PreconditionFailed.
    """
    outcome = erase_here(no, expected, actor=actor)
    write_list(erased_folders())
    return outcome


@writing
def erase_here(no: str, expected: int | None = None, *, actor: Actor) -> Outcome:
    """Erase a person as `erase_person` does, and leave the list beside the backups alone."""
    require_administrator(actor)
    person = person_of(no)
    # All that is the person, in the order of locks, so that nobody writes to it meanwhile.
    lock(sorted({*person.keys, *person.around}))
    person = person_of(no)
    if person.is_there:
        require_version(load_records("contact", [person.row.pk])[0], expected)
    refuse_open_documents(person)
    recorder = recorder_for(actor.by_way_of(ERASURE), ERASURE)
    person.look_up()
    for place in PLACES:
        place.erase(person, recorder)
    put_on_record(Action.ERASED, actor, person.row.no)
    return Outcome("contact", person.row.no)
