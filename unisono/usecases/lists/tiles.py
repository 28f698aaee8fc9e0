"""What a person has to do with, counted: the tiles of the first page, by role [P9]."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from unisono.access.roles import Actor
from unisono.common.borders import Rows
from unisono.contacts.models import Contact
from unisono.customers.models import Customer
from unisono.documents.models import Document
from unisono.documents.types import TYPES
from unisono.interactions.models import Interaction
from unisono.vendors.models import Vendor

MOST = 10_000  # what is more is counted no further, as in lists
_OPEN_OF = {
    "sales_document": ("sales_quote", "sales_order", "service_order"),
    "purchase_document": ("purchase_quote", "purchase_order"),
}


@dataclass(frozen=True)
class Tile:
    """A count: of what (a text constant), how many (MOST + 1: more), and the query of the list that
    shows them. `is_mine` where it counts what is the user's own.
    """

    what: str
    count: int
    query: dict[str, str] = field(default_factory=dict)
    is_mine: bool = False


def tiles(actor: Actor) -> list[Tile]:
    """Return what somebody's role has to do with, counted."""
    found: list[Tile] = []
    if actor.may_read("contact"):
        found += [_contacts("companies", "company"), _contacts("people", "person")]
    for right, types in _OPEN_OF.items():
        if actor.may_write(right):
            found += [_documents(type_, actor) for type_ in types]
        elif actor.may_read(right):
            found.append(_documents(types[1], actor, mine=False))
    if actor.may_write("interaction"):
        rows = Interaction.objects.filter(user_id=actor.user_id or 0, cancelled=False)
        found.append(
            Tile("entries", _count(rows), {"by": actor.name, "cancelled": "false"}, is_mine=True)
        )
    for kind, model in (("customer", Customer), ("vendor", Vendor)):
        if actor.may_write(kind) and not actor.may_write(f"{_SIDE[kind]}_document"):
            blocked = model._default_manager.exclude(blocked="")
            found.append(Tile(f"blocked_{kind}s", _count(blocked), {"blocked__in": _BLOCKED[kind]}))
    return found


_SIDE = {"customer": "sales", "vendor": "purchase"}
_BLOCKED = {"customer": "ship,invoice,all", "vendor": "payment,all"}


def _contacts(what: str, type_: str) -> Tile:
    return Tile(what, _count(Contact.objects.filter(type=type_)), {"type": type_})


def _documents(type_: str, actor: Actor, mine: bool = True) -> Tile:
    """Count the open documents of a type; a salesperson's (purchaser's) own ones."""
    rows: Rows = Document.objects.filter(type=TYPES[type_].name, status="open")
    query = {"status": "open"}
    if mine and (code := actor.salesperson_code):
        rows, query["salesperson_code"] = rows.filter(salesperson_code_id=code), code
        return Tile(type_, _count(rows), query, is_mine=True)
    return Tile(type_, _count(rows), query)


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: MOST + 1].count()
