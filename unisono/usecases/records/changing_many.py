"""Changing many records at once, each as its own use case would: for imports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unisono.access.roles import Actor, require_write
from unisono.cards.validation import KnownCodes
from unisono.common.borders import Given
from unisono.common.errors import Refused
from unisono.common.kinds import Key, Kind
from unisono.common.outcome import Outcome
from unisono.common.text import key_of
from unisono.history.recording import recorder_for
from unisono.links.apply import apply
from unisono.links.kinds import KINDS
from unisono.links.network import Place, find_many, load_many, with_values
from unisono.links.plan import plan_edit
from unisono.links.rules import setup_with_rules
from unisono.links.values import Network, Plan, Rules, Write
from unisono.records.changing import COMPARED, prepare
from unisono.records.refusals import refuse_led
from unisono.setup.models import Setup
from unisono.usecases.transaction import writing

Result = Outcome | Refused
# Fields whose change reaches further than the records that are tied: a number, a company, the
# primary contact, what kind of party it is, who may see it.
_ALONE = frozenset(("no", "company_no", "primary_contact_no", *COMPARED))


@dataclass(frozen=True)
class Changing:
    """A record by its number, the values that somebody sends of it, and the version that they saw,
    None for whatever it is.
    """

    no: str
    values: Given
    version: int | None = None


@dataclass
class _Planned:
    at: int
    no: str
    plan: Plan
    outcome: Outcome


@writing
def change_many(kind: Kind, rows: Sequence[Changing], *, actor: Actor) -> list[Result | None]:
    """Change records of one kind by one plan; one change set.

    Returns per row its outcome, or the refusal that changing it alone would have raised, the others
    being changed all the same; None for a row that has to be changed alone: its record was changed
    since the version that it has, its fields reach further, or it shares a party with one before.
    Raises NotAllowed.
    """
    require_write(actor, kind)
    setup, rules = setup_with_rules()
    results: list[Result | None] = [None] * len(rows)
    places = dict(_apart(kind, rows))
    if not places:
        return results
    names = {name for at in places for name in rows[at].values}
    networks = load_many(list(places.values()), [*names, *COMPARED])
    recorder, codes, planned = recorder_for(actor, kind), KnownCodes(), []
    for at, place in places.items():
        row, network = rows[at], networks[place.key]
        record, values = network.records[place.key], dict(row.values)
        if row.version not in (None, record.version) or (
            values.pop("type", record.values.get("type")) != record.values.get("type")
        ):
            continue
        try:
            planned.append(_plan(at, place, network, values, setup, rules, codes, actor))
        except Refused as refusal:
            results[at] = refusal
    writes = [write for each in planned for write in each.plan.writes]
    if writes:
        apply(Plan(tuple(writes)), recorder)
    change_set = recorder.finish() if writes else None
    for each in planned:
        each.outcome.change_set = change_set if each.plan.writes else None
        results[each.at] = each.outcome
    return results


def _apart(kind: Kind, rows: Sequence[Changing]) -> Iterator[tuple[int, Place]]:
    """Return the places of rows that can be changed together: no two of them have a party in
    common.
    """
    fields = KINDS[kind].fields
    plain = {name for name, field in fields.items() if field.kind != "codes"} - _ALONE
    found = find_many(kind, [row.no for row in rows])
    taken: set[Key | int] = set()
    for at, row in enumerate(rows):
        place = found.get(key_of(row.no))
        if place is None:
            continue
        # A person and its company are in one network; what comes later of it comes alone, too.
        root = place.company_id or place.contact_id or place.key
        is_first = root not in taken and place.key not in taken
        taken |= {root, place.key}
        if is_first and plain.issuperset(row.values):
            yield at, place


def _plan(
    at: int,
    place: Place,
    network: Network,
    values: Given,
    setup: Setup,
    rules: Rules,
    codes: KnownCodes,
    actor: Actor,
) -> _Planned:
    record = network.records[place.key]
    edit, checked = prepare(place, record, values, setup, actor, codes)
    now = with_values(network, record.key, edit.present)
    plan = plan_edit(now, rules, record.key, edit.values)
    refuse_led(plan, actor)
    written: tuple[Write, ...] = tuple(plan.writes)
    outcome = Outcome(place.key.kind, record.no, warnings=checked.warnings)
    return _Planned(at, record.no, Plan(written), outcome)
