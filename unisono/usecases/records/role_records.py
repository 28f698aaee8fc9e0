"""New customers, vendors and bank accounts, and the contacts that are made from them [2.3]
[2.4].
"""

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Given
from unisono.common.kinds import FACTS, Key, Kind
from unisono.common.outcome import Outcome
from unisono.history.recording import recorder_for
from unisono.links.kinds import KINDS
from unisono.links.locks import lock
from unisono.links.network import load
from unisono.links.rules import setup_with_rules
from unisono.links.values import text_of
from unisono.records.editing import edit_record
from unisono.records.primary_contact import both_named
from unisono.records.queries import find
from unisono.records.role_records import (
    check_job_title,
    check_new,
    make_contact,
    no_contact_warning,
    refuse_linked,
    store_record,
)
from unisono.records.sellers import seller_field
from unisono.records.tying import named_contact, tie_by_primary
from unisono.setup.queries import relation_code, series_code, setup_now
from unisono.setup.required import setup_missing
from unisono.usecases.transaction import writing


@writing
def create_record(kind: Kind, values: Given, *, actor: Actor, job_title: str = "") -> Outcome:
    """Create a customer, vendor or bank account, and its contact where setup says so [2.3].

    `create_contact` False among the values leaves the contact out this once; `contact_name` becomes
    a person [2.4], with `job_title`; `primary_contact_no` ties the record to that contact's company
    instead [5.9]. What nobody said is the user's own salesperson (purchaser) [5.7]. Raises Invalid,
    NumberTaken, SetupMissing without number series, and what `tie_by_primary` raises.
    """
    require_write(actor, kind)
    setup, rules = setup_with_rules()
    recorder = recorder_for(actor, kind)
    primary = values.get("primary_contact_no") if FACTS[kind].has_contact_person else None
    if primary is not None and values.get("contact_name"):
        raise both_named()
    rest = {name: value for name, value in values.items() if name != "primary_contact_no"}
    checked, own = check_new(kind, rest if primary is not None else values, setup)
    job_title = check_job_title(job_title)
    if primary is not None:
        _lock_named(primary)
    seller = seller_field(kind, checked.values, actor)
    causes = dict.fromkeys(seller, "default")
    record = store_record(kind, checked.values | seller, own, setup, recorder, causes)
    if primary is not None:
        tie_by_primary(kind, record.no, primary, setup, recorder, actor)
        edit_record(kind, record.no, {"primary_contact_no": primary}, recorder, actor)
    elif own["create_contact"] and relation_code(setup, kind):
        if series_code(setup, "contact"):
            make_contact(record, setup, recorder, own["type"], job_title, rules=rules)
        else:
            checked.warnings.append(no_contact_warning())
    return Outcome(kind, record.no, warnings=checked.warnings)


def _lock_named(no: object) -> None:
    """Lock the contact that is to be the primary one, and its company, before a number is taken
    from its series: parties come before series everywhere, else two acts wait for each other.
    """
    contact = named_contact(no)
    lock(sorted(Key("contact", id_) for id_ in {contact.pk, contact.company_id} if id_))


@writing
def create_contact_for(kind: Kind, no: str, *, actor: Actor) -> Outcome:
    """Create the contact of a customer, vendor or bank account that has none, on demand [2.3]."""
    require_write(actor, kind)
    setup = setup_now()
    if relation_code(setup, kind) is None:
        raise setup_missing(f"{kind}_relation_code")
    recorder = recorder_for(actor, kind)
    place = find(kind, no)
    record = load(place, [field.name for field in KINDS[kind].own]).records[place.key]
    refuse_linked(record)
    contact = make_contact(record, setup, recorder, text_of(record.values.get("type", "company")))
    return Outcome(kind, record.no, more={"contact_no": contact.no})
