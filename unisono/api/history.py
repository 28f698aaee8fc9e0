"""History, undo and the change feed."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from ninja import Router

from unisono.access.roles import Actor
from unisono.api import acts, job_schemas
from unisono.api.answers import answer, moment, warnings_shown
from unisono.api.jobs import shown
from unisono.api.requests import ActingRequest, actor_of, idempotent
from unisono.common.borders import Content
from unisono.common.kinds import Key
from unisono.common.text import whole_number
from unisono.history import queries
from unisono.history.models import Change, ChangeSet
from unisono.lists.filters import refuse_unknown
from unisono.lists.listing import COUNTED, bad_cursor, limit_of
from unisono.setup.queries import timeline_now
from unisono.undo.visibility import cause_seen, is_visible, source_seen, via_seen
from unisono.usecases.jobs import jobs
from unisono.usecases.undo import undo_jobs
from unisono.usecases.undo.undo_change_sets import undo_act, undo_change_set

router = Router(tags=["History"])


@router.get(
    "/changes", response=acts.FeedPage, summary="Every change set in order, for other systems"
)
def feed(request: HttpRequest, since: str = "", limit: str = "") -> HttpResponse:
    """Return change sets after `since`; `next` goes into the next call's `since`, also at the
    end.
    """
    actor = actor_of(request)
    refuse_unknown(request.GET, ("since", "limit"))
    timeline = timeline_now()
    place = _place(_since_restore(since, timeline))
    most = limit_of(request.GET)
    items: list[Content] = []
    # An empty page means the end, also for those who may not see the first thousand change sets.
    while not items and (sets := queries.feed(place, most)):
        items = [item for each in sets if (item := _feed_item(each, actor))]
        place = (sets[-1].position, sets[-1].pk)
    return answer({"items": items, "next": f"{timeline}{place[0]}-{place[1]}", "count": len(items)})


def _since_restore(since: str, timeline: str) -> str:
    """Return a place in the feed without the timeline it is of; refuse one of before a restore,
    since changes that its reader saw are none any more.
    """
    if since and not since.startswith(timeline):
        raise bad_cursor("since", _("A backup was restored since. Begin anew, without a place."))
    return since.removeprefix(timeline)


def _place(since: str, name: str = "since") -> tuple[int, int]:
    if not since:
        return (0, 0)
    position, _dash, id_ = map(whole_number, since.partition("-"))
    if position is None or id_ is None:
        raise bad_cursor(name)
    return position, id_


def _feed_item(change_set: ChangeSet, actor: Actor) -> Content | None:
    records = [
        {
            "kind": change.kind,
            "no": change.no,
            "event": change.event,
            "fields": (
                (change.detail or {}).get("fields", [])
                if change.event == "erased"
                else sorted(change.values)
            ),
        }
        for change in change_set.changes.all()
        if is_visible(change, actor)
    ]
    return {**_set_shown(change_set, actor), "records": records} if records else None


def _set_shown(change_set: ChangeSet, actor: Actor) -> Content:
    return {
        "change_set": change_set.pk,
        "act": str(change_set.act),
        "at": moment(change_set.at),
        "by": change_set.by,
        "via": via_seen(change_set, actor),
        "source": source_seen(change_set, actor),
    }


def changes_page(key: Key, query: QueryDict, actor: Actor) -> Content:
    """Return a page of a record's history: an entry per field, and one per event, newest first."""
    refuse_unknown(query, ("limit", "cursor"))
    limit, before, skip = limit_of(query), None, 0
    if cursor := query.get("cursor"):
        before, skip = _place(cursor, "cursor")
    changes = [change for change in queries.of_record(*key)[:COUNTED] if is_visible(change, actor)]
    entries = [(change.pk, entry) for change in changes for entry in _entries(change, actor)]
    start = 0
    if before is not None:
        start = (
            next((n for n, (pk, _entry) in enumerate(entries) if pk <= before), len(entries)) + skip
        )
    items = entries[start : start + limit]
    following = entries[start + limit : start + limit + 1]
    next_ = None
    if following:
        pk = following[0][0]
        first_of_change = next(n for n, (each, _entry) in enumerate(entries) if each == pk)
        next_ = f"{pk}-{start + limit - first_of_change}"
    return {
        "items": [entry for _pk, entry in items],
        "next": next_,
        "count": min(len(entries), COUNTED),
    }


def _entries(change: Change, actor: Actor) -> Iterator[Content]:
    common = _set_shown(change.change_set, actor)
    if change.event != "changed":
        detail = change.detail or {}
        link = (
            {"role": detail["role"], "no": detail["record_no"], "contact_no": detail["contact_no"]}
            if "role" in detail
            else {}
        )
        state = (
            {"old": detail["former_state"], "new": detail["state"]}
            if change.event == "link_state"
            else {}
        )
        yield {
            **common,
            "cause": "",
            "field": None,
            "old": None,
            "new": None,
            "event": change.event,
            **link,
            **state,
        }
        return
    for name, (old, new, cause) in change.values.items():
        via = "company" if cause.startswith("company:") else common["via"]
        yield {
            **common,
            "via": via,
            "cause": cause_seen(cause, actor),
            "field": name,
            "old": old,
            "new": new,
            "event": None,
        }


@router.post(
    "/change-sets/{int:id}/undo",
    response=acts.Undone,
    summary="Put back the old values of a change set",
)
@idempotent
def undo(request: ActingRequest, id: int, payload: acts.UndoBody | None = None) -> HttpResponse:
    """Undo; 409 `edit-conflict` with nothing done where something changed since, unless
    `skip_conflicts`.
    """
    skip = payload.skip_conflicts if payload else False
    outcome = undo_change_set(id, skip, actor=request.actor)
    return answer(
        {"change_set": outcome.change_set, **outcome.more, **warnings_shown(outcome.warnings)}
    )


@router.post(
    "/acts/{act}/undo",
    response={200: acts.Undone, 202: job_schemas.JobShown},
    summary="Undo a whole batch or import",
)
@idempotent
def undo_whole_act(
    request: ActingRequest, act: str, payload: acts.UndoBody | None = None
) -> HttpResponse:
    """Undo all change sets of an act as one; an act of more than 2,000 changes as a job, with 202
    and its address.
    """
    skip = payload.skip_conflicts if payload else False
    if undo_jobs.is_long(act):
        id_ = jobs.start_job(
            undo_jobs.UNDO, {"act": act, "skip_conflicts": skip}, actor=request.actor
        )
        return answer(shown(jobs.find_job(id_, request.actor)), 202, f"/api/v1/jobs/{id_}")
    outcome = undo_act(act, skip, actor=request.actor)
    return answer(
        {"change_set": outcome.change_set, **outcome.more, **warnings_shown(outcome.warnings)}
    )
