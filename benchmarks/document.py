"""Writes docs/benchmarks.md from the figures."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from textwrap import fill

from benchmarks.figures import Figure, Measured
from benchmarks.remarks import REMARKS
from benchmarks.results import growth

TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_HEAD = (
    "what | database | parties | unit | raw | product | Tryton | product ÷ raw | Tryton ÷ product "
    "| goal | met | statements | peak memory"
)
_INTRODUCTION = """# Benchmarks

Written by `make bench` from [the figures](benchmarks/figures.json); do not edit. `BENCH=full make bench` measures a
million parties, too; `python -m benchmarks --help` says how to measure parts.

*Raw* is the bare driver (sqlite3, psycopg) executing the least statements that do the same on the same database.
Where both write, a check ensures that they leave the same rows behind. Tryton does its nearest equivalent through its
ordinary API in its own process, on a database of its own with as many parties. All take turns in alternating rounds;
the figures are medians, with the least and the most of the rounds in brackets. The ratios are of effort (rates are
turned over): little ÷ raw and much ÷ product is good. Every commit is durable: `synchronous=FULL` on SQLite (Tryton's
NORMAL is raised to it), PostgreSQL as it comes. Absolute figures depend on the machine and on what else runs there,
ratios much less. Goals are ratios; nothing fails where one is missed."""


def document(measured: Iterable[Measured], conditions: dict[str, list[str]]) -> str:
    """Return the document in Markdown."""
    parts = [_INTRODUCTION, _conditions(conditions), *(section(one) for one in measured)]
    return "\n\n".join(parts) + "\n"


def section(one: Measured) -> str:
    """Return what is to be said of one measurement."""
    parts = [
        f"## {one.title}",
        fill(one.text, 118),
        _table(one.figures),
        *_growths(one.figures),
        *_extras(one.figures),
    ]
    if any(verdict(figure) == "**missed**" for figure in one.figures) or _grown_too_much(
        one.figures
    ):
        parts.append(f"*What was tried:* {REMARKS.get(one.name, 'nothing yet.')}")
    parts.append(f"![{one.title}](benchmarks/{one.name}.svg)")
    return "\n\n".join(part for part in parts if part)


def verdict(figure: Figure) -> str:
    """Tell whether the goal is met; "" where there is none or it was not measured."""
    result, goal, answers = figure.result, figure.goal, []
    if goal.raw is not None and result.times_raw is not None:
        answers.append(result.times_raw <= goal.raw)
    if goal.tryton is not None and result.times_tryton is not None:
        answers.append(result.times_tryton >= goal.tryton)
    return "" if not answers else "yes" if all(answers) else "**missed**"


def number(value: float) -> str:
    """Return a number with three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _conditions(conditions: dict[str, list[str]]) -> str:
    names = {"date": "Date", "machine": "Machine"}
    lines = [
        f"| {names.get(name, name)} | {'; '.join(values)} |" for name, values in conditions.items()
    ]
    return "\n".join(["| measured | |", "| --- | --- |", *lines])


def _table(figures: Sequence[Figure]) -> str:
    """Return the table, without the columns that nothing stands in."""
    rows = [_HEAD.split(" | "), *(_row(figure) for figure in figures)]
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    head, *rest = ("| " + " | ".join(row) + " |" for row in zip(*columns, strict=True))
    return "\n".join([head, "|" + " --- |" * len(columns), *rest])


def _row(figure: Figure) -> list[str]:
    result = figure.result
    return [
        result.what,
        TITLES[figure.database],
        f"{figure.parties:,}",
        result.unit,
        *(_spread(one) for one in (result.raw, result.product, result.tryton)),
        *(
            number(ratio) if ratio is not None else ""
            for ratio in (result.times_raw, result.times_tryton)
        ),
        _goal(figure),
        verdict(figure),
        str(result.statements or ""),
        f"{result.peak_mb:,.0f} MB" if result.peak_mb is not None else "",
    ]


def _spread(values: Sequence[float]) -> str:
    if len(values) < 2:
        return "".join(number(value) for value in values)
    return f"{number(median(values))} ({number(min(values))}–{number(max(values))})"


def _goal(figure: Figure) -> str:
    raw, tryton = figure.goal.raw, figure.goal.tryton
    parts = [f"at most {number(raw)} × raw"] if raw is not None else []
    return ", ".join(
        parts + ([f"at least {number(tryton)} × Tryton"] if tryton is not None else [])
    )


def _grown(figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure, float]]:
    """Yield the smallest and the largest size of each act and database, and how the product's
    effort grows.
    """
    for key in dict.fromkeys((figure.result.what, figure.database) for figure in figures):
        some = [figure for figure in figures if (figure.result.what, figure.database) == key]
        ratio = growth(some[0].result, some[-1].result)
        if len(some) > 1 and ratio is not None:
            yield some[0], some[-1], ratio


def _growths(figures: Sequence[Figure]) -> Iterator[str]:
    lines = []
    for small, large, ratio in _grown(figures):
        goal = large.goal.growth
        judged = (
            ""
            if goal is None
            else f" (goal: at most {number(goal)}: {'met' if ratio <= goal else '**missed**'})"
        )
        place = f"{small.result.what}, {TITLES[small.database]}"
        lines.append(
            f"- {place}: from {small.parties:,} to {large.parties:,} parties {number(ratio)} "
            f"×{judged}"
        )
    if lines:
        yield "The product's growth:\n\n" + "\n".join(lines)


def _grown_too_much(figures: Sequence[Figure]) -> bool:
    return any(
        large.goal.growth is not None and ratio > large.goal.growth
        for _, large, ratio in _grown(figures)
    )


def _extras(figures: Sequence[Figure]) -> Iterator[str]:
    lines = [
        f"- {one.result.what}, {TITLES[one.database]}, {one.parties:,}: "
        + ", ".join(f"{name} {value}" for name, value in one.result.extra.items())
        for one in figures
        if one.result.extra
    ]
    if lines:
        yield "\n".join(lines)
