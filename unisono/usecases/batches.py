"""Contacts from all customers, vendors or bank accounts of a filter, in chunks [2.3]."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.cards.fields import ROLES
from unisono.common.errors import FieldError, Invalid, required
from unisono.history.recording import Recorder
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.links import network
from unisono.links.bulk.creating import contacts_from_records
from unisono.links.bulk.linking import without_link
from unisono.links.filters import columns_of, filtered
from unisono.links.kinds import KINDS
from unisono.links.network import rules_now
from unisono.links.search import matching
from unisono.links.values import Key
from unisono.setup.models import Setup
from unisono.setup.reading import setup_now
from unisono.setup.series import SeriesExhausted
from unisono.usecases.common import numbers, relation_code, series_code, setup_missing
from unisono.usecases.transaction import clock

CREATE_CONTACTS = "create_contacts"
SOURCES = {"customers": "customer", "vendors": "vendor", "bank_accounts": "bank_account"}
CHUNK = 4000  # records: long enough that the commit does not count, short enough that others hardly wait
OPTIONS = ("source", "filter", "on_match", "dry_run")


def check_create_contacts(options: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """Return what a batch was asked, checked; raise NotAllowed, Invalid, SetupMissing."""
    errors = []
    if options.get("source") not in SOURCES:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(SOURCES)}
        errors.append(FieldError("source", "choice", message) if "source" in options else required("source"))
    on_match, dry_run = options.get("on_match", "create"), options.get("dry_run", False)
    if on_match != "create":
        message = _("This must be one of: %(choices)s.") % {"choices": "create"}
        errors.append(FieldError("on_match", "choice", message))
    if not isinstance(dry_run, bool):
        errors.append(FieldError("dry_run", "type", _("This must be true or false.")))
    if errors:
        raise Invalid(errors)
    kind = SOURCES[options["source"]]
    require_write(actor, kind)
    asked = {"source": options["source"], "filter": _check_filter(options.get("filter", {}), kind, actor)}
    _require_setup(setup_now(), kind)
    return {**asked, "on_match": on_match, "dry_run": dry_run}


def _check_filter(given: Any, kind: str, actor: Actor) -> dict[str, str]:
    """Return a filter as texts, as lists take it; raise Invalid naming what there is no such field for."""
    if not isinstance(given, Mapping):
        raise Invalid([FieldError("filter", "type", _("This must be an object."))])
    texts: dict[str, str] = {}
    for name, value in given.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str | int) for each in values):
            raise Invalid([FieldError(f"filter.{name}", "type", _("This must be text."))])
        texts[name] = ",".join(str(each).lower() if isinstance(each, bool) else str(each) for each in values)
    try:
        selected(kind, texts, actor)
    except Invalid as invalid:
        raise Invalid([FieldError(f"filter.{e.field}", e.code, e.message) for e in invalid.errors]) from invalid
    return texts


def selected(kind: str, texts: Mapping[str, str], actor: Actor) -> QuerySet[Any]:
    """Return the records that a filter selects, as the list of the kind would; raise Invalid."""
    visible = [role for role in ROLES if actor.may_read(role)]
    rows = KINDS[kind].model._default_manager.order_by()
    words = {name: text for name, text in texts.items() if name != "q"}
    rows = filtered(rows, columns_of(kind, visible), words, other=())
    return matching(rows, texts["q"][:200]) if "q" in texts else rows


def _require_setup(setup: Setup, kind: str) -> None:
    """Raise SetupMissing where contacts of this kind are switched off [1.1], or have no numbers [1.5]."""
    if relation_code(setup, kind) is None:
        raise setup_missing(f"{kind}_relation_code")
    if series_code(setup, "contact") is None:
        raise setup_missing("contact_nos")


def create_contacts(job: Job, actor: Actor) -> Step:
    """Do one chunk of a batch: contacts for the next records of the filter that have none."""
    kind = SOURCES[job.payload["source"]]
    require_write(actor, kind)
    setup = setup_now()
    _require_setup(setup, kind)
    rows = selected(kind, job.payload["filter"], actor)
    total = rows.count() if not job.position else None
    after = job.position.get("after", 0)
    ids = list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    if not ids:
        return Step(None, total=total)
    position = {"after": ids[-1]} if len(ids) == CHUNK else None
    free = _free(kind, ids)
    with transaction.atomic():
        made, errors, failure = _make(kind, free, setup, actor, clock())
        if job.payload["dry_run"]:
            transaction.set_rollback(True)
    done = len(ids) if not failure else len(ids) - len(free) + made + len(errors)
    return Step(position, done, made, len(ids) - len(free), errors, total, failure)


def _free(kind: str, ids: Sequence[int]) -> list[int]:
    """Return those records that are there and have no contact, locked."""
    network.lock([Key(kind, id_) for id_ in ids])
    return without_link(kind, ids)


def _make(
    kind: str, ids: Sequence[int], setup: Setup, actor: Actor, now: datetime
) -> tuple[int, list[tuple[str, str]], str]:
    """Make the contacts of these records; return how many, what went wrong with single ones, why it cannot go on.

    Where the series has too few numbers left, as many as it has are made: the first half, and then of the rest.
    """
    if not ids:
        return 0, [], ""
    recorder, series = Recorder(actor, kind, now), str(series_code(setup, "contact"))
    try:
        with transaction.atomic():
            made = contacts_from_records(
                kind,
                ids,
                rules_now(setup),
                recorder,
                relation_code(setup, kind),
                lambda count: numbers("contact", count, series),
            )
            recorder.finish()
            return made, [], ""
    except SeriesExhausted as refusal:
        if len(ids) == 1:
            no = network.load_records(kind, ids, lock=False)[0].no
            return 0, [(no, refusal.message)], refusal.message
        half = len(ids) // 2
        made, errors, failure = _make(kind, ids[:half], setup, actor, now)
        more = (0, [], "") if failure else _make(kind, ids[half:], setup, actor, now)
        return made + more[0], errors + more[1], failure or more[2]
