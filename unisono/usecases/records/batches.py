"""Contacts from all customers, vendors or bank accounts of a filter, in chunks [2.3]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Content, Given
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid, required
from unisono.common.kinds import FACTS, LINKED_KINDS, Key, Kind
from unisono.common.text import is_control
from unisono.history.recording import Recorder
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.links import network
from unisono.links.bulk.creating import contacts_from_records
from unisono.links.bulk.linking import without_link
from unisono.links.locks import lock
from unisono.links.rules import rules_now
from unisono.lists.selecting import selected
from unisono.records.numbers import numbers
from unisono.setup.models import Setup
from unisono.setup.queries import relation_code, series_code, setup_now
from unisono.setup.required import setup_missing
from unisono.setup.series import SeriesExhausted

CREATE_CONTACTS = "create_contacts"
SOURCES = {FACTS[kind].source: kind for kind in LINKED_KINDS}
# Records: long enough that the commit does not count, short enough that others hardly wait
CHUNK = 4000
ON_MATCH = ("create", "link", "review")
OPTIONS = ("source", "filter", "on_match", "dry_run")


def check_create_contacts(options: Given, actor: Actor) -> Content:
    """Return what a batch was asked, checked; raise NotAllowed, Invalid, SetupMissing."""
    errors = []
    if options.get("source") not in SOURCES:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(SOURCES)}
        errors.append(
            FieldError("source", "choice", message) if "source" in options else required("source")
        )
    on_match, dry_run = options.get("on_match", "create"), options.get("dry_run", False)
    if on_match not in ON_MATCH:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(ON_MATCH)}
        errors.append(FieldError("on_match", "choice", message))
    if not isinstance(dry_run, bool):
        errors.append(FieldError("dry_run", "type", _("This must be true or false.")))
    if errors:
        raise Invalid(errors)
    kind = SOURCES[options["source"]]
    require_write(actor, kind)
    asked = {
        "source": options["source"],
        "filter": _check_filter(options.get("filter", {}), kind, actor),
    }
    _require_setup(setup_now(), kind)
    return {**asked, "on_match": on_match, "dry_run": dry_run}


def _check_filter(given: object, kind: Kind, actor: Actor) -> dict[str, str]:
    """Return a filter as texts, as lists take it; raise Invalid naming what there is no such field
    for.
    """
    if not isinstance(given, Mapping):
        raise Invalid([FieldError("filter", "type", _("This must be an object."))])
    texts: dict[str, str] = {}
    for name, value in given.items():
        values = value if isinstance(value, list) and name.endswith("__in") else [value]
        if not all(
            isinstance(each, str | int) and not any(map(is_control, str(each))) for each in values
        ):
            raise Invalid([FieldError(f"filter.{name}", "type", _("This must be text."))])
        texts[name] = ",".join(
            str(each).lower() if isinstance(each, bool) else str(each) for each in values
        )
    try:
        selected(kind, texts, actor)
    except Invalid as invalid:
        raise Invalid(
            [FieldError(f"filter.{e.field}", e.code, e.message) for e in invalid.errors]
        ) from invalid
    return texts


@dataclass(frozen=True)
class BatchPreview:
    """What a batch would do: how many records are meant, the first that get a contact, how many
    have one already.
    """

    total: int
    linked: int
    first: list[object]
    persons: int


def preview_create_contacts(options: Given, actor: Actor, most: int = 20) -> BatchPreview:
    """Return what a batch would do, without doing it; raises what `check_create_contacts` does."""
    checked = check_create_contacts(options, actor)
    kind = SOURCES[checked["source"]]
    rows = selected(kind, checked["filter"], actor)
    free = rows.filter(link__isnull=True)
    total, left = rows.count(), free.count()
    persons = free.exclude(contact_name="").count() if FACTS[kind].has_contact_person else 0
    return BatchPreview(total, total - left, list(free.order_by("sort_key", "pk")[:most]), persons)


def _require_setup(setup: Setup, kind: Kind) -> None:
    """Raise SetupMissing where contacts of this kind are switched off [1.1], or have no numbers
    [1.5].
    """
    if relation_code(setup, kind) is None:
        raise setup_missing(f"{kind}_relation_code")
    if series_code(setup, "contact") is None:
        raise setup_missing("contact_nos")


def create_contacts(job: Job, actor: Actor) -> Step:
    """Do one chunk of a batch: contacts for the next records of the filter that have none.

    Records that come later than the batch are left out. A dry run remembers how many numbers it
    would have drawn.
    """
    kind, setup = begin(job, actor)
    ids, place, total = next_records(job, actor, CHUNK)
    lock([Key(kind, id_) for id_ in ids])
    free = without_link(kind, ids)
    chunk = Chunk(kind, setup, actor)
    with transaction.atomic():
        if job.payload["dry_run"]:
            chunk.numbers(place["drawn"])
        chunk.make(free)
        if job.payload["dry_run"]:
            transaction.set_rollback(True)
    return step_of(chunk, ids, place, total, CHUNK)


def begin(job: Job, actor: Actor) -> tuple[str, Setup]:
    """Return the kind of record that a batch is about, and setup; raise NotAllowed,
    SetupMissing.
    """
    kind = SOURCES[job.payload["source"]]
    require_write(actor, kind)
    setup = setup_now()
    _require_setup(setup, kind)
    return kind, setup


def next_records(job: Job, actor: Actor, most: int) -> tuple[list[int], Content, int | None]:
    """Return the keys of the next records of a batch, where it stands, and how many there are if
    that is new.
    """
    kind = SOURCES[job.payload["source"]]
    rows, place = selected(kind, job.payload["filter"], actor), dict(job.position)
    total = None if place else rows.count()
    if not place:
        place = {"after": 0, "until": rows.aggregate(last=Max("pk"))["last"] or 0, "drawn": 0}
    some = rows.filter(pk__gt=place["after"], pk__lte=place["until"]).order_by("pk")
    return list(some.values_list("pk", flat=True)[:most]), place, total


def step_of(chunk: "Chunk", ids: list[int], place: Content, total: int | None, most: int) -> Step:
    """Return what a chunk of a batch did, and where the next one begins."""
    is_full = len(ids) == most
    if chunk.failed_at is not None:
        ids = [id_ for id_ in ids if id_ < chunk.failed_at]
    skipped = len(ids) - chunk.made
    if not ids and chunk.failed_at is None:
        return Step(None, total=total)
    place = {
        **place,
        "after": ids[-1] if ids else place["after"],
        "drawn": place["drawn"] + chunk.drawn,
    }
    position = place if is_full or chunk.failed_at is not None else None
    return Step(position, len(ids), chunk.made, skipped, chunk.errors, total, chunk.failure)


class Chunk:
    """Makes the contacts of some records: how many were made, which record is the first that got
    none, and why.
    """

    def __init__(self, kind: Kind, setup: Setup, actor: Actor) -> None:
        self.kind, self.setup, self.actor, self.now = kind, setup, actor, clock()
        self.made, self.drawn = 0, 0
        self.failed_at: int | None = None
        self.errors: list[tuple[str, str]] = []

    @property
    def failure(self) -> str:
        """Return why the batch cannot go on, "" where it can."""
        return self.errors[0][1] if self.errors else ""

    def numbers(self, count: int) -> list[str]:
        """Return the next numbers of contacts; raise SeriesExhausted."""
        return numbers("contact", count, str(series_code(self.setup, "contact"))) if count else []

    def make(self, ids: Sequence[int]) -> None:
        """Make the contacts of these records, which are locked.

        Where the series has too few numbers left, as many as it has are made: of the first half,
        and then of the rest.
        """
        if not ids or self.failed_at is not None:
            return
        try:
            with transaction.atomic():
                made, drawn = self._together(ids)
            self.made, self.drawn = self.made + made, self.drawn + drawn
        except SeriesExhausted as refusal:
            if len(ids) > 1:
                self.make(ids[: len(ids) // 2])
                self.make(ids[len(ids) // 2 :])
            else:
                self.failed_at = ids[0]
                self.errors = [
                    (network.load_records(self.kind, ids, lock=False)[0].no, refusal.message)
                ]

    def _together(self, ids: Sequence[int]) -> tuple[int, int]:
        """Make the contacts of these records, or none; return how many, and how many numbers that
        took.
        """
        drawn: list[str] = []

        def draw(count: int) -> list[str]:
            drawn.extend(self.numbers(count))
            return drawn

        recorder = Recorder(self.actor, self.kind, self.now)
        relation = relation_code(self.setup, self.kind)
        made = contacts_from_records(
            self.kind, ids, rules_now(self.setup), recorder, relation, draw
        )
        recorder.finish()
        return made, len(drawn)
