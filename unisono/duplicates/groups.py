"""Pairs put together into groups: the records that are likely one party, however many. Pure.

Hierarchical clustering from the likeliest pair on, with average linkage: two groups come together
by the mean of all their pairs, in which one that was not found counts nothing. So one weak pair
does not chain two firms together.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from unisono.duplicates.keys import COPIES

# Of the pairs between two groups, so large a share of the least score must be there on average.
_SHARE = 0.5
# Of hundreds of copies each meets so many others for sure (`meeting.copy_keys`).
_MET = COPIES // 2
PairOf = tuple[int, int]  # two keys, the smaller first


class Group(NamedTuple):
    """Records that are likely one party, by key, the smallest first; the scores of the likeliest
    and of the least likely pair that ties them together.
    """

    members: tuple[int, ...]
    strongest: int
    weakest: int


class _Cluster:
    """A group while it grows: its members, the scores of pairs that tie them together, and per
    other cluster how many points the pairs between both have.
    """

    __slots__ = ("members", "points_to", "refused", "strongest", "weakest")

    def __init__(self, member: int) -> None:
        self.members = [member]
        self.strongest, self.weakest = 0, 100
        self.points_to: dict[int, int] = {}
        self.refused: set[int] = set()


def groups_of(
    pairs: Collection[tuple[int, int, int]], refused: Iterable[PairOf], least: int
) -> list[Group]:
    """Return the groups of pairs (two keys, score) that score at least `least` points; two records
    that somebody said are different are never in one. With 0 points any pair ties: of a group of
    which not all pairs are known.
    """
    clusters, place = _begun(pairs, refused)
    for one, other, points in sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1])):
        here, there = place[one], place[other]
        if here != there and _belong_together(clusters[here], clusters[there], there, least):
            if len(clusters[here].members) < len(clusters[there].members):
                here, there = there, here
            _join(clusters, place, here, there, points)
    found = (each for each in clusters.values() if len(each.members) > 1)
    return [Group(tuple(sorted(c.members)), c.strongest, c.weakest) for c in found]


def _begun(
    pairs: Iterable[tuple[int, int, int]], refused: Iterable[PairOf]
) -> tuple[dict[int, _Cluster], dict[int, int]]:
    """Return a cluster for each record, by its key, and the cluster that each record is in."""
    clusters: dict[int, _Cluster] = {}
    for one, other, points in pairs:
        for here, there in ((one, other), (other, one)):
            clusters.setdefault(here, _Cluster(here)).points_to[there] = points
    for one, other in refused:
        if one in clusters and other in clusters:
            clusters[one].refused.add(other)
            clusters[other].refused.add(one)
    return clusters, {key: key for key in clusters}


def _belong_together(one: _Cluster, other: _Cluster, there: int, least: int) -> bool:
    if there in one.refused:
        return False
    sizes = sorted((len(one.members), len(other.members)))
    possible = sizes[0] * min(sizes[1], _MET)
    return one.points_to.get(there, 0) >= _SHARE * least * possible


def _join(
    clusters: dict[int, _Cluster], place: dict[int, int], here: int, there: int, points: int
) -> None:
    """Put the members of one cluster into another, and what others have with them."""
    into, gone = clusters[here], clusters.pop(there)
    into.members += gone.members
    into.strongest = max(into.strongest, gone.strongest, points)
    into.weakest = min(into.weakest, gone.weakest, points)
    for member in gone.members:
        place[member] = here
    del into.points_to[there]
    for third, sum_ in gone.points_to.items():
        if third != here:
            into.points_to[third] = into.points_to.get(third, 0) + sum_
            others = clusters[third].points_to
            others[here] = others.get(here, 0) + others.pop(there)
    for third in gone.refused:
        into.refused.add(third)
        clusters[third].refused.discard(there)
        clusters[third].refused.add(here)
