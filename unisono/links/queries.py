"""Reads of records and their links."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Value, When
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read
from unisono.common.borders import Rows, Stored
from unisono.common.errors import NotFound
from unisono.common.kinds import LINKED_KINDS, Key, Kind, is_contact
from unisono.links.bulk import sql
from unisono.links.kinds import KINDS, joined_records
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.values import Record

_NUMBER = f"COALESCE({', '.join(f'{kind}.no' for kind in LINKED_KINDS)})"
_LINKS = (
    f"SELECT l.contact_id, l.role, {_NUMBER}, l.business_relation_id, l.linked_at, l.linked_by, "
    "l.state "
    f"FROM links_link l {joined_records()} "
    "WHERE l.contact_id IN ({ids}) ORDER BY l.linked_at, l.id"
)


def records_of(kind: Kind) -> Rows:
    """Return all records of a kind, whoever may see them."""
    rows: Rows = KINDS[kind].model._default_manager.all()
    return rows


def visible_records(kind: Kind, actor: Actor) -> Rows:
    """Return the records of a kind; raise NotAllowed for somebody who may not see them [10.3]."""
    require_read(actor, kind)
    return records_of(kind)


def record_of(kind: Kind, id_: int) -> Record:
    """Return a record with its shared fields as the planner sees it, not locked."""
    return load_records(kind, [id_], lock=False)[0]


def link_of_record(kind: Kind, id_: int) -> Link | None:
    """Return the link of a customer, vendor or bank account, with its contact; None where it has
    none.
    """
    return (
        Link.objects.select_related("contact", "primary_contact")
        .filter(**{f"{kind}_id": id_})
        .first()
    )


def links_of_contact(contact_id: int) -> list[Link]:
    """Return the links of a contact with their records and primary contacts, by their keys."""
    found = Link.objects.filter(contact_id=contact_id).select_related(
        *LINKED_KINDS, "contact", "primary_contact"
    )
    return list(found.order_by("id"))


def linked_records(kind: Kind, id_: int) -> list[tuple[str, Stored]]:
    """Return (kind, record) of what a record is linked with."""
    if is_contact(kind):
        return [(link.role, getattr(link, link.role)) for link in links_of_contact(id_)]
    link = link_of_record(kind, id_)
    return [("contact", link.contact)] if link else []


def link_between(contact_id: int, kind: Kind, id_: int) -> Link:
    """Return the link of a contact and a record; raise NotFound where there is none."""
    found = (
        Link.objects.select_related("contact", *LINKED_KINDS)
        .filter(**{f"{kind}_id": id_}, contact_id=contact_id)
        .first()
    )
    if found is None:
        raise NotFound(_("These two are not linked."))
    return found


def is_linked(contact_id: int, kind: Kind, id_: int) -> bool:
    """Tell whether a contact and a record have a link, be it paused."""
    return Link.objects.filter(**{f"{kind}_id": id_}, contact_id=contact_id).exists()


def link_of_key(key: int) -> Link:
    """Return a link with its record, by its key, as a door has just answered it."""
    return Link.objects.select_related(*LINKED_KINDS).get(pk=key)


def contact_numbers(kind: Kind, ids: Collection[int]) -> dict[int, str]:
    """Return the number of the contact of each of these records that has one."""
    rows = Link.objects.filter(**{f"{kind}_id__in": ids})
    return dict(rows.values_list(f"{kind}_id", "contact__no"))


class LinkShown(NamedTuple):
    """What a list shows of a link, under the names of its columns."""

    contact_id: int
    role: Kind
    record_no: str
    business_relation_id: str | None
    linked_at: datetime
    linked_by: str
    state: str


def links_shown(contact_ids: Sequence[int], actor: Actor) -> dict[int, list[LinkShown]]:
    """Return the links of several contacts, those that the actor may see, with the numbers of their
    records alone.

    One raw statement: whole records of three kinds by the ORM take a list of 50 three times as
    long.
    """
    found: dict[int, list[LinkShown]] = {}
    if contact_ids:
        text = _LINKS.format(ids=", ".join(["%s"] * len(contact_ids)))
        for link in map(LinkShown._make, sql.rows(text, contact_ids)):
            if actor.may_read(link.role):
                found.setdefault(link.contact_id, []).append(link)
    return found


class ContactOfRecord(NamedTuple):
    """What a link tells of a record's contact and of its primary contact."""

    contact_no: str | None = None
    is_blocked: bool = False
    primary_no: str | None = None
    primary_name: str | None = None


def _primary(name: str) -> Case:
    """Return a column of a link's primary contact, as `Link.primary` has it."""
    own = When(contact__type="person", then=f"contact__{name}")
    return Case(own, default=f"primary_contact__{name}")


def names_of_records(keys: Collection[Key]) -> dict[Key, str]:
    """Return what these records are called by now, those that are there; one statement."""
    by_kind: dict[Kind, list[int]] = {}
    for key in keys:
        by_kind.setdefault(key.kind, []).append(key.id)
    rows = [
        KINDS[kind]
        .model._default_manager.order_by()
        .filter(pk__in=ids)
        .annotate(which=Value(kind, CharField()))
        .values_list("which", "pk", "name")
        for kind, ids in sorted(by_kind.items())
    ]
    found = rows[0].union(*rows[1:], all=True) if rows else ()
    return {Key(kind, id_): name for kind, id_, name in found}


def contacts_of_records(kind: Kind, ids: Collection[int]) -> dict[int, ContactOfRecord]:
    """Return the contact of each of these records that has one."""
    names = (
        "contact__no",
        "contact__privacy_blocked",
        _primary("no"),
        _primary("name"),
    )
    rows = Link.objects.filter(**{f"{kind}_id__in": ids}).values_list(f"{kind}_id", *names)
    return {id_: ContactOfRecord(*rest) for id_, *rest in rows}


def codes_of_records(kind: Kind, ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """Return the codes of several records by record and field, in order, with one statement for all
    fields.
    """
    found: dict[int, dict[str, list[str]]] = {}
    names = [name for name, field in KINDS[kind].fields.items() if field.kind == "codes"]
    if not ids or not names:
        return found
    for id_, name, code in sorted(
        sql.rows(_codes_sql(kind, tuple(names), len(ids)), [*ids] * len(names))
    ):
        found.setdefault(id_, {}).setdefault(name, []).append(code)
    return found


@lru_cache(maxsize=64)
def _codes_sql(kind: Kind, names: tuple[str, ...], many: int) -> str:
    """Return one statement over the tables that hold the codes of so many records; four by the ORM
    take 5 × as long.
    """
    parts = []
    for name in names:
        relation: Any = getattr(KINDS[kind].model, name).field
        through = relation.remote_field.through._meta.db_table
        parts.append(
            f"SELECT t.{relation.m2m_column_name()}, '{name}', c.code FROM {through} t "
            f"JOIN {relation.related_model._meta.db_table} c ON c.id = "
            f"t.{relation.m2m_reverse_name()} "
            f"WHERE t.{relation.m2m_column_name()} IN ({', '.join(['%s'] * many)})"
        )
    return " UNION ALL ".join(parts)
