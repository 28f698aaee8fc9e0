"""Prints quotes, orders and cover sheets: PDF for sending and keeping, SVG for a look at them in
the browser.

The templates are Typst sources beside this file; they get all texts as data, never as source. Only
the shipped fonts are used, and nothing is fetched, so a paper is the same bytes on every machine.
"""

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from unisono.common.borders import Content, Given
from unisono.documents import printing_data
from unisono.documents.printing_text import FONTS

_FOLDER = Path(__file__).parent / "templates" / "documents"
_PREPARERS: dict[str, Callable[[Given, dict[str, None]], Content]] = {
    "document": printing_data.document,
    "cover_sheet": printing_data.cover_sheet,
}
_Standards = list[Literal["a-2a", "ua-1"]]
# What is tried before a plain PDF: for archives and accessible to all, or for archives at least.
_STANDARDS: tuple[_Standards, ...] = (["a-2a", "ua-1"], ["a-2a"])
_RUNS_KEPT = 10  # after so many empty runs Typst forgets what it worked out for the last paper
_PICTURE_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True)
class Paper:
    """A printed paper, and what is to be known of it."""

    pdf: bytes
    is_archival: bool
    missing: tuple[str, ...]


def render(template: str, data: Given, pictures: Mapping[str, bytes] | None = None) -> Paper:
    """Return a paper as PDF, fit for archives (PDF/A) where that is possible.

    `template` is "document" or "cover_sheet". Of the pictures, "logo" is printed if it is a sound
    PNG or JPEG.
    """
    missing: dict[str, None] = {}
    sources, texts = _prepared(template, data, pictures, missing)
    for standards in _STANDARDS:
        with suppress(typst.TypstError):
            return Paper(_pdf(sources, texts, standards), True, tuple(missing))
    return Paper(_pdf(sources, texts, []), False, tuple(missing))


def pages(template: str, data: Given, pictures: Mapping[str, bytes] | None = None) -> list[bytes]:
    """Return each page of a paper as an SVG picture."""
    sources, texts = _prepared(template, data, pictures, {})
    made = _compiled(sources, texts, format="svg")
    return made if isinstance(made, list) else [made]


def _prepared(
    template: str, data: Given, pictures: Mapping[str, bytes] | None, missing: dict[str, None]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the sources that a paper is made from, and the texts that they take."""
    logo = _picture((pictures or {}).get("logo") or b"")
    prepared = {**_PREPARERS[template](data, missing), "has_logo": logo is not None}
    sources = {"main.typ": _source(template), "base.typ": _source("base")}
    return sources, {"data": json.dumps(prepared), "logo": logo or "[]"}


def _pdf(sources: dict[str, bytes], texts: dict[str, str], standards: _Standards) -> bytes:
    made: bytes = _compiled(sources, texts, format="pdf", pdf_standards=standards)
    return made


def _compiled(sources: dict[str, bytes], texts: dict[str, str], **options: Any) -> Any:
    """Return what the compiler makes of the sources; any thread may ask."""
    made = _printer().submit(_compile, sources, texts, options)
    _printer().submit(_forget)
    return made.result()


def _compile(sources: dict[str, bytes], texts: dict[str, str], options: Content) -> Any:
    # The types of the package do not know that several sources may be given.
    compile_all: Callable[..., Any] = typst.compile
    return compile_all(
        sources, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=texts, **options
    )


def _forget() -> None:
    """Make the compiler forget the last paper: it keeps all that its last runs have worked out, 400
    MB and more.
    """
    for _ in range(_RUNS_KEPT):
        typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True)


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
        _pdf({"main.typ": _source("picture")}, {"logo": numbers}, [])
    except typst.TypstError:
        return None
    return numbers


@cache
def _printer() -> Executor:
    """Return the thread that prints: papers take turns, so memory is that of one, however many are
    asked for.
    """
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="printing")


@cache
def _source(template: str) -> bytes:
    return (_FOLDER / f"{template}.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
