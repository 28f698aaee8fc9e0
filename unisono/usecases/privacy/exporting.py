"""Everything that is stored about a person, to hand over [10.2]."""

from typing import NamedTuple

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common.borders import Content
from unisono.privacy.person import Person, person_of
from unisono.privacy.places import Place, in_reading_order
from unisono.usecases.transaction import writing


class PersonalData(NamedTuple):
    """What is stored about a person, place by place; places where nothing is are left out."""

    person: Person
    places: list[tuple[Place, list[Content]]]


@writing
def export_personal_data(no: str, *, actor: Actor) -> PersonalData:
    """Return everything that is stored about a person, and put on record who asked; raise
    NotAllowed, NotFound, NotAPerson.
    """
    require_administrator(actor)
    person = person_of(no)
    found = [(place, place.find(person)) for place in in_reading_order()]
    put_on_record(Action.DATA_EXPORTED, actor, person.row.no)
    return PersonalData(person, [(place, rows) for place, rows in found if rows])
