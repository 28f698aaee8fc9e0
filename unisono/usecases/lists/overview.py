"""What a person sees first: what needs a hand, what happened, how much is linked [P9]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from unisono.access.roles import Actor
from unisono.common.kinds import LINKED_KINDS, Key, Kind
from unisono.documents.models import Document
from unisono.documents.types import QUOTES, TYPES
from unisono.history import queries
from unisono.history.models import ChangeSet
from unisono.jobs.models import Job
from unisono.links.kinds import KINDS, record_counts
from unisono.links.models import Link
from unisono.links.queries import names_of_records
from unisono.setup.models import OurCompany
from unisono.undo.related_records import right_of
from unisono.usecases.jobs.jobs import visible_jobs
from unisono.usecases.matching.duplicates import duplicate_groups
from unisono.usecases.matching.suggestions import link_suggestions

_SETS = 12  # acts on the first page: as many as fit beside the rest
_LOOKED_AT = 200  # change sets among which they are looked for: a large import has hundreds
_QUOTES = 5  # waiting quotes there
MOST_FOUND = 1000  # duplicates and suggestions that are counted
MOST_COUNTED = 50  # changes of a set that are looked at: a batch's sets have thousands


@dataclass(frozen=True)
class Share:
    """How many records of a kind there are, how many of them are linked, how many of those links
    are paused.
    """

    kind: Kind
    total: int
    linked: int
    paused: int

    @property
    def unlinked(self) -> int:
        """Return how many have no contact."""
        return max(0, self.total - self.linked)


def shares(actor: Actor) -> list[Share]:
    """Return how much of each role kind that the actor may see is linked."""
    counts: dict[tuple[str, str], int] = {}
    for kind, state, count in (
        Link.objects.values_list("role", "state").annotate(Count("pk")).order_by()
    ):
        counts[kind, state] = count
    totals = record_counts()
    return [
        Share(
            kind,
            totals[kind],
            counts.get((kind, "active"), 0) + counts.get((kind, "paused"), 0),
            counts.get((kind, "paused"), 0),
        )
        for kind in LINKED_KINDS
        if actor.may_read(kind)
    ]


@dataclass(frozen=True)
class Happening:
    """What one change set did: the record that it names first, what happened to it, how many more
    it reached.

    `more` is MOST_COUNTED where there are that many or more; `name` is what the record is called by
    now, "" where it is gone or a document.
    """

    change_set: int
    act: str
    at: datetime
    by: str
    via: str
    source: str
    event: str
    kind: Kind
    no: str
    name: str
    more: int


_WEIGHT = ("erased", "deleted", "created", "linked", "unlinked", "link_state", "changed")


def happenings(actor: Actor) -> list[Happening]:
    """Return the latest acts that reached a record which the actor may see, newest first: an import
    or a batch is one, however many change sets it made.
    """
    latest = ChangeSet.objects.order_by("-id")[:_LOOKED_AT]
    acts: dict[object, list[ChangeSet]] = {}
    for each in latest:
        acts.setdefault(each.act, []).append(each)
    sets = [some[0] for some in list(acts.values())[: 2 * _SETS]]
    rows: dict[int, list[queries.First]] = {}
    for change in queries.first_changes([each.pk for each in sets], MOST_COUNTED + 1):
        shown = change.kind in KINDS or change.kind in TYPES
        seen = (
            shown
            and actor.may_read(right_of(change.kind))
            and (not change.role or actor.may_read(change.role))
        )
        if seen and change.event in _WEIGHT:
            rows.setdefault(change.change_set, []).append(change)
    told = [each for each in sets if each.pk in rows][:_SETS]
    firsts = {each.pk: _first(each, rows[each.pk]) for each in told}
    keys = [Key(row.kind, row.record_id) for row in firsts.values() if row.kind in KINDS]
    names = names_of_records(keys)
    return [
        _happening(each, firsts[each.pk], names, rows[each.pk], len(acts[each.act]) > 1)
        for each in told
    ]


def _first(change_set: ChangeSet, rows: Sequence[queries.First]) -> queries.First:
    return min(rows, key=lambda row: (row.kind != change_set.via, _WEIGHT.index(row.event)))


def _happening(
    change_set: ChangeSet,
    first: queries.First,
    names: Mapping[Key, str],
    rows: Sequence[queries.First],
    is_long: bool,
) -> Happening:
    return Happening(
        change_set.pk,
        str(change_set.act) if is_long else "",
        change_set.at,
        change_set.by,
        change_set.via,
        change_set.source,
        first.event,
        first.kind,
        first.no,
        names.get(Key(first.kind, first.record_id), ""),
        MOST_COUNTED if is_long else len(rows) - 1,
    )


def failed_jobs(actor: Actor) -> list[Job]:
    """Return the latest jobs that failed and can go on, newest first."""
    return list(visible_jobs(actor).filter(state="failed")[:3])


def waiting_quotes(actor: Actor) -> list[Document]:
    """Return the oldest open quotes that have no customer or vendor yet, of the types that the
    actor may change.
    """
    mine = [name for name in QUOTES if actor.may_write(TYPES[name].right)]
    rows = Document.objects.filter(type__in=mine, customer__isnull=True, vendor__isnull=True)
    return list(rows.exclude(status="closed").order_by("pk")[:_QUOTES])


def findings(actor: Actor) -> dict[str, int]:
    """Return how many open duplicates and link suggestions there are for somebody who may treat
    them.
    """
    found = {}
    if actor.may_write("contact"):
        found["duplicates"] = duplicate_groups(actor)[: MOST_FOUND + 1].count()
    if any(actor.may_write(kind) for kind in LINKED_KINDS):
        found["suggestions"] = (
            link_suggestions(actor).filter(state="open")[: MOST_FOUND + 1].count()
        )
    return found


def is_new(actor: Actor) -> bool:
    """Tell whether an administrator has the first steps before them: our company has no name, and
    there is nobody.
    """
    if not actor.is_administrator or OurCompany.objects.exclude(name="").exists():
        return False
    return not any(info.model._default_manager.exists() for info in KINDS.values())
