"""Other addresses of a contact, from a day to a day; documents of these days take them."""

from collections.abc import Collection
from datetime import date

from unisono.common.borders import Content, Given, Stored
from unisono.contacts.fields import ALTERNATIVE_ADDRESS
from unisono.contacts.models import AlternativeAddress
from unisono.contacts.queries import ADDRESS_FIELDS, address_values
from unisono.history.recording import Recorder


def remove_addresses(contact_ids: Collection[int], recorder: Recorder) -> None:
    """Remove the addresses of contacts that go; the history brings them back with the contacts."""
    for row in AlternativeAddress.objects.filter(contact_id__in=contact_ids).order_by("pk"):
        remove_address(row, recorder)


def remove_address(row: AlternativeAddress, recorder: Recorder) -> None:
    """Remove an address, keeping a snapshot in the history."""
    gone = {name: [value, None, "deleted"] for name, value in address_values(row).items()}
    record_address("deleted", row, gone, recorder)
    row.delete()


def move_address(row: AlternativeAddress, contact_id: int, recorder: Recorder) -> None:
    """Give an address to another contact, as one that the first is merged into."""
    former: Stored = row.contact
    row.contact_id, row.version = contact_id, row.version + 1
    row.save()
    row.refresh_from_db()
    present: Stored = row.contact
    values = {"contact_no": [former.no, present.no, recorder.via]}
    detail = {"ties": {"contact_no": [former.pk, contact_id]}}
    recorder.add("changed", ALTERNATIVE_ADDRESS, row.pk, present.no, row.version, values, detail)


def change_row(row: AlternativeAddress, values: Given, cause: str, recorder: Recorder) -> None:
    """Change an address' fields to checked values, and record what is different."""
    before = address_values(row)
    put(row, values)
    after = address_values(row)
    if changed := {n: [before[n], v, cause] for n, v in after.items() if v != before[n]}:
        row.version += 1
        row.save()
        record_address("changed", row, changed, recorder)


def record_address(
    event: str, row: AlternativeAddress, values: Content, recorder: Recorder
) -> None:
    """Record what happened to an address; it is named by its contact's number."""
    contact: Stored = row.contact
    detail = {"ties": {"contact_no": contact.pk}}
    recorder.add(
        event,
        ALTERNATIVE_ADDRESS,
        row.pk,
        contact.no,
        row.version + (event == "deleted"),
        values,
        detail,
    )


def put(row: AlternativeAddress, values: Given) -> None:
    """Set an address' fields from checked values."""
    for name, value in values.items():
        is_date = ADDRESS_FIELDS[name].kind == "date"
        setattr(row, name, (date.fromisoformat(value) if value else None) if is_date else value)
