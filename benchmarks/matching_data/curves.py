"""The pictures of docs/matching.md: precision and recall by threshold, and whether scores are what
they say.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from benchmarks.matching_data.meetings import Meetings, quality

_FOLDER = Path(__file__).resolve().parents[2] / "docs" / "matching"
_COLOURS = ("#0969da", "#cf222e", "#1a7f37", "#9a6700", "#8250df", "#bf3989", "#57606a", "#1b7c83")
_SIDE, _EDGE = 320, 44
Scored = tuple[list[int], Meetings]


def draw(books: Mapping[str, Scored]) -> None:
    """Write the pictures anew."""
    _FOLDER.mkdir(exist_ok=True)
    curves = {
        name: [(found.recall, found.precision) for found in _by_threshold(*each) if found.recall]
        for name, each in books.items()
    }
    _write("curves.svg", "recall", "precision", curves)
    _write(
        "calibration.svg", "score", "true of these", {n: calibration(*b) for n, b in books.items()}
    )


def _by_threshold(points: list[int], some: Meetings) -> list:
    return [quality(points, some, least) for least in range(2, 100, 4)]


def calibration(points: list[int], some: Meetings, width: int = 10) -> list[tuple[float, float]]:
    """Return, per so many points, the mean score of pairs and the share of true ones among them;
    fewer than thirty pairs tell nothing.
    """
    found = []
    for low in range(0, 100, width):
        here = [(p, s) for p, s in zip(points, some.same, strict=True) if low <= p < low + width]
        if len(here) >= 30:
            found.append(
                (sum(p for p, _s in here) / len(here) / 100, sum(s for _p, s in here) / len(here))
            )
    return found


def calibration_error(books: Collection[Scored], width: int = 10) -> float:
    """Return how many points a score is off at the mean of all pairs, each book counting the same:
    the distance of the mean score of so many points from the share of true pairs there.
    """
    sums: dict[int, list[float]] = {}
    for points, some in books:
        for point, same in zip(points, some.same, strict=True):
            here = sums.setdefault(point // width, [0.0, 0.0])
            here[0] += (point + 0.5) / len(points)
            here[1] += 100 * same / len(points)
    return sum(abs(score - true) for score, true in sums.values()) / max(len(books), 1)


def _write(name: str, x: str, y: str, lines: Mapping[str, Sequence[tuple[float, float]]]) -> None:
    side = _SIDE - _EDGE

    def place(point: tuple[float, float]) -> str:
        return f"{_EDGE + point[0] * side:.1f},{8 + (1 - point[1]) * side:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE + 170} {_SIDE + 16}" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f'<rect width="{_SIDE + 170}" height="{_SIDE + 16}" fill="#fff"/>',
        f'<rect x="{_EDGE}" y="8" width="{side}" height="{side}" fill="none" stroke="#8c959f"/>',
        f'<path d="M{place((0, 0))} L{place((1, 1))}" stroke="#d0d7de"/>',
        f'<text x="{_EDGE + side / 2}" y="{_SIDE + 10}" text-anchor="middle">{x}</text>',
        f'<text x="12" y="{8 + side / 2}" text-anchor="middle" '
        f'transform="rotate(-90 12 {8 + side / 2})">{y}</text>',
    ]
    for number, (book, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        path = " L".join(place(point) for point in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_SIDE + 12}" y="{24 + 18 * number}" fill="{colour}">{book}</text>')
    (_FOLDER / name).write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")
