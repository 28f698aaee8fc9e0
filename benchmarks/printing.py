"""Measures how long an order of many lines takes to print, and to be looked at: `python -m
benchmarks.printing`.

It needs no database, so it stands beside the other measurements, not among them.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from unisono.documents.printing import pages, render

_SIZES = (1, 20, 200, 2000)
_ROUNDS = 7


def main() -> None:
    """Print a table of medians, in milliseconds."""
    cold = _taken(lambda: render("document", order(200, 0)))
    print(f"The first order of a process, 200 lines: {cold:.0f} ms\n")
    print("| lines | pages | PDF, ms | preview, ms | PDF, kB |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for size in _SIZES:
        paper, sheets = render("document", order(size, 0)), pages("document", order(size, 0))
        printed = _median(lambda number, size=size: render("document", order(size, number)))
        shown = _median(lambda number, size=size: pages("document", order(size, number)))
        print(
            f"| {size} | {len(sheets)} | {printed:.0f} | {shown:.0f} | {len(paper.pdf) / 1000:.0f} "
            "|"
        )


def order(size: int, number: int) -> dict[str, Any]:
    """Return an order of so many lines; each number makes another one, so that nothing is known
    from the last.
    """
    texts = {
        "title": "Pedido de venta",
        "number": f"SO{number:06}",
        "date_iso": "2025-03-04",
        "language": "es",
    }
    company = {
        "name": "Elmwood Consultores, S.L.",
        "lines": ["Calle de Alcalá 42", "28014 Madrid"],
        "footer": "NIF B1",
    }
    return {
        **texts,
        "company": company,
        "page": "Página {page} de {pages}",
        "recipient": ["Muñoz & Söhne GmbH", "Calle Mayor 1", "28013 Madrid"],
        "facts": [["Número", texts["number"]], ["Fecha", "4/3/2025"]],
        "columns": ["Descripción", "Cantidad", "Precio", "Dto. %", "IVA %", "Importe"],
        "lines": [_line(each) for each in range(size)],
        "running": [f"{each + 1}0,00" for each in range(size)],
        "carried": "Suma y sigue",
        "brought": "Suma anterior",
        "totals": [["Base imponible 21 %", f"{size}0,00"], ["IVA 21 %", "2,10"]],
        "total": ["Total EUR", f"{size}2,10"],
    }


def _line(place: int) -> Sequence[str]:
    further = (
        "\nIncluye desplazamiento, material y la puesta en marcha en sus oficinas"
        if place % 5 == 0
        else ""
    )
    return f"Servicio n.º {place}{further}", "1", "10,00", "", "21", "10,00"


def _median(act: Callable[[int], object]) -> float:
    return statistics.median(
        _taken(lambda number=number: act(number)) for number in range(1, _ROUNDS + 1)
    )


def _taken(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
