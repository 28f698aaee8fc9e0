"""The pairs of a book that meet, as the model sees them."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.matching_data.books import HardPair
from benchmarks.matching_data.firms import Entry
from unisono.duplicates.coarse import is_worth_a_look
from unisono.duplicates.features import features_of
from unisono.duplicates.index import KeyIndex
from unisono.duplicates.likeness import Likeness, likeness
from unisono.duplicates.meeting import meeting_keys


class Meetings(NamedTuple):
    """How alike pairs are that were looked at closely, whether each is one party, and how many
    pairs there are in truth.
    """

    alike: list[Likeness]
    same: list[bool]
    wanted: int


class Quality(NamedTuple):
    """Of pairs from a score on: how many of them are true, and how many of the true ones are
    there.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


def meetings_of(entries: list[Entry]) -> Meetings:
    """Return the pairs of a book that are worth a look."""
    party = {each.no: each.party for each in entries}
    counts = Counter(party.values())
    wanted = sum(count * (count - 1) // 2 for count in counts.values())
    index = KeyIndex(":memory:")
    index.add((each.no, features_of(each.values)) for each in entries)
    alike, same = [], []
    for one, features, other, others in index.pairs():
        if is_worth_a_look(features, others):
            alike.append(likeness(features, others))
            same.append(party[one] == party[other])
    index.close()
    return Meetings(alike, same, wanted)


def meetings_by_hand(pairs: Iterable[HardPair]) -> Meetings:
    """Return those of pairs by hand that meet and are worth a look."""
    alike, same, wanted = [], [], 0
    for pair in pairs:
        one, other = features_of(pair.one), features_of(pair.other)
        wanted += pair.is_same
        if meeting_keys(one) & meeting_keys(other) and is_worth_a_look(one, other):
            alike.append(likeness(one, other))
            same.append(pair.is_same)
    return Meetings(alike, same, wanted)


def quality(points: list[int], meetings: Meetings, least: int) -> Quality:
    """Return precision and recall of the pairs that have at least so many points."""
    found = [same for point, same in zip(points, meetings.same, strict=True) if point >= least]
    true = sum(found)
    return Quality(true / max(len(found), 1), true / max(meetings.wanted, 1))
