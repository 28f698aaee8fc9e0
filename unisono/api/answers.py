"""Records as the contract shows them, to somebody in particular."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from unisono.access.roles import Actor
from unisono.common.borders import Content, Stored
from unisono.common.errors import FieldError
from unisono.common.kinds import FACTS, Kind, is_contact
from unisono.common.money import money_text
from unisono.common.paths import COLLECTIONS, segment
from unisono.contacts.models import Contact
from unisono.contacts.queries import contacts_by_key
from unisono.interactions.queries import last_interactions
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.queries import (
    ContactOfRecord,
    LinkShown,
    codes_of_records,
    contacts_of_records,
    links_shown,
    records_of,
)
from unisono.links.values import Write


def answer(
    content: Any,
    status: int = 200,
    location: str = "",
    etag: int | None = None,
    change_set: int | None = None,
) -> HttpResponse:
    """Return a JSON answer with its address, its version, and the change set that it made."""
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type="application/json")
    if location:
        response["Location"] = location
    if etag is not None:
        response["ETag"] = f'"{etag}"'
    if change_set is not None:
        response["Change-Set"] = str(change_set)
    return response


def gone(change_set: int | None) -> HttpResponse:
    """Return the answer to a deletion: nothing but the change set that undoing takes."""
    response = HttpResponse(status=204)
    if change_set is not None:
        response["Change-Set"] = str(change_set)
    return response


def address(kind: Kind, no: str) -> str:
    """Return the path of a record; a / in its number travels as %2F."""
    return f"/api/v1/{COLLECTIONS[kind]}/{segment(no)}"


def moment(at: datetime) -> str:
    """Return a moment in UTC, ISO 8601; one without zone, as SQLite keeps it, is in UTC."""
    return (at.astimezone(UTC) if at.tzinfo not in (None, UTC) else at).replace(
        tzinfo=None
    ).isoformat() + "Z"


def warnings_shown(warnings: Iterable[FieldError]) -> Content:
    """Return the `warnings` member, if there are any."""
    found = [warning._asdict() for warning in warnings]
    return {"warnings": found} if found else {}


def present(kind: Kind, records: Sequence[Stored], actor: Actor) -> list[Content]:
    """Return records of one kind as the actor sees them, with a fixed number of statements."""
    return _contacts(records, actor) if is_contact(kind) else _role_records(kind, records, actor)


def present_one(kind: Kind, no_key: str, actor: Actor) -> Content | None:
    """Return one record as the actor sees it, None if there is none."""
    found = list(records_of(kind).filter(no_key=no_key))
    return present(kind, found, actor)[0] if found else None


def own_fields(kind: Kind, record: Stored, codes: Mapping[str, Sequence[str]]) -> Content:
    """Return the number and the fields of the registry of a record; of the codes those that are
    given.

    What `cards.models.value_of` tells of each field, for a list's thousands of values at once.
    """
    names, values_of, references, amounts, codes_names = _reading(kind)
    values = dict(zip(names, values_of(record), strict=True))
    for name in references:
        values[name] = values[name] or ""
    for name in amounts:
        values[name] = money_text(values[name])
    for name in codes_names:
        values[name] = tuple(codes.get(name, ()))
    return values


@cache
def _reading(kind: Kind) -> tuple[Any, ...]:
    """Return how the fields of a kind are read: the names, all of a row at once, and which need
    another form.
    """
    fields = KINDS[kind].fields

    def of(kind_: str) -> list[str]:
        return [name for name, field in fields.items() if field.kind == kind_]

    references = [
        name for name, field in fields.items() if field.is_reference and field.kind != "codes"
    ]
    columns = [name for name, field in fields.items() if field.kind != "codes"]
    paths = [f"{name}_id" if name in references else name for name in columns]
    return ("no", *columns), attrgetter("no", *paths), references, of("money"), of("codes")


def _times(record: Stored) -> Content:
    return {
        "version": record.version,
        "created_at": moment(record.created_at),
        "modified_at": moment(record.modified_at),
    }


def _contacts(records: Sequence[Stored], actor: Actor) -> list[Content]:
    codes = codes_of_records("contact", [record.pk for record in records])
    company_ids = {record.company_id for record in records if record.company_id}
    companies = contacts_by_key(company_ids)
    ids = company_ids | {record.pk for record in records}
    links = links_shown([*ids], actor)
    last = last_interactions([record.pk for record in records])
    return [
        _contact(
            record,
            companies.get(record.company_id),
            codes.get(record.pk, {}),
            links,
            last.get(record.pk),
        )
        for record in records
    ]


def _contact(
    record: Contact,
    company: Contact | None,
    codes: Mapping[str, Sequence[str]],
    links: dict[int, list[LinkShown]],
    last: datetime | None,
) -> Content:
    own, through = links.get(record.pk, []), links.get(company.pk, []) if company else []
    values = own_fields("contact", record, codes)
    by_hand = values["business_relation_codes"]
    relations = {
        *by_hand,
        *(link.business_relation_id for link in own if link.business_relation_id),
    }
    kinds = {link.role for link in (*own, *through)} | ({"other"} if by_hand else set())
    return {
        **values,
        "business_relation_codes": sorted(relations),
        "company_no": company.no if company else None,
        "company_name": company.name if company else "",
        "business_relation": "none" if not kinds else "multiple" if len(kinds) > 1 else kinds.pop(),
        "links": [_link(link, link.record_no) for link in own]
        + [{**_link(link, link.record_no), "through": company.no} for link in through if company],
        "date_of_last_interaction": moment(last) if last else None,
        **_times(record),
    }


def link_shown(link: Link) -> Content:
    """Return a link as a contact shows it."""
    return _link(link, getattr(link, link.role).no)


def _link(link: Stored, no: str) -> Content:
    return {
        "role": link.role,
        "no": no,
        "business_relation_code": link.business_relation_id or "",
        "linked_at": moment(link.linked_at),
        "linked_by": link.linked_by,
        "state": link.state,
    }


def _role_records(kind: Kind, records: Sequence[Stored], actor: Actor) -> list[Content]:
    links = contacts_of_records(kind, [record.pk for record in records])
    return [
        role_record(kind, record, links.get(record.pk, ContactOfRecord())) for record in records
    ]


def role_record(kind: Kind, record: Stored, link: ContactOfRecord = ContactOfRecord()) -> Content:
    """Return a customer, vendor or bank account with what its link tells; a draft has none."""
    values = own_fields(kind, record, {})
    if FACTS[kind].follows_type:
        values["type"] = record.type
    if FACTS[kind].has_contact_person:
        values["primary_contact_no"] = link.primary_no
        values["contact_name"] = link.primary_name or values["contact_name"]
    values["contact_no"] = link.contact_no
    values["contact_privacy_blocked"] = link.is_blocked
    return {**values, **_times(record)}


def write_shown(write: Write, fields: dict[str, tuple[Any, Any]]) -> Content:
    """Return what a plan does to one record."""
    return changes_shown(write.record.key.kind, write.record.no, fields)


def changes_shown(kind: Kind, no: str, fields: dict[str, tuple[Any, Any]]) -> Content:
    """Return what changes on one record."""
    return {
        "kind": kind,
        "no": no,
        "fields": {name: {"old": old, "new": new} for name, (old, new) in fields.items()},
    }
