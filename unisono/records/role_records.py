"""New customers, vendors and bank accounts, and the contacts that are made from them [2.3]
[2.4].
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from unisono.cards.validation import Checked, KnownCodes, check_values
from unisono.common.borders import Content, Given
from unisono.common.errors import Conflict, FieldError, Invalid, required, unknown_field
from unisono.common.kinds import FACTS, Key, Kind
from unisono.common.text import capitals, folded
from unisono.contacts.models import Contact
from unisono.history.recording import Recorder
from unisono.links import storing
from unisono.links.bulk.creating import taken_names
from unisono.links.kinds import KINDS, blank_values
from unisono.links.models import Link
from unisono.links.people import new_person
from unisono.links.rules import rules_now
from unisono.links.values import Record, Rules, Value, text_of
from unisono.records.contacts import store_contact
from unisono.records.numbers import number_for
from unisono.setup.models import Setup
from unisono.setup.queries import relation_code


class AlreadyLinked(Conflict):
    """The contact has such a record, or the record has a contact [2.6]."""

    code = "already-linked"


def no_contact_warning() -> FieldError:
    """Return the warning about a contact that was not created [1.5]."""
    message = _("No contact was created, because setup has no number series for contacts.")
    return FieldError("contact_nos", "no-contact-series", message)


def check_new(
    kind: Kind, values: Given, setup: Setup, codes: KnownCodes | None = None
) -> tuple[Checked, Content]:
    """Return the checked values of a new record, and `no`, `type` and `create_contact` that were
    sent along. Who may name a primary contact takes it out before.
    """
    own = {"no": "", "create_contact": True, "type": "company"}
    own.update({name: values[name] for name in own if name in values})
    if values.get("primary_contact_no") is not None:
        message = _(
            "Only a person of the linked contact can be the primary contact; link the record first."
        )
        raise Invalid([FieldError("primary_contact_no", "not-related", message)])
    if own["type"] not in ("company", "person") or (
        "type" in values and not FACTS[kind].follows_type
    ):
        error = FieldError(
            "type",
            "choice",
            _("This must be one of: %(choices)s.") % {"choices": "company, person"},
        )
        raise Invalid([error if FACTS[kind].follows_type else unknown_field("type")])
    rest = {
        name: value for name, value in values.items() if name not in (*own, "primary_contact_no")
    }
    checked = check_values(KINDS[kind].fields, rest, "", setup.vat_check, codes)
    if not checked.values.get("name"):
        raise Invalid([required("name")])
    return checked, own


def check_job_title(job_title: str) -> str:
    """Return a contact person's job title, checked as the contact's field; raise Invalid."""
    if job_title == "":
        return ""
    return str(check_values(KINDS["contact"].fields, {"job_title": job_title}).values["job_title"])


def store_record(
    kind: Kind,
    checked: Mapping[str, Value],
    own: Given,
    setup: Setup,
    recorder: Recorder,
    causes: Mapping[str, str] | None = None,
    own_series: str | None = None,
) -> Record:
    """Store a role record from checked values, with the next number unless one was typed."""
    filled, columns = filled_record(kind, checked, own.get("type", "company"))
    no = number_for(kind, own.get("no", ""), setup, own_series)
    return storing.insert(kind, no, filled, recorder, causes, columns)


def filled_record(
    kind: Kind, checked: Mapping[str, Value], type_: str
) -> tuple[dict[str, Value], Content]:
    """Return all values of a new role record, and the columns that are no fields."""
    filled = {**blank_values(kind), **checked}
    filled["search_name"] = filled["search_name"] or capitals(text_of(filled["name"]))
    return filled, {"type": type_} if FACTS[kind].follows_type else {}


def refuse_linked(record: Record) -> None:
    """Raise AlreadyLinked where the record has a contact."""
    link = (
        Link.objects.filter(**{f"{record.key.kind}_id": record.key.id})
        .select_related("contact")
        .first()
    )
    if link is not None:
        message = _("%(no)s is already linked to contact %(contact)s. Unlink it first.")
        texts = {"no": record.no, "contact": link.contact.no}
        raise AlreadyLinked(message % texts, field="no", linked_no=link.contact.no)


def make_contact(
    record: Record,
    setup: Setup,
    recorder: Recorder,
    type_: str = "company",
    job_title: str = "",
    origin: str = "automatic",
    rules: Rules | None = None,
) -> Record:
    """Store a contact with a role record's values, linked to it; and the person of its
    `contact_name` [2.4].

    A field whose rule is `separate` stays out; a name is never left out. Setup's defaults do not
    apply [2.3]. Reads the rules unless given.
    """
    kind, rules = record.key.kind, rules or rules_now(setup)
    taken = {name: record.values[name] for name in taken_names(kind, rules)}
    contact = store_contact({**taken, "type": type_}, {}, setup, recorder, defaults={}, rules=rules)
    link = storing.connect(contact, record, recorder, relation_code(setup, kind), origin=origin)
    name_primary_contact(link, contact, record, setup, recorder, job_title)
    return contact


def name_primary_contact(
    link: Link,
    contact: Record,
    record: Record,
    setup: Setup,
    recorder: Recorder,
    job_title: str = "",
) -> None:
    """Make the person of a new record's `contact_name` its primary contact [2.4]; a person's record
    keeps the text.
    """
    name = str(record.values.get("contact_name", ""))
    if name and contact.values["type"] == "company":
        person = person_of(contact, name, setup, recorder, rules_now(setup), job_title)
        Link.objects.filter(pk=link.pk).update(primary_contact=person.key.id)


def person_of(
    company: Record, name: str, setup: Setup, recorder: Recorder, rules: Rules, job_title: str = ""
) -> Record:
    """Return the company's person of this name, stored now if there is none [2.4]."""
    for id_, no, known in (
        Contact.objects.filter(company_id=company.key.id)
        .order_by("id")
        .values_list("id", "no", "name")
    ):
        if folded(known) == folded(name):
            return Record(Key("contact", id_), no, 1, {"name": known})
    return _store_person(company, name, setup, recorder, rules, job_title)


def _store_person(
    company: Record, name: str, setup: Setup, recorder: Recorder, rules: Rules, job_title: str
) -> Record:
    values, causes = new_person(company, name, rules, job_title)
    no = number_for("contact", "", setup)
    return storing.insert("contact", no, values, recorder, causes, {"company_id": company.key.id})
