"""What the fields of records are called, in the reader's language: on pages, and in the headings of
files.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from unisono.cards.fields import Field


def names_of(fields: Iterable[Field]) -> dict[str, str]:
    """Return what each of these fields is called, and what a record has beside the fields of the
    registry.
    """
    return {**_beside(), **{field.name: _(field.label) for field in fields if field.label}}


def _beside() -> dict[str, str]:
    return {
        "no": _("No."),
        "version": _("Version"),
        "created_at": _("Created on"),
        "modified_at": _("Changed"),
        "company_no": _("Company"),
        "company_name": _("Company"),
        "business_relation": _("Business relation"),
        "links": _("Linked with"),
        "contact_no": _("Contact"),
        "primary_contact_no": _("Primary contact"),
    }
