"""Findings put together into groups: when everything was compared, and when a person said that two
are different [9.4].
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Case, Q, Sum, When

from unisono.common.clock import clock
from unisono.duplicates.groups import Group, groups_of
from unisono.duplicates.models import DuplicatePair
from unisono.duplicates.pairs import Pair

# Of larger groups, each member is kept with the strongest of the others, and with the next one
# where these two are a pair: of a thousand copies there would be half a million pairs.
MOST_WITH_ALL_PAIRS = 50
# Of whom one can say at once that all are different, each from each: some five thousand answers.
MOST_DIFFERENT = 100


def grouped(pairs: Sequence[Pair], least: int) -> Iterator[DuplicatePair]:
    """Return findings for pairs, in groups, the likeliest first."""
    refused = DuplicatePair.objects.filter(state="dismissed").values_list("contact_id", "other_id")
    scored = [(pair.left, pair.right, pair.points) for pair in pairs]
    group_of = _by_member(groups_of(scored, refused.iterator(), least))
    next_of = {
        one: other
        for group in set(group_of.values())
        for one, other in zip(group.members, (*group.members[1:], 0), strict=True)
    }
    led: set[int] = set()
    placed: set[int] = set()  # members of large groups that have their strongest pair
    for pair in sorted(pairs, key=lambda pair: (-pair.points, pair.left, pair.right)):
        group = _group_of_both(group_of, pair.left, pair.right)
        if group and len(group.members) > MOST_WITH_ALL_PAIRS:
            if {pair.left, pair.right} <= placed and next_of[pair.left] != pair.right:
                continue
            placed |= {pair.left, pair.right}
        first = group.members[0] if group else None
        yield DuplicatePair(
            contact_id=pair.left,
            other_id=pair.right,
            score=pair.points,
            matching_fields=list(pair.fields),
            group=first,
            leads=first is None or first not in led,
        )
        if first is not None:
            led.add(first)


def regroup(group: int, least: int) -> None:
    """Put the pairs of a group together anew, within a use case: somebody said that two of its
    members are different.
    """
    rows = list(DuplicatePair.objects.filter(group=group, state="open").order_by("-score", "pk"))
    members = {id_ for row in rows for id_ in (row.contact_id, row.other_id)}
    refused = DuplicatePair.objects.filter(
        state="dismissed", contact_id__in=members, other_id__in=members
    ).values_list("contact_id", "other_id")
    scored = [(row.contact_id, row.other_id, row.score) for row in rows]
    if len(members) > MOST_WITH_ALL_PAIRS:
        least = 0  # most of their pairs are not kept
    group_of = _by_member(groups_of(scored, refused, least))
    led: set[int] = set()
    for row in rows:
        found = _group_of_both(group_of, row.contact_id, row.other_id)
        row.group = found.members[0] if found else None
        row.leads = row.group is None or row.group not in led
        if row.group is not None:
            led.add(row.group)
    DuplicatePair.objects.bulk_update(rows, ["group", "leads"], batch_size=500)
    # What was said of is listed by itself, should it be taken back.
    said = Q(group=group) & ~Q(state="open")
    DuplicatePair.objects.filter(said).update(group=None, leads=True)


def set_different(pairs: Iterable[tuple[int, int]], by: str) -> None:
    """Remember, within a use case, that contacts are different, two and two, also where they were
    no pair.
    """
    now = clock()
    rows = [
        DuplicatePair(
            contact_id=min(pair),
            other_id=max(pair),
            score=0,
            state="dismissed",
            dismissed_by=by,
            found_at=now,
        )
        for pair in pairs
    ]
    DuplicatePair.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["contact_id", "other_id"],
        update_fields=["state", "dismissed_by"],
    )


def settle() -> None:
    """Let each group be led by its likeliest pair alone, and no pair that was said to be different
    be in one: people said so, or a job was cancelled, while groups were written down.
    """
    said = DuplicatePair.objects.filter(group__isnull=False).exclude(state="open")
    said.update(group=None, leads=True)
    opened = DuplicatePair.objects.filter(state="open", group__isnull=False)
    leading = Sum(Case(When(leads=True, then=1), default=0))
    wrong = opened.values("group").annotate(leading=leading).exclude(leading=1)
    for group in wrong.values_list("group", flat=True):
        rows = opened.filter(group=group)
        first = rows.order_by("-score", "pk").values_list("pk", flat=True).first()
        rows.update(leads=Case(When(pk=first, then=True), default=False))


def _by_member(groups: Iterable[Group]) -> dict[int, Group]:
    return {member: group for group in groups for member in group.members}


def _group_of_both(group_of: dict[int, Group], one: int, other: int) -> Group | None:
    """Return the group that both are in."""
    group = group_of.get(one)
    return group if group is not None and group is group_of.get(other) else None


def pairs_of(rows: Collection[DuplicatePair]) -> dict[int, list[DuplicatePair]]:
    """Return, by the key of each listed pair, the open pairs that its group has, the strongest
    first.
    """
    by_group: dict[int, list[DuplicatePair]] = {}
    groups = [row.group for row in rows if row.group is not None]
    for pair in DuplicatePair.objects.filter(group__in=groups, state="open").order_by(
        "-score", "pk"
    ):
        by_group.setdefault(pair.group or 0, []).append(pair)
    return {row.pk: [row] if row.group is None else by_group.get(row.group, []) for row in rows}
