"""A primary contact that is named on a record without link ties the record [5.9]."""

from dataclasses import replace

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Stored
from unisono.common.kinds import FACTS, Kind
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.history.recording import Recorder
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.network import load
from unisono.links.values import text_of
from unisono.records.editing import edit_record
from unisono.records.linking import acting_place, plan_link, refuse_link, store_link
from unisono.records.primary_contact import unrelated
from unisono.records.queries import find
from unisono.records.refusals import refuse_led
from unisono.records.role_records import make_contact
from unisono.setup.models import Setup

KEEP = {"*": "other"}  # the record was there first, and keeps what it has


def named_contact(no: object) -> Stored:
    """Return the contact that is named as primary one; raise Refused `not-related` where there is
    none of this number.
    """
    rows = Contact.objects.select_related("company")
    found = rows.filter(no_key=key_of(no)).first() if isinstance(no, str) else None
    if found is None:
        raise unrelated()
    return found


def needs_company(contact: Stored, kind: Kind, record_id: int) -> bool:
    """Tell whether tying a record by this contact makes a new company, which the contact joins: it
    is an independent person, and the record is no person's.
    """
    if contact.type == "company" or contact.company_id is not None:
        return False
    if not FACTS[kind].follows_type:
        return True
    row: Stored = KINDS[kind].model._default_manager.get(pk=record_id)
    return bool(row.type == "company")


def refuse_joining(contact: Stored, kind: Kind, setup: Setup) -> None:
    """Refuse a person who cannot join a new company that is linked with a record of this kind: one
    that is blocked, or has such a record itself. Raises Refused, AlreadyLinked, SetupMissing.
    """
    person = load(acting_place(contact.no), ("privacy_blocked",)).party.contact
    assert person is not None
    refuse_link(person, kind, setup)


def is_free(kind: Kind, id_: int) -> bool:
    """Tell whether a record has no link."""
    return not Link.objects.filter(**{f"{kind}_id": id_}).exists()


def tie_by_primary(
    kind: Kind, no: str, contact_no: object, setup: Setup, recorder: Recorder, actor: Actor
) -> None:
    """Link a record to the company of the contact that is to be its primary one, within a use case;
    an independent person to itself where the record is a person's, else to a new company of the
    record's name, which the person joins. Nothing where the record is linked already.

    Raises Refused (`not-related`, `privacy-blocked`), AlreadyLinked, SetupMissing, LedByOtherSide,
    and what joining a company raises.
    """
    place = find(kind, no)
    if not is_free(kind, place.key.id):
        return
    contact = named_contact(contact_no)
    if not needs_company(contact, kind, place.key.id):
        planned = plan_link(contact.no, kind, no, KEEP, setup, lock=True)
        refuse_led(planned.plan, actor)
        store_link(planned, setup, recorder)
        return
    require_write(actor, "contact")
    own = [field.name for field in KINDS[kind].own]
    refuse_joining(contact, kind, setup)
    record = load(place, own).records[place.key]
    unnamed = replace(record, values={**record.values, "contact_name": ""})
    company = make_contact(unnamed, setup, recorder, "company")
    edit_record("contact", text_of(contact.no), {"company_no": company.no}, recorder, actor)
