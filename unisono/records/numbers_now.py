"""What contacts that the history remembers by key are called by now: numbers are renamed, and taken
again by others.
"""

from unisono.common.kinds import Key
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.links.models import Link

GONE = "\x00gone"  # stands for the number of a contact that is not there any more; equals no number


def number_now(id_: int | None) -> str:
    """Return the number of a contact by its key, as it is called now: "" for none, GONE where it is
    not there.
    """
    if id_ is None:
        return ""
    return Contact.objects.filter(pk=id_).values_list("no", flat=True).first() or GONE


def id_now(no: str) -> int | None:
    """Return the key of the contact that has a number now."""
    return (
        Contact.objects.filter(no_key=key_of(no)).values_list("id", flat=True).first()
        if no
        else None
    )


def id_named(owner: Key, name: str) -> int | None:
    """Return the key of the contact that a record names now as its company or its primary
    contact.
    """
    if name == "company_no":
        return Contact.objects.filter(pk=owner.id).values_list("company_id", flat=True).first()
    return (
        Link.objects.filter(**{f"{owner.kind}_id": owner.id})
        .values_list("primary_contact_id", flat=True)
        .first()
    )
