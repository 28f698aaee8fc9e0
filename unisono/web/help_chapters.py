"""The handbook of those who work here: chapters of Markdown, one file per topic and language, cut
into sections that pages and links point to.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from unisono.common.text import folded

FOLDER = Path(__file__).resolve().parent / "help"
FALLBACK = "en"
# The parts of the handbook, and what is in each, in the order of reading.
PARTS: dict[str, tuple[str, ...]] = {
    "start": ("getting-started", "signing-in", "lists-and-search", "cards"),
    "records": (
        "creating-records",
        "people-and-companies",
        "linking",
        "keeping-equal",
        "two-at-once",
        "history-and-undo",
    ),
    "documents": ("documents", "papers-and-emails", "log"),
    "many": ("importing", "excel", "duplicates-and-merging", "jobs"),
    "administration": ("setup", "users-and-roles", "privacy", "phones-and-programs"),
}
TOPICS: tuple[str, ...] = tuple(topic for topics in PARTS.values() for topic in topics)
MOST_FOUND = 40  # sections that a search shows
MOST_WORDS = 12  # of a search that are looked at
_HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<anchor>[a-z0-9-]+)\}$", re.MULTILINE)
_MARKS = re.compile(r"\]\([^)]*\)|^\|[ |-]+$|^(-|\d+\.) |[*`|\[\]]", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A part of a chapter: the anchor that links name, "" for what stands above the first heading,
    and its Markdown. `chapter` is the title of the chapter.
    """

    topic: str
    chapter: str
    anchor: str
    title: str
    text: str

    @property
    def url(self) -> str:
        """Return where it can be read."""
        return f"/help/{self.topic}" + (f"#{self.anchor}" if self.anchor else "")

    @property
    def html(self) -> str:
        """Return it as a page shows it, safe there: HTML in the text is shown as text."""
        return _rendered(self.text, self.title)

    @property
    def plain(self) -> str:
        """Return its words without marks, in one line."""
        return " ".join(_MARKS.sub("", self.text).split())


@dataclass(frozen=True)
class Chapter:
    """A topic in one language. Its first section is what stands above the headings."""

    topic: str
    language: str
    title: str
    sections: tuple[Section, ...]

    def section(self, anchor: str) -> Section:
        """Return the section of an anchor; the first one where there is no such."""
        return next((each for each in self.sections if each.anchor == anchor), self.sections[0])


def reader_language() -> str:
    """Return the language in which this reader gets the handbook."""
    language = (get_language() or FALLBACK).split("-")[0]
    return language if (FOLDER / language).is_dir() else FALLBACK


def chapter(topic: str, language: str) -> Chapter | None:
    """Return a chapter, in English where the language does not have it; None for no topic."""
    return _read(topic, language) if topic in TOPICS else None


@cache
def _read(topic: str, language: str) -> Chapter:
    path = FOLDER / language / f"{topic}.md"
    if not path.exists():
        language, path = FALLBACK, FOLDER / FALLBACK / f"{topic}.md"
    heading, _line, body = path.read_text(encoding="utf-8").partition("\n")
    return Chapter(topic, language, heading.removeprefix("# "), sections_of(topic, heading, body))


def sections_of(topic: str, heading: str, body: str) -> tuple[Section, ...]:
    """Return a chapter's text cut at its headings, which carry anchors: `## Lines {#lines}`."""
    title = heading.removeprefix("# ")
    first, *rest = _HEADING.split(body)
    found = [Section(topic, title, "", title, first.strip())]
    for said, anchor, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        found.append(Section(topic, title, anchor, said, text.strip()))
    return tuple(found)


def found(text: str, language: str) -> list[Section]:
    """Return the sections in which every word occurs, whatever its case and accents, those that
    have them in their heading first.
    """
    words = folded(text).split()[:MOST_WORDS]
    if not words:
        return []
    ranked = [
        (rank, section)
        for topic in TOPICS
        for section in _read(topic, language).sections
        if (rank := _rank(section, words)) is not None
    ]
    return [section for _near, section in sorted(ranked, key=lambda each: each[0])][:MOST_FOUND]


def _rank(section: Section, words: list[str]) -> int | None:
    """Return how near the words stand: in the section's heading, with the chapter's, in its text;
    None where one is missing.
    """
    near = folded(section.title)
    for rank, more in enumerate(("", folded(section.chapter), folded(section.plain))):
        near = f"{near} {more}"
        if all(word in near for word in words):
            return rank
    return None


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A wide table scrolls by itself, also by keyboard; a region needs a name of its own.
    made.add_render_rule("table_open", lambda _self, _tokens, _at, _options, env: _table(env))
    made.add_render_rule("table_close", lambda *_all: "</table></div>")
    return made


def _table(env: dict[str, object]) -> str:
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="lines">',
        env["title"],
    )


_MARKDOWN = _markdown()


@cache
def _rendered(text: str, title: str) -> str:
    html: str = _MARKDOWN.render(text, {"title": title})
    return html
