"""Books whose truth is known: those that stand in `../shared/data/matching` (see its README), made
ones, and pairs by hand.
"""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.matching_data.febrl import febrl
from benchmarks.matching_data.firms import Entry, firms
from unisono.duplicates.features import READ

_ROOT = Path(__file__).resolve().parents[2]
SHARED = _ROOT.parent / "shared" / "data" / "matching"
OWN_PAIRS = Path(__file__).with_name("hard_pairs.csv")
# Of those that others made, and the goal of F1 at the normal threshold.
REAL = {
    "restaurants": 0.91,
    "fodors_zagats": 0.94,
    "febrl3_noid": 0.94,
    "febrl4_noid": 0.98,
    "febrl3_id": 0.99,
    "febrl4_id": 0.997,
    "hist50k": 0.70,
    "senzing": 0.60,
}
MADE = ("firms", "firms_anglo")
# Another form of the same book, left out together with it.
TWINS = {"febrl3_noid": "febrl3_id", "febrl4_noid": "febrl4_id"}


class HardPair(NamedTuple):
    """Two records by hand, of which kind they are, and whether they are one party."""

    is_same: bool
    kind: str
    one: dict[str, str]
    other: dict[str, str]


def book(name: str) -> list[Entry]:
    """Return the records of a book; raise FileNotFoundError where it is not here."""
    if name in MADE:
        return firms(6000, 78, "anglo") if name == "firms_anglo" else firms(6000, 77)
    if name.endswith("_id"):
        return febrl("3") if "3" in name else febrl("4a", "4b")
    parties: dict[str, int] = {}
    return [
        Entry(
            int(row["row"]),
            parties.setdefault(row["party"], len(parties)),
            {field: row[field] for field in READ if row.get(field)},
        )
        for row in _rows(name)
    ]


def books_here() -> Iterator[tuple[str, list[Entry]]]:
    """Return each book that is here; say which are not."""
    for name in (*REAL, *MADE):
        try:
            yield name, book(name)
        except FileNotFoundError:
            print(f"{name}: not here")


def _rows(name: str) -> list[dict[str, str]]:
    packed = SHARED / f"{name}.csv.gz"
    if packed.exists():
        with gzip.open(packed, "rt", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    with (SHARED / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def hard_pairs(path: Path) -> Iterator[HardPair]:
    """Return the pairs of a file."""
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            one, other = (
                {n.removeprefix(side): v for n, v in row.items() if n.startswith(side) and v}
                for side in ("a_", "b_")
            )
            yield HardPair(row["same"] == "1", row["kind"], one, other)
