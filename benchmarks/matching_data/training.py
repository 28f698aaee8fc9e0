"""Makes the model: trees that grow with every number of the likeness, learned from real and made
books at once. It needs scikit-learn (`pip install scikit-learn`), which the product does not.
"""

import json
from collections.abc import Mapping
from math import floor
from typing import Any

from benchmarks.matching_data.books import REAL, HardPair
from benchmarks.matching_data.meetings import Meetings, meetings_by_hand
from benchmarks.matching_data.neighbours import neighbours
from unisono.duplicates.likeness import Likeness

NEIGHBOURS = "neighbours"
_NEIGHBOURS, _SEED = 9000, 5
# How much a book counts: each as so many pairs at most, made ones less than real ones.
_MOST_PAIRS = 3000
_WEIGHTS = {
    "firms": 0.15,
    "firms_anglo": 0.15,
    "febrl3_id": 0.5,
    "febrl4_id": 0.5,
    "senzing": 1.5,
    NEIGHBOURS: 1.6,
}
_TREES, _DEPTH, _RATE, _LEAST_IN_LEAF, _RIDGE = 160, 5, 0.08, 15, 5.0
# Of each real book, when scores are made to say what they say.
_MOST_CALIBRATING = 400
_FREE = ("people",)  # says which sort of pair it is, not how alike it is


def made_pairs() -> Meetings:
    """Return pairs that real books have and generated ones lack."""
    pairs = neighbours(_NEIGHBOURS, _SEED)
    return meetings_by_hand(HardPair(each.is_same, "", each.one, each.other) for each in pairs)


def train(books: Mapping[str, Meetings]) -> dict[str, Any]:
    """Return the model of these books: `base`, and `trees` of [number, limit, low, high]."""
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier

    alike = [row for each in books.values() for row in each.alike]
    same = [row for each in books.values() for row in each.same]
    weights = [
        _WEIGHTS.get(name, 1.0) * min(len(each.same), _MOST_PAIRS) / len(each.same)
        for name, each in books.items()
        for _pair in each.same
    ]
    names = Likeness._fields
    model = HistGradientBoostingClassifier(
        monotonic_cst=[0 if name in _FREE else 1 for name in names],
        max_iter=_TREES,
        max_depth=_DEPTH,
        learning_rate=_RATE,
        min_samples_leaf=_LEAST_IN_LEAF,
        l2_regularization=_RIDGE,
        early_stopping=False,
        random_state=1,
    )
    model.fit(np.array(alike), np.array(same), sample_weight=np.array(weights))
    scale, more = _calibration(model, {name: each for name, each in books.items() if name in REAL})
    base = scale * float(np.ravel(model._baseline_prediction)[0]) + more
    trees = [_grown(tree.nodes, 0, scale) for (tree,) in model._predictors]
    return {"base": round(base, 5), "trees": trees}


def _calibration(model: Any, real: Mapping[str, Meetings]) -> tuple[float, float]:
    """Return by how much evidence is multiplied, and what is added, so that of the pairs of real
    books at 80 points eight in ten are true (Platt, 1999): small steps and made pairs leave it
    too timid.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    evidence = model.decision_function(
        np.array([row for each in real.values() for row in each.alike])
    )
    same = [row for each in real.values() for row in each.same]
    weights = [
        min(len(each.same), _MOST_CALIBRATING) / len(each.same)
        for each in real.values()
        for _pair in each.same
    ]
    line = LogisticRegression(C=1e6).fit(evidence[:, None], same, sample_weight=weights)
    return float(line.coef_[0][0]), float(line.intercept_[0])


def _grown(nodes: Any, place: int, scale: float) -> Any:
    node = nodes[place]
    if node["is_leaf"]:
        return round(scale * float(node["value"]), 5)
    return [
        Likeness._fields[int(node["feature_idx"])],
        floor(node["num_threshold"]),  # the numbers are whole
        _grown(nodes, int(node["left"]), scale),
        _grown(nodes, int(node["right"]), scale),
    ]


def dumped(model: dict[str, Any]) -> str:
    """Return a model as its file has it."""
    return json.dumps(model, separators=(",", ":")) + "\n"
