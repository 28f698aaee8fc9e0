"""What documents, their states and the entries of the log are called on the pages, in the reader's
language.
"""

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.kinds import is_contact
from unisono.common.paths import segment
from unisono.documents.types import TYPES
from unisono.interactions.actions import ACTIONS, COVER_SHEET, EMAIL, PHONE_CALL

ICONS = {
    "sales_quote": "file-text",
    "sales_order": "shopping-cart",
    "sales_blanket_order": "stack-2",
    "purchase_quote": "file-text",
    "purchase_order": "shopping-cart",
    "purchase_blanket_order": "stack-2",
    "service_order": "tool",
}
MEDIUM_ICONS = {
    "letter": "mail",
    "email": "mail",
    "phone": "phone",
    "meeting": "users",
    "visit": "users",
    "note": "note",
}


def type_names() -> dict[str, str]:
    """Return what one document of each type is called."""
    return {
        "sales_quote": _("Sales quote"),
        "sales_order": _("Sales order"),
        "sales_blanket_order": _("Sales blanket order"),
        "purchase_quote": _("Purchase quote"),
        "purchase_order": _("Purchase order"),
        "purchase_blanket_order": _("Purchase blanket order"),
        "service_order": _("Service order"),
        COVER_SHEET: _("Cover sheet"),
    }


def types_names() -> dict[str, str]:
    """Return what documents of each type are called."""
    return {
        "sales_quote": _("Sales quotes"),
        "sales_order": _("Sales orders"),
        "sales_blanket_order": _("Sales blanket orders"),
        "purchase_quote": _("Purchase quotes"),
        "purchase_order": _("Purchase orders"),
        "purchase_blanket_order": _("Purchase blanket orders"),
        "service_order": _("Service orders"),
    }


def statuses() -> dict[str, str]:
    """Return what each state of a document is called."""
    return {"open": _("open"), "released": _("released"), "closed": _("closed")}


def message_states() -> dict[str, str]:
    """Return what each state of an e-mail is called."""
    return {"waiting": _("On its way"), "sent": _("Sent"), "failed": _("Not delivered")}


def action_names() -> dict[str, str]:
    """Return what each action that logs itself is called."""
    done = {
        "created": _("Created"),
        "opened": _("Opened"),
        "printed": _("Printed"),
        "emailed": _("Sent by e-mail"),
        "closed": _("Closed"),
    }
    types = type_names()
    found = {EMAIL: _("E-mail from a contact"), PHONE_CALL: _("Phone call")}
    for action in ACTIONS:
        kind, _bar, what = action.rpartition("_")
        if kind in types and what in done:
            found[action] = f"{types[kind]}: {done[what]}"
    return found


def list_url(type_: str) -> str:
    """Return where the list of a type of document is."""
    return f"/{TYPES[type_].collection}/"


def document_url(type_: str, no: str, *tail: str) -> str:
    """Return where a document is, or one of its pages."""
    return "/".join(["", TYPES[type_].collection, segment(no), *tail])


def readable_types(actor: Actor) -> list[str]:
    """Return the types of document that somebody sees."""
    return [name for name, info in TYPES.items() if actor.may_read(info.right)]


def writable_types(actor: Actor, kind: str = "") -> list[str]:
    """Return the types of document that somebody may create; for a kind of record, those that it
    can have [7.1].
    """
    return [
        name
        for name, info in TYPES.items()
        if actor.may_write(info.right)
        and (not kind or kind == info.role or (is_contact(kind) and not info.is_blanket))
    ]
