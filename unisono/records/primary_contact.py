"""The primary contact of a customer or vendor: the linked contact itself or a person of it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.common.kinds import Key
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.history.recording import Recorder
from unisono.links.apply import Elsewhere, apply
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.rules import rules_now
from unisono.links.values import Plan, Record, Value, Write, Written, text_of
from unisono.records.people import end_primary_contact
from unisono.records.role_records import person_of
from unisono.setup.models import Setup


@dataclass
class Edit:
    """An edit on its way: what was sent, what is there, what will be written elsewhere, the company
    that is joined.
    """

    values: dict[str, Value]
    present: dict[str, Value]
    columns: dict[tuple[Key, str], Given] = field(default_factory=dict)
    ids: dict[tuple[Key, str], tuple[int | None, int | None]] = field(default_factory=dict)
    company: Record | None = None
    former: Record | None = None


@dataclass(frozen=True)
class PrimaryContacts:
    """What making a person takes."""

    setup: Setup
    recorder: Recorder
    job_title: str = ""

    def person(self, company: Record, name: str) -> Record:
        """Return the company's person of this name, stored now if there is none."""
        return person_of(
            company, name, self.setup, self.recorder, rules_now(self.setup), self.job_title
        )


def prepare_primary_contact(
    edit: Edit, record: Record, values: Given, makes: PrimaryContacts
) -> None:
    """Turn `primary_contact_no` and `contact_name` of an edit into the primary contact of the
    record's link.

    Without a link the name stays a text; a person's record has its contact, and no other [5.9].
    Raises Refused `not-related`, Invalid.
    """
    if "primary_contact_no" not in values and "contact_name" not in values:
        return
    link = (
        Link.objects.filter(**{f"{record.key.kind}_id": record.key.id})
        .select_related("primary_contact", "contact")
        .first()
    )
    primary = link.primary if link else None
    edit.present["primary_contact_no"] = primary.no if primary else ""
    if "primary_contact_no" in values and "contact_name" in values:
        raise both_named()
    if link is not None and link.contact.type == "person":
        _keep_own(edit, link.contact, values)
        return
    edit.columns[record.key, "primary_contact_no"] = {}
    if "primary_contact_no" in values:
        wanted = _related(link, values["primary_contact_no"])
        # The record's own text follows, so that the name is found, and stays when the tie ends.
        edit.values["contact_name"] = wanted.name if wanted else ""
        _name(edit, record, primary, wanted.no if wanted else "", wanted.pk if wanted else None)
    elif link is not None:
        contact = load_records("contact", [link.contact_id])[0]
        name = text_of(edit.values["contact_name"])
        if primary is not None and primary.name == name:
            _name(edit, record, primary, primary.no, primary.pk)
        else:
            person = makes.person(contact, name) if name else None
            _name(
                edit,
                record,
                primary,
                person.no if person else "",
                person.key.id if person else None,
            )


def _keep_own(edit: Edit, own: Contact, values: Given) -> None:
    """Accept a person's own contact and its name, sent back; raise Invalid for anything else, which
    would rename nobody.
    """
    message = _("The record is a person's: its contact is %(no)s, and is renamed there.")
    no = values.get("primary_contact_no")
    same = {
        "primary_contact_no": isinstance(no, str) and key_of(no) == own.no_key,
        "contact_name": values.get("contact_name") == own.name,
    }
    errors = [
        FieldError(name, "own-contact", message % {"no": own.no})
        for name, is_own in same.items()
        if name in values and not is_own
    ]
    if errors:
        raise Invalid(errors)
    edit.values.pop("contact_name", None)


def _name(edit: Edit, record: Record, former: Contact | None, no: str, id_: int | None) -> None:
    """Note which contact will be the primary one: by number for people, by key for undoing."""
    edit.values["primary_contact_no"] = no
    edit.ids[record.key, "primary_contact_no"] = (former.pk if former else None, id_)


def repoint_primary(gone: Record, into: Record, recorder: Recorder) -> None:
    """Let records name the contact that another is merged into, where it may be their primary one;
    else none.
    """
    company = Contact.objects.values_list("company_id", flat=True).get(pk=into.key.id)
    links = (
        Link.objects.filter(primary_contact_id=gone.key.id)
        .select_related("primary_contact")
        .order_by("id")
    )
    for link in links:
        if link.contact_id not in (into.key.id, company):
            end_primary_contact(link, recorder)
            continue
        record = load_records(link.role, [link.record_id], ("contact_name",))[0]
        fields = {"primary_contact_no": Written(gone.no, into.no, recorder.via)}
        place = (record.key, "primary_contact_no")
        ids = {place: (gone.key.id, into.key.id)}
        apply(Plan((Write(record, fields),)), recorder, Elsewhere({place: {}}, ids))
        Link.objects.filter(pk=link.pk).update(primary_contact_id=into.key.id)


def _related(link: Link | None, no: object) -> Contact | None:
    """Return the contact that may be the primary one, None for none; raise Refused
    `not-related`.
    """
    if no is None:
        return None
    contact = Contact.objects.filter(no_key=key_of(no)).first() if isinstance(no, str) else None
    if link is None or contact is None or link.contact_id not in (contact.pk, contact.company_id):
        raise unrelated()
    return contact


def both_named() -> Invalid:
    """Return the refusal of a primary contact that is sent by number and by name."""
    message = _("Send the primary contact or its name, not both.")
    return Invalid([FieldError("contact_name", "contradiction", message)])


def unrelated() -> Refused:
    """Return the refusal of a primary contact that is of elsewhere, or nowhere."""
    message = _("The primary contact is the linked contact or a person of it.")
    errors = (FieldError("primary_contact_no", "not-related", message),)
    return Refused(message, code="not-related", errors=errors)
