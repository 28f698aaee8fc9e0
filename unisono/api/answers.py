"""Records as the contract shows them, to somebody in particular."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import prefetch_related_objects
from django.http import HttpResponse

from unisono.access.roles import Actor
from unisono.cards.models import value_of
from unisono.common.errors import FieldError
from unisono.contacts.models import Contact
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.values import Write

COLLECTIONS = {"contact": "contacts", "customer": "customers", "vendor": "vendors", "bank_account": "bank-accounts"}


def answer(
    content: Any, status: int = 200, location: str = "", etag: int | None = None, change_set: int | None = None
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


def address(kind: str, no: str) -> str:
    """Return the path of a record; a / in its number travels as %2F."""
    return f"/api/v1/{COLLECTIONS[kind]}/{quote(no, safe='')}"


def moment(at: datetime) -> str:
    """Return a moment in UTC, ISO 8601."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def words(warnings: Iterable[FieldError]) -> dict[str, Any]:
    """Return the `warnings` member, if there are any."""
    found = [warning._asdict() for warning in warnings]
    return {"warnings": found} if found else {}


def present(kind: str, records: Sequence[Any], actor: Actor) -> list[dict[str, Any]]:
    """Return records of one kind as the actor sees them, with a fixed number of statements."""
    return _contacts(records, actor) if kind == "contact" else _role_records(kind, records, actor)


def present_one(kind: str, no_key: str, actor: Actor) -> dict[str, Any] | None:
    """Return one record as the actor sees it, None if there is none."""
    found = list(KINDS[kind].model._default_manager.filter(no_key=no_key))
    return present(kind, found, actor)[0] if found else None


def own_fields(kind: str, record: Any) -> dict[str, Any]:
    """Return the number and the fields of the registry of a record."""
    return {"no": record.no, **{name: value_of(record, field) for name, field in KINDS[kind].fields.items()}}


def _times(record: Any) -> dict[str, Any]:
    return {
        "version": record.version,
        "created_at": moment(record.created_at),
        "modified_at": moment(record.modified_at),
    }


def _contacts(records: Sequence[Any], actor: Actor) -> list[dict[str, Any]]:
    code_names = [name for name, field in KINDS["contact"].fields.items() if field.kind == "codes"]
    prefetch_related_objects(list(records), "company", *code_names)
    ids = {record.pk for record in records} | {record.company_id for record in records if record.company_id}
    links: dict[int, list[Link]] = {}
    for link in Link.objects.filter(contact_id__in=ids).select_related(*Link.ROLES).order_by("linked_at", "id"):
        if actor.may_read(link.role):
            links.setdefault(link.contact_id, []).append(link)
    return [_contact(record, links) for record in records]


def _contact(record: Contact, links: dict[int, list[Link]]) -> dict[str, Any]:
    company = record.company
    own, through = links.get(record.pk, []), links.get(company.pk, []) if company else []
    values = own_fields("contact", record)
    by_hand = values["business_relation_codes"]
    codes = {*by_hand, *(link.business_relation_id for link in own if link.business_relation_id)}
    kinds = {link.role for link in (*own, *through)} | ({"other"} if by_hand else set())
    return {
        **values,
        "business_relation_codes": sorted(codes),
        "company_no": company.no if company else None,
        "company_name": getattr(company, "name", ""),
        "business_relation": "none" if not kinds else "multiple" if len(kinds) > 1 else kinds.pop(),
        "links": [link_shown(link) for link in own]
        + [{**link_shown(link), "through": company.no} for link in through if company],
        "date_of_last_interaction": None,
        **_times(record),
    }


def link_shown(link: Link) -> dict[str, Any]:
    """Return a link as a contact shows it."""
    return {
        "role": link.role,
        "no": getattr(link, link.role).no,
        "business_relation_code": link.business_relation_id or "",
        "linked_at": moment(link.linked_at),
        "linked_by": link.linked_by,
        "state": link.state,
    }


def _role_records(kind: str, records: Sequence[Any], actor: Actor) -> list[dict[str, Any]]:
    links = {
        link.record_id: link
        for link in Link.objects.filter(**{f"{kind}_id__in": [record.pk for record in records]}).select_related(
            "contact", "primary_contact"
        )
    }
    return [role_record(kind, record, links.get(record.pk)) for record in records]


def role_record(kind: str, record: Any, link: Link | None) -> dict[str, Any]:
    """Return a customer, vendor or bank account with what its link tells."""
    values = own_fields(kind, record)
    if kind == "customer":
        values["type"] = record.type
    if kind != "bank_account":
        primary = link.primary_contact if link else None
        values["primary_contact_no"] = primary.no if primary else None
        values["contact_name"] = getattr(primary, "name", None) or values["contact_name"]
    values["contact_no"] = link.contact.no if link else None
    values["contact_privacy_blocked"] = bool(link and getattr(link.contact, "privacy_blocked", False))
    return {**values, **_times(record)}


def write_shown(write: Write, fields: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Return what a plan does to one record."""
    return {
        "kind": write.record.key.kind,
        "no": write.record.no,
        "fields": {name: {"old": old, "new": new} for name, (old, new) in fields.items()},
    }
