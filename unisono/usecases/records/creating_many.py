"""Creating many records at once, each as its own use case would: for imports (links/bulk)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from unisono.access.roles import Actor, require_write
from unisono.cards.validation import Bad, Checked, KnownCodes, check_no
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.common.kinds import Kind, is_contact
from unisono.common.outcome import Outcome
from unisono.common.text import key_of
from unisono.history.recording import Recorder, recorder_for
from unisono.links.bulk.creating import contacts_from_records
from unisono.links.bulk.new_records import NewRecord, insert_records
from unisono.links.kinds import KINDS
from unisono.links.rules import rules_now
from unisono.links.values import Record
from unisono.records.contacts import check_contact, defaults_for, find_company, planned_contact
from unisono.records.numbers import number_taken, numbers
from unisono.records.reserved_codes import refuse_reserved
from unisono.records.role_records import (
    check_job_title,
    check_new,
    filled_record,
    no_contact_warning,
)
from unisono.setup import series
from unisono.setup.models import Setup
from unisono.setup.queries import relation_code, series_code, setup_now
from unisono.setup.required import setup_missing
from unisono.usecases.transaction import writing

Result = Outcome | Refused


@dataclass
class _New:
    """A row on its way: what was typed as its number, its values as they will be stored,
    warnings it deserves.
    """

    at: int
    typed: str
    record: NewRecord
    checked: Checked
    with_contact: bool = False
    job_title: str = ""


@writing
def create_many(kind: Kind, rows: Sequence[Given], *, actor: Actor) -> list[Result]:
    """Create a record of one kind from each of these rows, with its contact where setup says so;
    one change set.

    Returns per row its outcome, or the refusal that creating it alone would have raised; the others
    are created all the same. `job_title` among the values of a role record is its contact person's.
    Raises NotAllowed, SetupMissing, and SeriesExhausted with nothing created.
    """
    require_write(actor, kind)
    setup = setup_now()
    recorder = recorder_for(actor, kind)
    results: list[Result | None] = [None] * len(rows)
    new: list[_New] = []
    checks = _Checks(kind, setup, actor)
    for at, values in enumerate(rows):
        try:
            new.append(
                checks.contact(at, values) if is_contact(kind) else checks.record(at, values)
            )
        except Refused as refusal:
            results[at] = refusal
    # Numbers are typed or drawn in runs, so that an earlier row cannot be given what a later one
    # has typed.
    for is_typed, run in groupby(new, key=lambda each: bool(each.typed)):
        _store(kind, list(run), is_typed, setup, recorder, results)
    change_set = recorder.finish()
    for each in results:
        if isinstance(each, Outcome):
            each.change_set = change_set
    return [each for each in results if each is not None]


class _Checks:
    """Checks rows as the use cases of single records do, looking codes and companies up once."""

    def __init__(self, kind: Kind, setup: Setup, actor: Actor) -> None:
        self.kind, self.setup, self.actor = kind, setup, actor
        self.codes, self.rules = KnownCodes(), rules_now(setup)
        self.companies: dict[tuple[str, str], Record | None] = {}

    def record(self, at: int, values: Given) -> _New:
        """Return a new customer, vendor or bank account; raise Invalid."""
        values = dict(values)
        job_title = check_job_title(values.pop("job_title", ""))
        checked, own = check_new(self.kind, values, self.setup, self.codes)
        filled, columns = filled_record(self.kind, checked.values, own["type"])
        record = NewRecord("", filled, columns=columns)
        return _New(at, own["no"], record, checked, own["create_contact"], job_title)

    def contact(self, at: int, values: Given) -> _New:
        """Return a new contact with what it inherits and by default; raise Invalid,
        ReservedCode.
        """
        checked = check_contact(values, {}, self.setup, self.codes)
        if codes := checked.values.get("business_relation_codes"):
            refuse_reserved(codes)
        defaults = defaults_for(checked.values, self.setup, self.actor)
        company = self._company(values.get("company_no"), checked.values.get("type", "company"))
        filled, causes = planned_contact(checked.values, company, self.rules, defaults)
        columns = {"company_id": company.key.id if company else None}
        return _New(at, values.get("no") or "", NewRecord("", filled, causes, columns), checked)

    def _company(self, no: object, type_: str) -> Record | None:
        if not isinstance(no, str):
            return find_company(no, type_)
        place = (key_of(no), type_)
        if place not in self.companies:
            self.companies[place] = find_company(no, type_)
        return self.companies[place]


def _store(
    kind: Kind,
    run: list[_New],
    is_typed: bool,
    setup: Setup,
    recorder: Recorder,
    results: list[Result | None],
) -> None:
    """Store rows whose numbers are all typed, or all drawn."""
    if is_typed:
        run = _with_free_numbers(kind, run, setup, results)
        drawn = [check_no(each.typed) for each in run]
    else:
        code = series_code(setup, kind)
        if code is None:
            raise setup_missing(f"{kind}_nos")
        drawn = numbers(kind, len(run), code)
    records = [
        NewRecord(no, each.record.values, each.record.causes, each.record.columns)
        for no, each in zip(drawn, run, strict=True)
    ]
    ids = insert_records(kind, records, recorder)
    for each, record in zip(run, records, strict=True):
        results[each.at] = Outcome(kind, record.no, None, each.checked.warnings)
    _make_contacts(
        kind,
        [(each, id_) for each, id_ in zip(run, ids, strict=True) if each.with_contact],
        setup,
        recorder,
    )


def _with_free_numbers(
    kind: Kind, run: list[_New], setup: Setup, results: list[Result | None]
) -> list[_New]:
    """Return the rows whose typed number is one and is free; the others' refusals go into the
    results.
    """
    try:
        series.refuse_typed(series_code(setup, kind))
    except Refused as refusal:
        for each in run:
            results[each.at] = refusal
        return []
    keys = [key_of(str(each.typed)) for each in run]
    taken = set(
        KINDS[kind].model._default_manager.filter(no_key__in=keys).values_list("no_key", flat=True)
    )
    free = []
    for key, each in zip(keys, run, strict=True):
        try:
            no = check_no(each.typed)
        except Bad as bad:
            results[each.at] = Invalid([FieldError("no", bad.code, bad.message)])
            continue
        if key in taken:
            results[each.at] = number_taken(no)
        else:
            taken.add(key)
            free.append(each)
    return free


def _make_contacts(
    kind: Kind, made: Sequence[tuple[_New, int]], setup: Setup, recorder: Recorder
) -> None:
    """Make the contacts of new records where setup says so [1.5] [2.3]."""
    relation, code = (
        (None if is_contact(kind) else relation_code(setup, kind)),
        series_code(setup, "contact"),
    )
    if not made or relation is None:
        return
    if code is None:
        for each, _id in made:
            each.checked.warnings.append(no_contact_warning())
        return
    titles = {id_: each.job_title for each, id_ in made}
    ids = [id_ for _each, id_ in made]
    contacts_from_records(
        kind,
        ids,
        rules_now(setup),
        recorder,
        relation,
        lambda count: numbers("contact", count, code),
        titles,
    )
