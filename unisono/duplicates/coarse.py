"""Whether two records that met are alike enough to be looked at closely: by Splink's model (Fellegi
and Sunter, 1969) of few levels, the same in Python and in SQL.
"""

import json
from functools import cache
from math import log2
from pathlib import Path

from unisono.common.borders import Content
from unisono.duplicates.comparing import COMPARISONS, Comparison
from unisono.duplicates.features import Features

MODEL = Path(__file__).with_name("coarse.json")
# By its numbers, in which pairs that score enough count five times: of forty pairs that look like
# these one does, and others are not worth a closer look.
LEAST = 0.11


@cache
def model() -> Content:
    """Return the trained numbers: `prior`, and per comparison the (m, u) of each level, unlike
    last; likeness never weighs against two records.
    """
    loaded: Content = json.loads(MODEL.read_text(encoding="utf-8"))
    return loaded


def forget() -> None:
    """Read the numbers anew when they are needed: they were made anew."""
    model.cache_clear()
    _weights.cache_clear()


@cache
def _weights() -> tuple[float, tuple[tuple[Comparison, tuple[float, ...]], ...]]:
    prior = model()["prior"]
    by_subject = {
        subject: tuple(log2(m / u) for m, u in levels)
        for subject, levels in model()["comparisons"].items()
    }
    return log2(prior / (1 - prior)), tuple(
        (each, by_subject[each.subject]) for each in COMPARISONS
    )


def is_worth_a_look(a: Features, b: Features) -> bool:
    """Tell whether two records may be one party at all."""
    weight, comparisons = _weights()
    for comparison, weights in comparisons:
        if comparison.silent(a, b):
            continue
        for level, points in zip(comparison.levels, weights, strict=False):
            if level.holds(a, b):
                weight += points
                break
        else:
            weight += weights[-1]
    return weight >= log2(LEAST / (1 - LEAST))
