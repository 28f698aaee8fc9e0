"""What a measurement yields, and what it is held against.

A measuring module offers `NAME`, `GOALS` (a tuple of Goal) and `measure(rounds) -> list[Result]`.
Its docstring's first line is its title in docs/benchmarks.md, the rest of it says there how it is
measured. It is listed in registry.py, and runs in a process with a filled database, which
`prepared()` describes (prepared.py); alternating rounds are run by `alternate` (rounds.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Result:
    """The figures of one act in one unit ("µs", "ms", "s", "bytes"; "rows/s": more is better), one
    per round.

    What is not measured is an empty list. `statements` is what one act of the product sends besides
    BEGIN and COMMIT; `extra` is told beside the table.
    """

    what: str
    unit: str
    raw: list[float] = field(default_factory=list)
    product: list[float] = field(default_factory=list)
    tryton: list[float] = field(default_factory=list)
    statements: int | None = None
    peak_mb: float | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def times_raw(self) -> float | None:
        """Return how many times the effort of the raw statements the product takes."""
        return _effort(self.product, self.raw, self.unit)

    @property
    def times_tryton(self) -> float | None:
        """Return how many times as fast as Tryton (or as small) the product is."""
        return _effort(self.tryton, self.product, self.unit)


@dataclass(frozen=True)
class Goal:
    """At most `raw` times the effort of the raw statements, at least `tryton` times as fast as
    Tryton.

    `growth` is how many times the effort the product may take at the largest size, against the
    smallest. A goal is for all acts and databases, or for the one it names in `what` (as in Result)
    and `database`.
    """

    raw: float | None = None
    tryton: float | None = None
    growth: float | None = None
    what: str = ""
    database: str = ""


def goal_for(goals: Iterable[Goal], what: str, database: str) -> Goal:
    """Return the first goal that is for this act and database; one without demands, if there is
    none.
    """
    fitting = (
        goal for goal in goals if goal.what in ("", what) and goal.database in ("", database)
    )
    return next(fitting, Goal())


def growth(smallest: Result, largest: Result) -> float | None:
    """Return how many times the effort the product takes at the largest size."""
    return _effort(largest.product, smallest.product, largest.unit)


def _effort(of: Sequence[float], against: Sequence[float], unit: str) -> float | None:
    """Return the ratio of two medians, as effort: of rates, the inverse. None where one was not
    measured.
    """
    if not of or not against:
        return None
    ratio = median(of) / median(against)
    return 1 / ratio if unit.endswith("/s") else ratio
