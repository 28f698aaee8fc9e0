"""Creating a customer with its automatic contact

The product's use case, against the statements that write the same: two number series locked and
moved on, customer and contact with their search columns (which the raw way is given), the link, the
history (benchmarks/raw_creating.py). Each is one transaction. Tryton creates a party with an
address, a phone and an e-mail, and keeps no history.
"""

import random
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

from benchmarks import filling, raw_creating
from benchmarks.checking import count_statements
from benchmarks.checking_creation import require_equal
from benchmarks.prepared import prepared
from benchmarks.results import Goal, Result
from benchmarks.rounds import alternate, seconds
from unisono.links.search_columns import search_columns
from unisono.usecases.records.role_records import create_record

NAME = "creating"
GOALS = (Goal(tryton=5),)
_TIMES = 200
_WARMING_UP = 20
_FIRST = 20_000_000  # beyond the parties that are there


def measure(rounds: int) -> list[Result]:
    """Create customers in alternating rounds, on the prepared database."""
    now, new = prepared(), _new()
    raw, tryton = raw_creating.connect(now.actor), now.tryton

    def product(values: dict[str, Any], _: dict[str, str]) -> None:
        create_record("customer", values, actor=now.actor)

    require_equal(product, raw, *next(new))
    statements = count_statements(lambda: product(*next(new)))
    ways = {
        "raw": lambda: _milliseconds(raw, new, _TIMES),
        "product": lambda: _milliseconds(product, new, _TIMES),
    }
    if tryton is not None:
        ways["tryton"] = lambda: tryton.seconds("create", _TIMES) / _TIMES * 1e3
        tryton.seconds("create", _WARMING_UP)
    for way in (raw, product):
        _milliseconds(way, new, _WARMING_UP)
    return [Result("create", "ms", **alternate(ways, rounds), statements=statements)]


def _new() -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """Yield the values of new customers without end, each with its search columns but for the
    number.
    """
    choice = random.Random(3)
    for party in count(_FIRST):
        values = filling.shared_values(party, choice)
        yield values, search_columns(values)


def _milliseconds(create: Any, new: Iterator[Any], times: int) -> float:
    todo = list(islice(new, times))
    return seconds(lambda: [create(*one) for one in todo]) / times * 1e3
