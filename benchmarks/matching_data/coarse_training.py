"""Makes the numbers of the coarse look (`unisono/duplicates/coarse.json`): levels of Fellegi and
Sunter by which pairs that cannot score enough are left out. It needs scikit-learn's scipy.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks.matching_data.books import HardPair, books_here
from benchmarks.matching_data.firms import firms
from benchmarks.matching_data.neighbours import neighbours
from unisono.duplicates.comparing import COMPARISONS, Comparison
from unisono.duplicates.features import Features, features_of
from unisono.duplicates.index import KeyIndex
from unisono.duplicates.likeness import likeness
from unisono.duplicates.scoring import evidence

_LONG, _KEPT = "hist50k", 0.15  # a book of which some pairs are enough
# Many firms at once, since strangers that are alike grow with the square of a book.
_CROWD, _CROWD_SEED, _CROWD_COUNTS = 60_000, 1000, 4
_NEIGHBOURS, _SEED = 4000, 9
_MOST_PAIRS = 4000  # that a book counts as
_FOUND_COUNTS = 5  # a pair that is left out costs more than one that is looked at in vain
_RIDGE = 1.0
# What the books do not teach, in bits: numbers in a name never outweigh a VAT number, nor a VAT
# number that differs all else; no book has IBANs.
_LIMITS = {"numbers": -6.0, "vat": -8.0}
_BY_HAND = {"iban": [15.0, -2.3]}
Pairs = Iterable[tuple[Features, Features]]
Learned = tuple[list[list[int]], list[bool]]


def level_of(comparison: Comparison, a: Features, b: Features) -> int:
    """Return which level holds, the closest 0, unlike last; -1 where nothing is said."""
    if comparison.silent(a, b):
        return -1
    held = (n for n, level in enumerate(comparison.levels) if level.holds(a, b))
    return next(held, len(comparison.levels))


def learned_from(pairs: Pairs) -> Learned:
    """Return the levels of pairs, and whether each is likelier one party than not."""
    levels, found = [], []
    for a, b in pairs:
        levels.append([level_of(each, a, b) for each in COMPARISONS])
        found.append(evidence(likeness(a, b)) > 0)
    return levels, found


def _met(entries: Iterable[Any], kept: float = 1.0) -> Iterator[tuple[Features, Features]]:
    dice = random.Random(_SEED)
    index = KeyIndex(":memory:")
    index.add((each.no, features_of(each.values)) for each in entries)
    for _one, features, _other, others in index.pairs():
        if dice.random() < kept:
            yield features, others
    index.close()


def taught() -> dict[str, Learned]:
    """Return what each book teaches, and a crowd of firms, and pairs of neighbours."""
    found = {
        name: learned_from(_met(entries, _KEPT if name == _LONG else 1.0))
        for name, entries in books_here()
    }
    found["crowd"] = learned_from(_met(firms(_CROWD, _CROWD_SEED)))
    pairs = (
        HardPair(each.is_same, "", each.one, each.other) for each in neighbours(_NEIGHBOURS, _SEED)
    )
    found["neighbours"] = learned_from((features_of(p.one), features_of(p.other)) for p in pairs)
    return found


def train(lessons: Mapping[str, Learned]) -> dict[str, Any]:
    """Return `prior`, and per comparison the (m, u) of each level, unlike last. A closer level never
    counts less, no likeness counts against, nothing unlike in favour.
    """
    import numpy as np
    from scipy.optimize import minimize

    sizes = [len(each.levels) + 1 for each in COMPARISONS]
    starts = np.cumsum([0, *sizes])
    levels = np.concatenate([np.array(each) for each, _found in lessons.values()])
    found = np.concatenate([np.array(each) for _levels, each in lessons.values()])
    weights = np.concatenate(
        [
            np.full(len(each), min(len(each), _MOST_PAIRS) / len(each))
            * (_CROWD_COUNTS if name == "crowd" else 1)
            for name, (_levels, each) in lessons.items()
        ]
    ) * np.where(found, _FOUND_COUNTS, 1)
    marks = np.zeros((len(levels), starts[-1]))
    for place, start in enumerate(starts[:-1]):
        said = np.nonzero(levels[:, place] >= 0)[0]
        marks[said, start + levels[said, place]] = 1

    def points(steps: Any) -> list[Any]:
        """Return the weights of levels: sums of steps upward, unlike below nothing."""
        each = np.split(steps[1:], starts[1:-1])
        return [np.append(np.cumsum(some[:0:-1])[::-1], -some[0]) for some in each]

    def loss(steps: Any) -> tuple[float, Any]:
        """Return the loss of logistic regression, and where it grows."""
        guess = 1 / (1 + np.exp(-(marks @ np.concatenate(points(steps)) + steps[0])))
        off = weights * (guess - found)
        by_level = np.split(marks.T @ off, starts[1:-1])
        slope = [np.append(-some[-1], np.cumsum(some[:-1])) for some in by_level]
        right = np.where(found, guess, 1 - guess)
        ridge = _RIDGE * np.append(0, steps[1:])
        return (
            -(weights * np.log(right + 1e-12)).sum() + (ridge * steps).sum() / 2,
            np.append(off.sum(), np.concatenate(slope)) + ridge,
        )

    least = [(None, None)] + [(0, None)] * int(starts[-1])
    steps = minimize(
        loss, np.full(1 + starts[-1], 0.5), jac=True, method="L-BFGS-B", bounds=least
    ).x
    bits = {
        each.subject: (some / np.log(2)).tolist()
        for each, some in zip(COMPARISONS, points(steps), strict=True)
    }
    for subject, limit in _LIMITS.items():
        bits[subject][-1] = max(bits[subject][-1], limit)
    bits |= _BY_HAND
    return {
        "prior": round(float(1 / (1 + np.exp(-steps[0]))), 4),
        "comparisons": {
            subject: [_m_and_u(each) for each in some] for subject, some in bits.items()
        },
    }


def _m_and_u(bits: float) -> list[float]:
    """Return two shares whose quotient is so many bits, as Splink takes them."""
    bits = round(bits, 2)
    return [0.9, round(0.9 / 2**bits, 9)] if bits >= 0 else [round(0.9 * 2**bits, 9), 0.9]


def dumped(model: dict[str, Any]) -> str:
    """Return the numbers as their file has them."""
    return json.dumps(model, indent=1) + "\n"
