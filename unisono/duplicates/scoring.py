"""The score of two records: 0 to 100, with the fields that match and what each subject adds.

Of pairs that score 80, eight in ten are one party (docs/matching.md). The model is a sum of small
decision trees that grow with every number of the likeness (gradient boosting with monotone
constraints; Friedman, 2001), made by `python -m benchmarks.matching --train`.
"""

import json
from functools import cache, lru_cache
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

from unisono.common.borders import Content
from unisono.duplicates.coarse import is_worth_a_look
from unisono.duplicates.features import Features
from unisono.duplicates.likeness import Likeness, likeness

MODEL = Path(__file__).with_name("model.json")
# The numbers that belong to one subject, in the order in which what they add is told.
_SUBJECTS = {
    "name": ("words", "shorter", "letters", "apart", "numbers", "given", "told", "related"),
    "vat_registration_no": ("vat",),
    "registration_no": ("registration",),
    "iban": ("iban",),
    "phone_no": ("phone",),
    "email": ("email",),
    "address": ("street", "house", "post_code", "city"),
    "type": ("type", "people"),
}


class Score(NamedTuple):
    """How likely two records are the same party, 0 to 100, and the fields that match."""

    points: int
    fields: tuple[str, ...]


class Tree(NamedTuple):
    """A node: the numbers at `place` up to `limit` go `low`, others `high`; each is a node, or what
    the tree says.
    """

    place: int
    limit: float
    low: Any
    high: Any


class Model(NamedTuple):
    """What there is before any evidence, and the trees that add to it."""

    base: float
    trees: tuple[Any, ...]


@cache
def shipped() -> Model:
    """Return the model that comes with the product."""
    return model_of(json.loads(MODEL.read_text(encoding="utf-8")))


def model_of(content: Content) -> Model:
    """Return a model as it was trained: `base`, and `trees` of [number, limit, low, high]."""
    return Model(content["base"], tuple(_grown(tree) for tree in content["trees"]))


def _grown(tree: Any) -> Any:
    if not isinstance(tree, list):
        return tree
    name, limit, low, high = tree
    return Tree(Likeness._fields.index(name), limit, _grown(low), _grown(high))


def evidence_by(model: Model, numbers: Likeness) -> float:
    """Return the logarithm of the odds that two records of this likeness are one party."""
    total = model.base
    for node in model.trees:
        while type(node) is Tree:
            node = node.low if numbers[node.place] <= node.limit else node.high
        total += node
    return total


@lru_cache(maxsize=262144)  # a book has many pairs that are alike in the same way
def evidence(numbers: Likeness) -> float:
    """Return the evidence by the shipped model."""
    return evidence_by(shipped(), numbers)


def score(a: Features, b: Features) -> Score:
    """Return how likely two records are the same party."""
    return close_score(a, b) if is_worth_a_look(a, b) else Score(0, ())


def close_score(a: Features, b: Features) -> Score:
    """Return the score of two records that are worth a look."""
    numbers = likeness(a, b)
    return Score(points_of(evidence(numbers)), matching(numbers))


def points_of(evidence: float) -> int:
    """Return the logarithm of odds as a score."""
    return int(100 / (1 + exp(-evidence)))


def contributions(a: Features, b: Features) -> dict[str, float]:
    """Return what each subject adds to the evidence, and what there is before any (""): they add up
    to it. A subject counts what it changes beside those told before it.
    """
    numbers, known = likeness(a, b), Likeness(*[0] * len(Likeness._fields))
    told = {"": evidence(known)}
    for subject, names in _SUBJECTS.items():
        more = known._replace(**{name: getattr(numbers, name) for name in names})
        told[subject] = evidence(more) - evidence(known)
        known = more
    return told


def matching(numbers: Likeness) -> tuple[str, ...]:
    """Return the fields in which two records match."""
    is_address = (
        numbers.street > 1 and numbers.house > 0 and max(numbers.post_code, numbers.city) >= 0
    )
    matching = (
        ("name", numbers.related and numbers.numbers > -2),
        ("phone_no", numbers.phone == 2),
        ("email", numbers.email == 3),
        ("vat_registration_no", numbers.vat == 2),
        ("registration_no", numbers.registration == 2),
        ("iban", numbers.iban == 2),
        ("address", is_address),
        ("post_code", numbers.post_code == 4 and not is_address),
        ("city", numbers.city == 2 and numbers.post_code < 4 and not is_address),
    )
    return tuple(name for name, is_so in matching if is_so)
