"""Other addresses of a contact, from a day to a day; documents of these days take them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.cards.models import value_of
from unisono.cards.validation import check_values
from unisono.common.errors import FieldError, Invalid, NotFound
from unisono.common.kinds import Key
from unisono.contacts.fields import ALTERNATIVE_ADDRESS_FIELDS
from unisono.contacts.models import AlternativeAddress
from unisono.history.recording import Recorder
from unisono.links.values import Record
from unisono.usecases.changing import refuse_stale
from unisono.usecases.common import find
from unisono.usecases.outcome import Outcome
from unisono.usecases.transaction import recorder_for, writing

KIND = "alternative_address"
FIELDS = {field.name: field for field in ALTERNATIVE_ADDRESS_FIELDS}
_MOST = 50


def values_of(row: AlternativeAddress) -> dict[str, Any]:
    """Return an address' fields as the contract has them."""
    return {name: value_of(row, field) for name, field in FIELDS.items()}


def addresses_of(contact_id: int) -> list[AlternativeAddress]:
    """Return a contact's other addresses, the earliest first."""
    rows = AlternativeAddress.objects.filter(contact_id=contact_id)
    return sorted(rows, key=lambda row: (str(row.starts_on or ""), row.pk))


def find_address(contact_no: str, id_: int) -> AlternativeAddress:
    """Return an address of a contact; raise NotFound."""
    rows = AlternativeAddress.objects.filter(pk=id_, contact_id=find("contact", contact_no).key.id)
    found = rows.first()
    if found is None:
        raise NotFound(_("There is no such address."))
    return found


@writing
def add_address(contact_no: str, values: Mapping[str, Any], *, actor: Actor) -> Outcome:
    """Add an address to a contact; raises Invalid, NotFound."""
    require_write(actor, "contact")
    place = find("contact", contact_no)
    if AlternativeAddress.objects.filter(contact_id=place.key.id).count() >= _MOST:
        raise Invalid([FieldError("description", "too-many", _("At most %(limit)s entries.") % {"limit": _MOST})])
    row = AlternativeAddress(contact_id=place.key.id)
    put(row, _checked(values))
    _check_whole(row)
    row.save(force_insert=True)
    recorder = recorder_for(actor, "contact")
    record_address("created", row, {n: ["", v, "typed"] for n, v in values_of(row).items() if v}, recorder)
    return Outcome(KIND, str(row.pk))


@writing
def change_address(
    contact_no: str, id_: int, values: Mapping[str, Any], *, actor: Actor, expected: int | None = None
) -> Outcome:
    """Change the fields sent of an address.

    Raises Invalid, NotFound, EditConflict with an old `expected` version and fields changed since [3.5].
    """
    require_write(actor, "contact")
    found = find_address(contact_no, id_)
    row = AlternativeAddress.objects.select_for_update().get(pk=found.pk)
    before, recorder = values_of(row), recorder_for(actor, "contact")
    checked = _checked(values)
    refuse_stale(Record(Key(KIND, row.pk), str(row.pk), row.version, {}), before, checked, expected)
    put(row, checked)
    _check_whole(row)
    changed = {n: [before[n], v, "typed"] for n, v in values_of(row).items() if v != before[n]}
    if changed:
        row.version += 1
        row.save()
        record_address("changed", row, changed, recorder)
    return Outcome(KIND, str(row.pk))


@writing
def delete_address(contact_no: str, id_: int, *, actor: Actor) -> Outcome:
    """Delete an address; raises NotFound."""
    require_write(actor, "contact")
    row, recorder = find_address(contact_no, id_), recorder_for(actor, "contact")
    remove_address(row, recorder)
    return Outcome(KIND, str(id_))


def remove_addresses(contact_ids: Collection[int], recorder: Recorder) -> None:
    """Remove the addresses of contacts that go; the history brings them back with the contacts."""
    for row in AlternativeAddress.objects.filter(contact_id__in=contact_ids).order_by("pk"):
        remove_address(row, recorder)


def remove_address(row: AlternativeAddress, recorder: Recorder) -> None:
    """Remove an address, keeping a snapshot in the history."""
    gone = {name: [value, None, "deleted"] for name, value in values_of(row).items()}
    record_address("deleted", row, gone, recorder)
    row.delete()


def move_address(row: AlternativeAddress, contact_id: int, recorder: Recorder) -> None:
    """Give an address to another contact, as one that the first is merged into."""
    former: Any = row.contact
    row.contact_id, row.version = contact_id, row.version + 1
    row.save()
    row.refresh_from_db()
    present: Any = row.contact
    values = {"contact_no": [former.no, present.no, recorder.via]}
    detail = {"ties": {"contact_no": [former.pk, contact_id]}}
    recorder.add("changed", KIND, row.pk, present.no, row.version, values, detail)


def record_address(event: str, row: AlternativeAddress, values: dict[str, Any], recorder: Recorder) -> None:
    """Record what happened to an address; it is named by its contact's number."""
    contact: Any = row.contact
    detail = {"ties": {"contact_no": contact.pk}}
    recorder.add(event, KIND, row.pk, contact.no, row.version + (event == "deleted"), values, detail)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    return check_values(FIELDS, values, "", "off").values


def put(row: AlternativeAddress, values: Mapping[str, Any]) -> None:
    """Set an address' fields from checked values."""
    for name, value in values.items():
        is_date = FIELDS[name].kind == "date"
        setattr(row, name, (date.fromisoformat(value) if value else None) if is_date else value)


def _check_whole(row: AlternativeAddress) -> None:
    """Raise Invalid for an address without address, or one that ends before it begins."""
    values = values_of(row)
    if not any(values[name] for name in ("address", "address_2", "post_code", "city")):
        raise Invalid([FieldError("address", "required", _("This must be filled in."))])
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        raise Invalid([FieldError("ends_on", "range", _("The last day comes before the first."))])
