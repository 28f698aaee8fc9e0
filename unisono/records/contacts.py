"""New contacts: typed, inherited, by default; and the rules that a contact's own fields keep."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.cards.validation import Checked, KnownCodes, check_values
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid, NotAllowed, required
from unisono.common.kinds import Key
from unisono.common.text import key_of
from unisono.contacts.fields import CONTACT_FIELDS, NAME_PARTS
from unisono.contacts.models import Contact
from unisono.contacts.person_names import compose
from unisono.history.recording import Recorder
from unisono.links import storing
from unisono.links.kinds import KINDS, blank_values
from unisono.links.network import load_records
from unisono.links.plan import plan_new
from unisono.links.rules import rules_now
from unisono.links.values import Record, Rules, Value, text_of
from unisono.records.numbers import number_for
from unisono.records.refusals import only_of
from unisono.setup.models import Setup

_ONLY_OF = {
    type_: tuple(field.name for field in CONTACT_FIELDS if field.only_of == type_)
    for type_ in ("person", "company")
}


def store_contact(
    checked: dict[str, Value],
    given: Given,
    setup: Setup,
    recorder: Recorder,
    defaults: Mapping[str, Value],
    rules: Rules | None = None,
) -> Record:
    """Store a contact from checked values; `given` may have `no` and `company_no`. Reads the rules
    unless given.
    """
    company = find_company(given.get("company_no"), text_of(checked.get("type", "company")))
    filled, causes = planned_contact(checked, company, rules or rules_now(setup), defaults)
    no = number_for("contact", given.get("no") or "", setup)
    return storing.insert(
        "contact", no, filled, recorder, causes, {"company_id": company.key.id if company else None}
    )


def planned_contact(
    checked: Mapping[str, Value],
    company: Record | None,
    rules: Rules,
    defaults: Mapping[str, Value],
) -> tuple[dict[str, Value], dict[str, str]]:
    """Return all values of a new contact, and why it has those that are not blank; raise Invalid
    without a name.
    """
    blank = Record(Key("contact", 0), "", 1, blank_values("contact"))
    written = plan_new(blank, rules, checked, company, defaults).write_of(blank.key)
    filled = {**blank.values, **{name: to.new for name, to in written.items()}}
    if not filled["name"]:
        raise Invalid([required("name")])
    return filled, {name: to.cause for name, to in written.items()}


def check_contact(
    values: Given, present: Mapping[str, Value], setup: Setup, codes: KnownCodes | None = None
) -> Checked:
    """Return a contact's checked values; `present` are today's, empty for a new one.

    Leaves out `no` and `company_no`, which are not checked here.
    """
    fields = KINDS["contact"].fields
    own = {name: value for name, value in values.items() if name not in ("no", "company_no")}
    checked = check_values(
        fields, own, str(present.get("country_code", "")), setup.vat_check, codes
    )
    now = {**present, **checked.values}
    errors = _name_errors(checked.values, now)
    other = "person" if now.get("type", "company") == "company" else "company"
    errors += only_of(other, checked.values, _ONLY_OF[other])
    errors += privacy_errors(checked.values, now, present)
    if errors:
        raise Invalid(errors)
    return checked


def _name_errors(values: dict[str, Value], now: Mapping[str, Value]) -> list[FieldError]:
    """Refuse a person's name that contradicts parts sent along, and an empty one."""
    if (
        now.get("type") == "person"
        and "name" in values
        and any(part in values for part in NAME_PARTS)
    ):
        composed = compose({part: now.get(part, "") for part in NAME_PARTS})
        if composed and composed != " ".join(str(values["name"]).split()):
            return [
                FieldError(
                    "name",
                    "contradiction",
                    _("The name and its parts do not agree; send one of them."),
                )
            ]
    if values.get("name", "-") == "" and not any(values.get(part) for part in NAME_PARTS):
        return [required("name")]
    if (
        now.get("type") == "person"
        and "name" not in values
        and any(part in values for part in NAME_PARTS)
    ):
        return _composed_errors(compose({part: now.get(part, "") for part in NAME_PARTS}))
    return []


def _composed_errors(name: str) -> list[FieldError]:
    """Return what is wrong with a name composed of its parts."""
    if not name:
        return [required("name")]
    if len(name) > KINDS["contact"].fields["name"].length:
        message = _("The name composed of its parts is longer than 100 characters.")
        return [FieldError("name", "too-long", message)]
    return []


def privacy_errors(
    values: dict[str, Value], now: Mapping[str, Value], present: Mapping[str, Value]
) -> list[FieldError]:
    """Block a minor, and refuse clearing the block without consent [10.1]."""
    minor, consent = now.get("minor"), now.get("parental_consent_received")
    if minor and not consent and values.get("privacy_blocked") is False:
        message = _("A minor's data stay blocked until a parent has consented.")
        return [FieldError("privacy_blocked", "consent-required", message)]
    becomes_minor = minor and not present.get("minor")
    consent_ends = minor and not consent and present.get("parental_consent_received")
    if (becomes_minor or consent_ends) and "privacy_blocked" not in values:
        values["privacy_blocked"] = True
    return []


def find_company(no: object, type_: str) -> Record | None:
    """Return the company that a person belongs to, locked; None where none is named. Raises
    Invalid.
    """
    if no is None:
        return None
    if type_ != "person":
        raise Invalid(
            [FieldError("company_no", "person-only", _("Only a person belongs to a company."))]
        )
    if not isinstance(no, str):
        raise Invalid(
            [FieldError("company_no", "type", _("This must be a contact's number, or null."))]
        )
    company = Contact.objects.filter(no_key=key_of(no)).values_list("id", "type").first()
    if company is None:
        message = _("There is no contact %(no)s.") % {"no": no}
        raise Invalid([FieldError("company_no", "unknown", message)])
    record = next(iter(load_records("contact", [company[0]])), None)
    if record is None or record.values["type"] != "company":
        raise Invalid(
            [
                FieldError(
                    "company_no",
                    "not-a-company",
                    _("A person belongs to a company, not to a person."),
                )
            ]
        )
    return record


def defaults_for(values: Mapping[str, Value], setup: Setup, actor: Actor) -> dict[str, Value]:
    """Return setup's defaults for a new contact; the salesperson is the user's own, if there is one
    [5.7].
    """
    kind = values.get("type", "company")
    return {
        "salesperson_code": actor.salesperson_code or setup.default_salesperson_code_id or "",
        "territory_code": setup.default_territory_code_id or "",
        "country_code": setup.default_country_code,
        "language_code": setup.default_language_code,
        "correspondence_type": setup.default_correspondence_type,
        "salutation_code": getattr(setup, f"default_{kind}_salutation_code_id") or "",
    }


def require_clearing(actor: Actor) -> None:
    """Clearing a privacy block is a permission of its own [10.1]: the administrator's."""
    try:
        require_administrator(actor)
    except NotAllowed as refusal:
        message = _("Only an administrator may lift a privacy block.")
        raise NotAllowed(message, field="privacy_blocked", code="not-allowed") from refusal
