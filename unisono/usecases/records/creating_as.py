"""Creating a customer, vendor or bank account from a contact and a template [2.2]."""

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Given, Stored
from unisono.common.kinds import Key
from unisono.common.outcome import Outcome
from unisono.history.recording import recorder_for
from unisono.links.kinds import blank_values
from unisono.links.network import load
from unisono.links.plan_linking import plan_linking
from unisono.links.rules import rules_now
from unisono.links.templates import template_values
from unisono.links.values import Plan, Record, text_of
from unisono.records.creating_as import chosen_template, own_values, store_creation
from unisono.records.linking import acting_place, refuse_link
from unisono.records.planned import Creation, known_role
from unisono.records.sellers import seller_field
from unisono.setup.queries import setup_now
from unisono.usecases.transaction import writing


def plan_creation(
    contact_no: str,
    kind: object,
    template: Stored = None,
    values: Given | None = None,
    *,
    actor: Actor,
    lock: bool = False,
) -> Creation:
    """Return the record that creating would make, without storing anything (the dry run).

    `values` are fields of the new record that the contact does not have. Raises SetupMissing,
    AlreadyLinked, Refused (privacy-blocked, company-required, template-type, template-choice),
    Invalid.
    """
    kind = known_role(kind)
    require_write(actor, kind)
    setup = setup_now()
    network = load(acting_place(contact_no), ("privacy_blocked",), lock)
    contact = network.party.contact
    assert contact is not None
    refuse_link(contact, kind, setup)
    chosen, warnings = chosen_template(kind, template, text_of(contact.values["type"]))
    own, no = own_values(kind, values or {}, setup)
    filled = {**blank_values(kind), **(template_values(kind, chosen) if chosen else {}), **own}
    seller = seller_field(kind, filled, actor)
    filled |= seller
    blank = Record(Key(kind, 0), no, 1, {**filled, "type": contact.values["type"]})
    plan = plan_linking(network, rules_now(setup), blank, {"*": "contact"}, cause="template")
    tied = {name: to.new for name, to in plan.write_of(blank.key).items() if name != "type"}
    final = {**filled, **tied}
    final["name"] = final["name"] or contact.values["name"]
    rest = Plan(tuple(write for write in plan.writes if write.record.key != blank.key))
    causes = {
        name: "template"
        for name, value in filled.items()
        if value and name not in own and name not in tied
    }
    causes.update(dict.fromkeys(seller, "default"))
    causes.update(dict.fromkeys(tied, contact.name))
    series = chosen.number_series_id if chosen else None
    return Creation(contact, final, rest, str(contact.values["type"]), no, series, causes, warnings)


@writing
def create_as(
    contact_no: str,
    kind: object,
    template: Stored = None,
    values: Given | None = None,
    *,
    actor: Actor,
) -> Outcome:
    """Create a record from a contact (a person's company, for a person of one), linked; raises what
    planning does.
    """
    known = known_role(kind)
    creation = plan_creation(contact_no, known, template, values, actor=actor, lock=True)
    recorder = recorder_for(actor, "contact")
    record = store_creation(known, creation, setup_now(), recorder)
    more = {"contact_no": creation.contact.no}
    return Outcome(known, record.no, warnings=creation.warnings, more=more)
