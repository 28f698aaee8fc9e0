"""What a change of a record needs before it is planned, and after it is written."""

from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.fields import SHARED
from unisono.cards.phones import same_signs
from unisono.cards.validation import Checked, KnownCodes, check_values
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid, required
from unisono.common.kinds import is_contact
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.history.recording import Recorder
from unisono.links import network as networks
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.network import Place, with_values
from unisono.links.plan import plan_joining
from unisono.links.values import (
    Draft,
    Network,
    Plan,
    Record,
    Rules,
    Value,
    Write,
    codes_of,
    text_of,
)
from unisono.records.contact_type import refuse_type_change
from unisono.records.contacts import check_contact, find_company, require_clearing
from unisono.records.numbers import free_no
from unisono.records.people import clear_primary_contact, refuse_own_links
from unisono.records.primary_contact import Edit
from unisono.records.reserved_codes import refuse_reserved, without_link_codes
from unisono.setup import series
from unisono.setup.models import Setup
from unisono.setup.queries import series_code

# Own fields that other fields are checked against, or write along: a contact's privacy, a record's
# contact person.
COMPARED = ("privacy_blocked", "minor", "parental_consent_received", "contact_name")
_PHONES = tuple(field.name for field in SHARED if field.kind == "phone")


def prepare(
    place: Place,
    record: Record,
    values: Given,
    setup: Setup,
    actor: Actor,
    codes: KnownCodes | None = None,
) -> tuple[Edit, Checked]:
    """Check what was sent against what is there; fill in today's values that stand in other
    tables. `codes` saves looking up codes for each of many records.
    """
    kind = record.key.kind
    present = {**record.values, **_present_elsewhere(place, record, values)}
    if is_contact(kind):
        checked = check_contact(values, present, setup, codes)
    else:
        rest = {n: v for n, v in values.items() if n not in ("no", "primary_contact_no")}
        checked = check_values(
            KINDS[kind].fields, rest, str(present["country_code"]), setup.vat_check, codes
        )
        if checked.values.get("name", "-") == "":
            raise Invalid([required("name")])
    checked.forget_warnings_of_old(present)
    if actor.via == "import":
        _leave_out_respelled(checked, present)
    edit = Edit(dict(checked.values), present)
    if "no" in values:
        _rename(edit, record, values["no"], setup)
    if is_contact(kind):
        _prepare_contact(edit, place, record, values, actor)
    return edit, checked


def _leave_out_respelled(checked: Checked, present: Given) -> None:
    """Leave out phones that a file has with other blanks and punctuation than the record: they are
    kept as somebody typed them [6.1].
    """
    for name in _PHONES:
        typed, kept = checked.values.get(name), present.get(name)
        if typed and kept and typed != kept and same_signs(typed, str(kept)):
            del checked.values[name]


def _present_elsewhere(place: Place, record: Record, values: Given) -> dict[str, Value]:
    """Return today's values of fields that are no columns of the record's row."""
    present: dict[str, Value] = {"no": record.no}
    for name in values:
        known = KINDS[record.key.kind].fields.get(name)
        if known is not None and known.kind == "codes":
            owner = KINDS[record.key.kind].row(record.key.id)
            present[name] = tuple(
                getattr(owner, name).order_by("code").values_list("code", flat=True)
            )
    if "company_no" in values or ("type" in values and record.key.is_contact):
        company = (
            place.company_id
            and Contact.objects.filter(pk=place.company_id).values_list("no", flat=True).first()
        )
        present["company_no"] = company or ""
    return present


def _rename(edit: Edit, record: Record, typed: Any, setup: Setup) -> None:
    """Take a new number [4.6]."""
    no = free_no(record.key.kind, typed, except_id=record.key.id)
    if no != record.no:
        series.refuse_typed(series_code(setup, record.key.kind))
    edit.values["no"] = no


def _prepare_contact(edit: Edit, place: Place, record: Record, values: Given, actor: Actor) -> None:
    """Check what a contact's own fields demand: privacy, reserved codes, company, type."""
    if edit.present.get("privacy_blocked") and edit.values.get("privacy_blocked") is False:
        require_clearing(actor)
    if "business_relation_codes" in edit.values:
        present = codes_of(edit.present["business_relation_codes"])
        owners = [id_ for id_ in (record.key.id, place.company_id) if id_]
        codes = without_link_codes(
            owners, codes_of(edit.values["business_relation_codes"]), present, actor
        )
        refuse_reserved(codes, present)
        edit.values["business_relation_codes"] = codes
    type_ = str(edit.values.get("type", record.values["type"]))
    if "company_no" in values:
        _take_company(edit, place, record, values["company_no"], type_, actor)
    if type_ != record.values["type"]:
        refuse_type_change(record, type_, {**edit.present, **edit.values}, actor)


def _take_company(
    edit: Edit, place: Place, record: Record, no: object, type_: str, actor: Actor
) -> None:
    """Let a person join, change or leave a company [5.2]."""
    company = find_company(no, type_)
    if company is not None and company.key == record.key:
        raise Invalid([FieldError("company_no", "itself", _("A contact cannot belong to itself."))])
    edit.values["company_no"] = company.no if company else ""
    company_id = company.key.id if company else None
    edit.columns[record.key, "company_no"] = {"company_id": company_id}
    edit.ids[record.key, "company_no"] = (place.company_id, company_id)
    if company is not None and company.no != edit.present["company_no"]:
        refuse_own_links(record, actor)
        edit.company = company
        if edit.present["company_no"]:
            edit.former = networks.load_records("contact", [place.company_id or 0])[0]


def lock_companies(no: str, company_no: object) -> None:
    """Lock the company that a person joins and the one it leaves before the person, by the order of
    locks.
    """
    former = Contact.objects.filter(no_key=key_of(no)).values("company_id")
    keys = Contact.objects.filter(no_key=key_of(company_no) if isinstance(company_no, str) else "")
    ids = [*former.values_list("company_id", flat=True), *keys.values_list("id", flat=True)]
    # Companies come before their people in the order of locks, and these two by their keys.
    list(
        Contact.objects.select_for_update()
        .filter(id__in=[i for i in ids if i])
        .order_by("id")
        .values_list("id")
    )


def with_company(plan: Plan, network: Network, rules: Rules, edit: Edit) -> Plan:
    """Add what a person takes over from the company it joins to what was typed (typed values
    win).
    """
    if edit.company is None or network.party.contact is None:
        return plan
    person, draft = network.party.contact, Draft()
    typed = {name: to.new for name, to in plan.write_of(person.key).items()}
    now = Record(person.key, person.no, person.version, {**person.values, **typed})
    party = with_values(Network(network.party), person.key, now.values).party
    former = edit.former.values if edit.former else {}
    plan_joining(party, rules, former, edit.company, draft)
    inherited = draft.plan().write_of(person.key)
    fields = {
        **plan.write_of(person.key),
        **{n: to for n, to in inherited.items() if n not in edit.values},
    }
    others = tuple(write for write in plan.writes if write.record.key != person.key)
    return Plan((Write(person, fields), *others))


def follow_up(plan: Plan, record: Record, recorder: Recorder) -> None:
    """Write what stands in other tables: the primary contact, and its end when a person leaves the
    company.
    """
    written = plan.write_of(record.key)
    if "primary_contact_no" in written:
        primary = Contact.objects.filter(
            no_key=key_of(text_of(written["primary_contact_no"].new))
        ).first()
        Link.objects.filter(**{f"{record.key.kind}_id": record.key.id}).update(
            primary_contact=primary
        )
    if "company_no" in written:
        clear_primary_contact([record.key.id], recorder)
