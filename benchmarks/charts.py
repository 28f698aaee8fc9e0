"""Pictures of the figures: grouped bars as hand-written SVG, readable on light and dark pages."""

from collections.abc import Iterator, Sequence
from html import escape
from statistics import median

from benchmarks.document import TITLES, number
from benchmarks.figures import Figure, Measured

_WIDTH, _LEFT, _RIGHT, _BAR, _GAP, _TOP = 800, 270, 110, 16, 14, 66
_WAYS = {"raw": "#8a94a6", "product": "#2f9e6e", "tryton": "#d9822b"}
_NAMES = {"raw": "raw", "product": "product", "tryton": "Tryton"}
_STYLE = """<style>
  .page { fill: #ffffff; }
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 15px; }
  .faint { fill: #59636e; }
  @media (prefers-color-scheme: dark) { .page { fill: #0d1117; } text { fill: #e6edf3; } .faint { fill: #9aa4af; } }
</style>"""


def picture(measured: Measured) -> str:
    """Return the SVG of a measurement: how long (how large) each way is, by act, database and
    size.
    """
    groups = [(figure, _bars(figure)) for figure in measured.figures]
    groups = [(figure, bars) for figure, bars in groups if bars]
    height = _TOP + sum(len(bars) * _BAR + _GAP for _, bars in groups)
    ways = [way for way in _WAYS if any(way in bars for _, bars in groups)]
    body = "\n".join([*_legend(measured.title, ways), *_groups(groups)])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">'
    page = f'<rect class="page" width="{_WIDTH}" height="{height}" rx="6"/>'
    return f"{head}\n<title>{escape(measured.title)}</title>\n{_STYLE}\n{page}\n{body}\n</svg>\n"


def _bars(figure: Figure) -> dict[str, float]:
    """Return the median of each way that was measured."""
    return {
        way: median(getattr(figure.result, way)) for way in _WAYS if getattr(figure.result, way)
    }


def _legend(title: str, ways: Sequence[str]) -> Iterator[str]:
    yield f'<text class="title" x="16" y="26">{escape(title)}</text>'
    for place, way in enumerate(ways):
        x = _LEFT + 100 * place
        yield f'<rect x="{x}" y="38" width="12" height="12" rx="2" fill="{_WAYS[way]}"/>'
        yield f'<text x="{x + 18}" y="49">{_NAMES[way]}</text>'


def _groups(groups: Sequence[tuple[Figure, dict[str, float]]]) -> Iterator[str]:
    """Yield the bars; each unit and act has a scale of its own, which its longest bar fills."""
    longest: dict[tuple[str, str], float] = {}
    for figure, bars in groups:
        key = (figure.result.what, figure.result.unit)
        longest[key] = max(longest.get(key, 0), *bars.values())
    y = _TOP
    for figure, bars in groups:
        result = figure.result
        label = f"{result.what}, {TITLES[figure.database]}, {figure.parties:,}"
        middle = y + len(bars) * _BAR / 2 + 4
        yield f'<text x="{_LEFT - 10}" y="{middle:.0f}" text-anchor="end">{escape(label)}</text>'
        for way, value in bars.items():
            width = max(1, (_WIDTH - _LEFT - _RIGHT) * value / longest[(result.what, result.unit)])
            yield (
                f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 3}" rx="2" '
                f'fill="{_WAYS[way]}"/>'
            )
            text = escape(f"{number(value)} {result.unit}")
            yield f'<text class="faint" x="{_LEFT + width + 6:.1f}" y="{y + _BAR - 5}">{text}</text>'
            y += _BAR
        y += _GAP
