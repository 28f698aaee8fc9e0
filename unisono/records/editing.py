"""An edit of one record within a use case: checked, planned, applied, with all that follows."""

from unisono.access.roles import Actor
from unisono.common.borders import Given
from unisono.common.errors import FieldError
from unisono.common.kinds import FACTS, Kind
from unisono.history.recording import Recorder
from unisono.links.apply import Elsewhere, apply
from unisono.links.network import load, with_values
from unisono.links.plan import plan_edit
from unisono.links.rules import setup_with_rules
from unisono.links.values import text_of
from unisono.records.changing import COMPARED, follow_up, lock_companies, prepare, with_company
from unisono.records.primary_contact import PrimaryContacts, prepare_primary_contact
from unisono.records.queries import find
from unisono.records.refusals import refuse_led
from unisono.records.role_records import check_job_title
from unisono.records.versions import refuse_stale


def edit_record(
    kind: Kind,
    no: str,
    values: Given,
    recorder: Recorder,
    actor: Actor,
    expected: int | None = None,
    job_title: str = "",
) -> tuple[str, list[FieldError]]:
    """Change the fields sent of one record, and all that its links, rules and people tie to them;
    return its number by now, and warnings. Raises what `change_record` raises.
    """
    setup, rules = setup_with_rules()
    if "company_no" in values:
        lock_companies(no, values["company_no"])
    place = find(kind, no)
    network = load(place, [*values, *COMPARED])
    record = network.records[place.key]
    edit, checked = prepare(place, record, values, setup, actor)
    if FACTS[kind].has_contact_person:
        makes = PrimaryContacts(setup, recorder, check_job_title(job_title))
        prepare_primary_contact(edit, record, values, makes)
    refuse_stale(record, edit.present, edit.values, expected)
    network = with_values(network, record.key, edit.present)
    plan = plan_edit(network, rules, record.key, edit.values)
    refuse_led(plan, actor)
    plan = with_company(plan, network, rules, edit)
    apply(plan, recorder, Elsewhere(edit.columns, edit.ids))
    follow_up(plan, record, recorder)
    written = plan.write_of(record.key)
    return text_of(written["no"].new) if "no" in written else record.no, checked.warnings
