"""Prints quotes, orders and cover sheets: PDF for sending and keeping, SVG for a look at them in
the browser.

The templates are Typst sources beside this file; they get all texts as data, never as source. Only
the shipped fonts are used, and nothing is fetched, so a paper is the same bytes on every machine.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.utils.translation import gettext as _

from unisono.common import confined
from unisono.common.borders import Content, Given
from unisono.common.errors import Refused
from unisono.documents import printing_data
from unisono.documents.printing_text import FONTS

_FOLDER = Path(__file__).parent / "templates" / "documents"
_PREPARERS: dict[str, Callable[[Given, dict[str, None]], Content]] = {
    "document": printing_data.document,
    "cover_sheet": printing_data.cover_sheet,
}
# For archives and accessible to all, or for archives at least, or a plain PDF.
_PDF: tuple[Content, ...] = (
    {"format": "pdf", "pdf_standards": ["a-2a", "ua-1"]},
    {"format": "pdf", "pdf_standards": ["a-2a"]},
    {"format": "pdf", "pdf_standards": []},
)
_ARCHIVAL = (0, 1)  # of these tries
_PICTURE_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
# Papers of a process take turns, so memory is that of one, however many are asked for.
_turn = Lock()


class Unprintable(Refused):
    """The paper cannot be made within the limits of the installation."""

    code = "unprintable"


@dataclass(frozen=True)
class Paper:
    """A printed paper, and what is to be known of it."""

    pdf: bytes
    is_archival: bool
    missing: tuple[str, ...]


def render(template: str, data: Given, pictures: Mapping[str, bytes] | None = None) -> Paper:
    """Return a paper as PDF, fit for archives (PDF/A) where that is possible; raise Unprintable.

    `template` is "document" or "cover_sheet". Of the pictures, "logo" is printed if it is a sound
    PNG or JPEG.
    """
    missing: dict[str, None] = {}
    sources, texts = _prepared(template, data, pictures, missing)
    done, (pdf,) = _made(sources, texts, _PDF)
    return Paper(pdf, done in _ARCHIVAL, tuple(missing))


def pages(template: str, data: Given, pictures: Mapping[str, bytes] | None = None) -> list[bytes]:
    """Return each page of a paper as an SVG picture; raise Unprintable."""
    sources, texts = _prepared(template, data, pictures, {})
    return _made(sources, texts, [{"format": "svg"}])[1]


def _prepared(
    template: str, data: Given, pictures: Mapping[str, bytes] | None, missing: dict[str, None]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the sources that a paper is made from, and the texts that they take."""
    logo = _picture((pictures or {}).get("logo") or b"")
    prepared = {**_PREPARERS[template](data, missing), "has_logo": logo is not None}
    sources = {"main.typ": _source(template), "base.typ": _source("base")}
    return sources, {"data": json.dumps(prepared), "logo": logo or "[]"}


def _made(
    sources: dict[str, str], texts: dict[str, str], tries: Sequence[Content]
) -> tuple[int, list[bytes]]:
    """Return which of the tries did, and its files; raise Unprintable where none does.

    A process of its own makes them: a picture of a few bytes can ask for all memory there is.
    """
    given = {"sources": sources, "texts": texts, "tries": tries, "fonts": str(FONTS)}
    limits = {"megabytes": settings.PRINT_MEMORY_MB, "seconds": settings.PRINT_SECONDS}
    try:
        with _turn:
            said = confined.run(
                "unisono.documents.typst_child", json.dumps(given).encode(), **limits
            )
    except confined.Died as died:
        message = _(
            "This cannot be printed with %(megabytes)s MB of memory in %(seconds)s seconds."
        )
        raise Unprintable(message % limits) from died
    line, _end, rest = said.partition(b"\n")
    head = json.loads(line)
    if head["done"] is None:
        raise Unprintable(_("This cannot be printed."))
    places = [sum(head["sizes"][:count]) for count in range(len(head["sizes"]) + 1)]
    return head["done"], [rest[start:end] for start, end in pairwise(places)]


@lru_cache(maxsize=16)
def _picture(picture: bytes) -> str | None:
    """Return a picture as the templates take it (numbers, as the compiler takes no bytes), or None
    if it is broken.
    """
    if not picture.startswith(_PICTURE_BEGINNINGS):
        return None
    numbers = json.dumps(list(picture), separators=(",", ":"))
    try:
        # Whether a picture can be printed is known only by printing it.
        _made({"main.typ": _source("picture")}, {"logo": numbers}, _PDF[-1:])
    except Unprintable:
        return None
    return numbers


@cache
def _source(template: str) -> str:
    return (_FOLDER / f"{template}.typ").read_text(encoding="utf-8")
