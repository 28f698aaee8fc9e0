"""Following many suggestions at once: previewed, linked by a job, undone as one act [9.3]."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Content, Given, Rows
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.records.planned import SIDES, PlannedLink
from unisono.records.role_records import AlreadyLinked
from unisono.usecases.links import linking
from unisono.usecases.matching.suggestions import check_suggest, link_suggestions
from unisono.usecases.transaction import within

LINK_SUGGESTED = "link_suggested"
OPTIONS = ("ids", "least", "keep")
_CHUNK = 25  # links to a transaction
_MOST = 10_000  # suggestions that are chosen by hand
_FIRST = 20


@dataclass
class AcceptPreview:
    """What following suggestions would do: how many there are, the first ties, what some are
    refused for.
    """

    total: int
    first: list[PlannedLink] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def check_accept(options: Given, actor: Actor) -> Content:
    """Return what a job is asked, checked: `ids` of suggestions or `least` points, and which side
    to `keep`.
    """
    check_suggest({}, actor)
    keep, ids, least = options.get("keep", "contact"), options.get("ids"), options.get("least")
    errors = []
    if keep not in SIDES:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(SIDES)}
        errors.append(FieldError("keep", "choice", message))
    if ids is not None and not (
        isinstance(ids, list) and all(type(id_) is int for id_ in ids) and len(ids) <= _MOST
    ):
        errors.append(FieldError("ids", "type", _("This must be a list.")))
    if ids is None and not (type(least) is int and 1 <= least <= 100):
        message = _("This must be a whole number from %(least)s to %(most)s.") % {
            "least": 1,
            "most": 100,
        }
        errors.append(FieldError("least", "range", message))
    if errors:
        raise Invalid(errors)
    return {"keep": keep, **({"ids": ids} if ids is not None else {"least": least})}


def _wanted(payload: Given, actor: Actor) -> Rows:
    rows = link_suggestions(actor).filter(state="open").order_by("-score", "pk")
    return (
        rows.filter(pk__in=payload["ids"])
        if "ids" in payload
        else rows.filter(score__gte=payload["least"])
    )


def preview(options: Given, actor: Actor) -> AcceptPreview:
    """Return what following suggestions would do, without doing it; the first of them in full."""
    payload = check_accept(options, actor)
    rows = _wanted(payload, actor)
    found = AcceptPreview(rows.count())
    for row in rows[:_FIRST]:
        try:
            planned = linking.preview_link(
                row.contact_no, row.role, row.no, payload["keep"], actor=actor
            )
            found.first.append(planned)
        except Refused as refusal:
            found.refused.append((row.no, refusal.message))
    return found


def link_suggested(job: Job, actor: Actor) -> Step:
    """Follow the next suggestions; a record gets the likeliest contact, and the others of it fall
    away by that.
    """
    place = job.position or {"score": 101, "pk": 0}
    rows = _wanted(job.payload, actor)
    total = rows.count() if not job.position else None
    after = Q(score__lt=place["score"]) | Q(score=place["score"], pk__gt=place["pk"])
    some = list(rows.filter(after)[:_CHUNK])
    made, errors = 0, []
    for row in some:
        try:
            with transaction.atomic(), within():
                linking.link(row.contact_no, row.role, row.no, job.payload["keep"], actor=actor)
            made += 1
        except AlreadyLinked:
            pass  # a likelier one of the same record, or contact, was followed just before
        except Refused as refusal:
            errors.append((row.no, refusal.message))
    if len(some) < _CHUNK:
        return Step(None, len(some), made, len(some) - made, errors, total)
    last = some[-1]
    return Step(
        {"score": last.score, "pk": last.pk}, len(some), made, len(some) - made, errors, total
    )
