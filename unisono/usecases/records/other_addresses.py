"""Other addresses of a contact are added, changed, deleted."""

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.cards.validation import check_values
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, NotFound
from unisono.common.kinds import Key
from unisono.common.outcome import Outcome
from unisono.contacts.fields import ALTERNATIVE_ADDRESS
from unisono.contacts.models import AlternativeAddress
from unisono.contacts.queries import ADDRESS_FIELDS, LEADING, address_values
from unisono.history.recording import recorder_for
from unisono.links.values import Record
from unisono.records.other_addresses import change_row, put, record_address, remove_address
from unisono.records.queries import find
from unisono.records.versions import refuse_stale
from unisono.usecases.transaction import writing

_MOST = 50  # per contact: the card shows all of them


def find_address(contact_no: str, id_: int) -> AlternativeAddress:
    """Return an address of a contact; raise NotFound."""
    rows = AlternativeAddress.objects.filter(pk=id_, contact_id=find("contact", contact_no).key.id)
    found = rows.first()
    if found is None:
        raise NotFound(_("There is no such address."))
    return found


@writing
def add_address(contact_no: str, values: Given, *, actor: Actor) -> Outcome:
    """Add an address to a contact; raises Invalid, NotFound."""
    require_write(actor, "contact")
    place = find("contact", contact_no)
    if AlternativeAddress.objects.filter(contact_id=place.key.id).count() >= _MOST:
        raise Invalid(
            [
                FieldError(
                    "description", "too-many", _("At most %(limit)s entries.") % {"limit": _MOST}
                )
            ]
        )
    row = AlternativeAddress(contact_id=place.key.id)
    put(row, _checked(values))
    _check_whole(address_values(row))
    row.save(force_insert=True)
    recorder = recorder_for(actor, "contact")
    record_address(
        "created", row, {n: ["", v, "typed"] for n, v in address_values(row).items() if v}, recorder
    )
    return Outcome(ALTERNATIVE_ADDRESS, str(row.pk))


@writing
def change_address(
    contact_no: str, id_: int, values: Given, *, actor: Actor, expected: int | None = None
) -> Outcome:
    """Change the fields sent of an address.

    Raises Invalid, NotFound, EditConflict with an old `expected` version and fields changed since
    [3.5].
    """
    require_write(actor, "contact")
    found = find_address(contact_no, id_)
    # Held from the comparison of versions to the write.
    row = AlternativeAddress.objects.select_for_update().get(pk=found.pk)
    before, recorder = address_values(row), recorder_for(actor, "contact")
    checked = _checked(values)
    refuse_stale(
        Record(Key(ALTERNATIVE_ADDRESS, row.pk), str(row.pk), row.version, {}),
        before,
        checked,
        expected,
    )
    _check_whole({**before, **checked})
    change_row(row, checked, "typed", recorder)
    return Outcome(ALTERNATIVE_ADDRESS, str(row.pk))


@writing
def delete_address(contact_no: str, id_: int, *, actor: Actor) -> Outcome:
    """Delete an address; raises NotFound."""
    require_write(actor, "contact")
    row, recorder = find_address(contact_no, id_), recorder_for(actor, "contact")
    remove_address(row, recorder)
    return Outcome(ALTERNATIVE_ADDRESS, str(id_))


def _checked(values: Given) -> Content:
    return check_values(ADDRESS_FIELDS, values, "", "off").values


def _check_whole(values: Given) -> None:
    """Raise Invalid for what leads nowhere, neither to a place nor by e-mail or telephone, or ends
    before it begins.
    """
    if not any(values[name] for name in LEADING):
        raise Invalid([FieldError("address", "required", _("This must be filled in."))])
    if values["starts_on"] and values["ends_on"] and values["ends_on"] < values["starts_on"]:
        raise Invalid([FieldError("ends_on", "range", _("The last day comes before the first."))])
