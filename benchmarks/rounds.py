"""Alternating rounds."""

import time
from collections.abc import Callable, Mapping

Way = Callable[[], float]


def alternate(ways: Mapping[str, Way], rounds: int) -> dict[str, list[float]]:
    """Let each way measure itself once per round, another one first in each; return the figures of
    each way.
    """
    names, figures = list(ways), {name: [] for name in ways}
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            figures[name].append(ways[name]())
    return figures


def seconds(act: Callable[[], object]) -> float:
    """Return how long an act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started
