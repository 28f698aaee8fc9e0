"""The figures that docs/benchmarks.md is written from, kept in a file: each run replaces the part
that it measured.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from benchmarks.registry import MEASUREMENTS
from benchmarks.results import Goal, Result


@dataclass(frozen=True)
class Figure:
    """The result of one act on one database of one size, and the goal it is held against."""

    database: str
    parties: int
    result: Result
    goal: Goal


@dataclass(frozen=True)
class Measured:
    """All figures of one measurement, by act, database and size, and what it says about itself."""

    name: str
    title: str
    text: str
    figures: list[Figure]


def load(path: Path) -> dict[str, Any]:
    """Return what was measured before: name → database and size → the answer of inside.py."""
    return json.loads(path.read_text()) if path.exists() else {}


def add(
    known: dict[str, Any], database: str, parties: int, answers: Iterable[dict[str, Any]]
) -> None:
    """Take in the answers of a run."""
    for answer in answers:
        known.setdefault(answer["name"], {})[f"{database} {parties}"] = answer


def save(path: Path, known: dict[str, Any]) -> None:
    """Write the figures, rounded so that the file stays readable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        json.dumps(_rounded(known), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    )


def measurements(known: dict[str, Any]) -> Iterator[Measured]:
    """Yield what was measured, in the order of the registry; unknown names last."""
    for name in sorted(known, key=lambda name: (*MEASUREMENTS, name).index(name)):
        answers = sorted(known[name].items(), key=lambda item: _place(item[0]))
        newest = max((answer for _, answer in answers), key=lambda answer: answer["date"])
        found = [figure for place, answer in answers for figure in _figures(place, answer)]
        acts = list(dict.fromkeys(figure.result.what for figure in found))
        found.sort(key=lambda figure: acts.index(figure.result.what))
        yield Measured(name, newest["title"], newest["text"], found)


def conditions(known: dict[str, Any]) -> dict[str, list[str]]:
    """Return the dates, machines and versions of all figures, each once."""
    found: dict[str, set[str]] = {}
    for answer in (answer for places in known.values() for answer in places.values()):
        for name, value in {
            "date": answer["date"],
            "machine": answer["machine"],
            **answer["versions"],
        }.items():
            found.setdefault(name, set()).add(value)
    return {name: sorted(values) for name, values in found.items()}


def _place(place: str) -> tuple[bool, int]:
    """Return how a "database size" sorts: SQLite first, small sizes first."""
    database, parties = place.split()
    return database != "sqlite", int(parties)


def _figures(place: str, answer: dict[str, Any]) -> Iterator[Figure]:
    database, parties = place.split()
    for row in answer["results"]:
        result = Result(**{field.name: row[field.name] for field in fields(Result)})
        yield Figure(database, int(parties), result, Goal(**row["goal"]))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value
