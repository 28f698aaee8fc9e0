"""The evidence of many pairs at once, by numpy (extra `match`): the same numbers as one by one."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from unisono.duplicates.likeness import Likeness
from unisono.duplicates.scoring import Model, Tree


class Forest(NamedTuple):
    """The nodes of all trees in columns: which number decides, up to which limit it goes to `low`,
    where else, and what a leaf says. A leaf leads to itself. `roots` are where trees begin.
    """

    base: float
    roots: Any
    place: Any
    limit: Any
    low: Any
    high: Any
    value: Any
    depth: int


def forest_of(model: Model) -> Forest:
    """Return a model's trees in columns."""
    nodes: list[tuple[int, float, int, int, float]] = []

    def planted(node: Any) -> tuple[int, int]:
        """Add a node and what is below it; return its place and its depth."""
        here = len(nodes)
        if not isinstance(node, Tree):
            nodes.append((0, 0.0, here, here, node))
            return here, 0
        nodes.append((node.place, node.limit, 0, 0, 0.0))
        (low, low_depth), (high, high_depth) = planted(node.low), planted(node.high)
        nodes[here] = (node.place, node.limit, low, high, 0.0)
        return here, 1 + max(low_depth, high_depth)

    planted_trees = [planted(tree) for tree in model.trees]
    place, limit, low, high, value = (np.array(column) for column in zip(*nodes, strict=True))
    roots = np.array([root for root, _depth in planted_trees])
    depth = max(depth for _root, depth in planted_trees)
    return Forest(model.base, roots, place, limit, low, high, value, depth)


def evidence_of_many(forest: Forest, alike: Sequence[Likeness]) -> list[float]:
    """Return the logarithm of the odds of each pair, as `scoring.evidence_by` does for one."""
    numbers = np.array(alike)
    rows = np.arange(len(numbers))[:, None]
    node = np.broadcast_to(forest.roots, (len(numbers), len(forest.roots)))
    for _step in range(forest.depth):
        is_low = numbers[rows, forest.place[node]] <= forest.limit[node]
        node = np.where(is_low, forest.low[node], forest.high[node])
    said = np.column_stack((np.full(len(numbers), forest.base), forest.value[node]))
    # One after the other: in another order sums differ in their last digit.
    found: list[float] = said.cumsum(axis=1)[:, -1].tolist()
    return found
