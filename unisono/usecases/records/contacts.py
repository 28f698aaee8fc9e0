"""New contacts: typed, inherited, by default."""

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Given
from unisono.common.outcome import Outcome
from unisono.history.recording import recorder_for
from unisono.records.contacts import check_contact, defaults_for, store_contact
from unisono.records.reserved_codes import refuse_reserved
from unisono.setup.queries import setup_now
from unisono.usecases.transaction import writing


@writing
def create_contact(values: Given, *, actor: Actor) -> Outcome:
    """Create a contact from the fields of the contract; blank fields are inherited, then filled by
    setup's defaults.

    Raises Invalid naming every bad field, NumberTaken, SetupMissing without number series.
    """
    require_write(actor, "contact")
    setup = setup_now()
    recorder = recorder_for(actor, "contact")
    checked = check_contact(values, {}, setup)
    refuse_reserved(checked.values.get("business_relation_codes", ()))
    record = store_contact(
        checked.values, values, setup, recorder, defaults=defaults_for(checked.values, setup, actor)
    )
    return Outcome("contact", record.no, warnings=checked.warnings)
