"""The score of two records, by the shipped model (Fellegi and Sunter, 1969): 0 to 100, with the
fields that match.
"""

import json
from functools import cache
from math import log2
from pathlib import Path
from typing import NamedTuple

from unisono.common.borders import Content
from unisono.duplicates.comparing import COMPARISONS, Comparison
from unisono.duplicates.features import Features

MODEL = Path(__file__).with_name("model.json")


class Score(NamedTuple):
    """How likely two records are the same party, 0 to 100, and the fields that match."""

    points: int
    fields: tuple[str, ...]


@cache
def model() -> Content:
    """Return the trained numbers: `prior`, and per comparison the (m, u) of each level, unlike
    last.
    """
    loaded: Content = json.loads(MODEL.read_text(encoding="utf-8"))
    return loaded


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


def score(a: Features, b: Features) -> Score:
    """Return how likely two records are the same party."""
    weight, comparisons = _weights()
    fields: list[str] = []
    for comparison, weights in comparisons:
        if comparison.silent(a, b):
            continue
        for level, points in zip(comparison.levels, weights, strict=False):
            if level.holds(a, b):
                weight += points
                fields += level.fields
                break
        else:
            weight += weights[-1]
    return Score(points_of(1 / (1 + 2 ** -max(min(weight, 60.0), -60.0))), named(fields))


def points_of(probability: float) -> int:
    """Return a probability as a score."""
    return int(probability * 100)


def named(fields: list[str]) -> tuple[str, ...]:
    """Return matching fields once each."""
    return tuple(dict.fromkeys(fields))
