"""Short ways to the records that stories begin with; all through the use cases."""

from unisono.history.models import Change
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.usecases.links import linking
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.role_records import create_record
from unisono.usecases.setup import setup as setup_usecases
from unisono.usecases.setup.code_lists import create_entry


def company(actor, name="Talleres Muñoz SL", **fields):
    """A company contact's number."""
    return create_contact({"name": name, **fields}, actor=actor).no


def person(actor, name="Ana Gil", **fields):
    """A person's number."""
    return create_contact({"type": "person", "name": name, **fields}, actor=actor).no


def record(actor, kind, name="Talleres Muñoz SL", **fields):
    """The number of a customer, vendor or bank account without contact."""
    fields.setdefault("create_contact", False)
    return create_record(kind, {"name": name, **fields}, actor=actor).no


def linked(actor, *roles, **fields):
    """A company contact with a record of each of these kinds: their numbers, the contact's
    first.
    """
    contact_no = company(actor, **fields)
    numbers = [record(actor, role) for role in roles]
    for role, no in zip(roles, numbers, strict=True):
        linking.link(contact_no, role, no, actor=actor)
    return contact_no, *numbers


def row(kind, no):
    """The record as it is in the database now."""
    return KINDS[kind].model.objects.get(no=no)


def exists(kind, no):
    """Whether there is such a record."""
    return KINDS[kind].model.objects.filter(no=no).exists()


def link_of(kind, no):
    """The link of a role record, or None."""
    return Link.objects.filter(**{f"{kind}__no": no}).first()


def history(kind, no, field=None):
    """The changes of a record, newest first; with a field: its [old, new, cause] in each."""
    changes = Change.objects.filter(kind=kind, record_id=row(kind, no).pk).order_by("-id")
    return (
        [c.values[field] for c in changes if c.event == "changed" and field in c.values]
        if field
        else list(changes)
    )


def code(actor, collection, code_, **fields):
    """An entry of a code list."""
    return create_entry(collection, {"code": code_, **fields}, actor=actor)


def setup(actor, **fields):
    """Change setup."""
    setup_usecases.change_setup(fields, actor=actor)
