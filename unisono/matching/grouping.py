"""Findings put together into groups: when everything was compared, and when a person said that two
are different [9.4].
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Q

from unisono.duplicates.groups import Group, groups_of
from unisono.duplicates.models import DuplicatePair
from unisono.duplicates.pairs import Pair

# Of larger groups, each member is kept with the strongest of the others alone: of a thousand copies
# there would be half a million pairs.
MOST_WITH_ALL_PAIRS = 50


def grouped(pairs: Sequence[Pair], least: int) -> Iterator[DuplicatePair]:
    """Return findings for pairs, in groups, the likeliest first."""
    refused = DuplicatePair.objects.filter(state="dismissed").values_list("contact_id", "other_id")
    scored = [(pair.left, pair.right, pair.points) for pair in pairs]
    group_of = _by_member(groups_of(scored, refused.iterator(), least))
    led: set[int] = set()
    placed: set[int] = set()  # members of large groups that have their strongest pair
    for pair in sorted(pairs, key=lambda pair: (-pair.points, pair.left, pair.right)):
        group = _group_of_both(group_of, pair.left, pair.right)
        if group and len(group.members) > MOST_WITH_ALL_PAIRS:
            if {pair.left, pair.right} <= placed:
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
    group_of = _by_member(groups_of(scored, refused, min([least, *(row.score for row in rows)])))
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


def _by_member(groups: Iterable[Group]) -> dict[int, Group]:
    return {member: group for group in groups for member in group.members}


def _group_of_both(group_of: dict[int, Group], one: int, other: int) -> Group | None:
    """Return the group that both are in."""
    group = group_of.get(one)
    return group if group is not None and group is group_of.get(other) else None


def members_of(rows: Collection[DuplicatePair]) -> dict[int, list[DuplicatePair]]:
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
