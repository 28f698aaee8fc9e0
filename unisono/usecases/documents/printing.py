"""Documents on paper: looked at, which logs nothing, and printed, which does [7.5] [8.1]."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.clock import clock
from unisono.common.errors import FieldError
from unisono.documents import papers, printing
from unisono.documents.drafting import log_document
from unisono.documents.models import Document
from unisono.documents.queries import find_document, lines_of
from unisono.interactions.entry_values import File, safe_name
from unisono.interactions.logging import log_or_tell
from unisono.interactions.models import TemplateAssignment
from unisono.setup.models import OurCompany
from unisono.usecases.transaction import writing

PDF = "application/pdf"
# Scripts that share a font, or that Unicode calls otherwise than the fonts do.
_SCRIPTS = {"Cjk": "CJK", "Hiragana": "CJK", "Katakana": "CJK", "Hangul": "CJK", "Bopomofo": "CJK"}


@dataclass(frozen=True)
class Printed:
    """A document's paper: the file, the document, and warnings that it deserves."""

    file: File
    document: Document
    warnings: list[FieldError] = field(default_factory=list)


def paper_of(type_: str, no: str, *, actor: Actor) -> Printed:
    """Return a document's PDF as it is now, without logging anything (a preview); raises
    NotAllowed, NotFound.
    """
    document = find_document(type_, no, actor)
    ours = OurCompany.objects.get()
    paper = printing.render("document", _data(document, ours), pictures_of(ours))
    return Printed(
        File(file_name(document), PDF, paper.pdf), document, missing_warning(paper.missing)
    )


def preview_pages(type_: str, no: str, *, actor: Actor) -> list[bytes]:
    """Return the pages of a document's paper as SVG; logs nothing."""
    document = find_document(type_, no, actor)
    ours = OurCompany.objects.get()
    return printing.pages("document", _data(document, ours), pictures_of(ours))


def print_document(type_: str, no: str, *, actor: Actor) -> Printed:
    """Return a document's PDF, and log that it was printed with that very file; logging never keeps
    the paper back.
    """
    return log_paper(paper_of(type_, no, actor=actor), actor=actor)


def log_paper(printed: Printed, *, actor: Actor) -> Printed:
    """Log that a paper, as `paper_of` made it, was printed; return it with what is to be told."""
    warnings = log_papers([printed], actor=actor)
    return Printed(printed.file, printed.document, [*printed.warnings, *warnings])


def log_papers(papers: Sequence[Printed], *, actor: Actor) -> list[FieldError]:
    """Log that papers were printed together, each with its own file; return what is to be told."""
    return log_or_tell(lambda: _log_printed(papers, actor=actor))


@writing
def _log_printed(papers: Sequence[Printed], *, actor: Actor) -> list[FieldError]:
    warnings: list[FieldError] = []
    for each in papers:
        warnings += log_document(each.document, "printed", actor, clock(), files=[each.file])
    return warnings


def log_opened(document: Document, *, actor: Actor) -> list[FieldError]:
    """Log that somebody opened a document, where setup has a template for that; off by default
    [8.1].
    """
    if not TemplateAssignment.objects.filter(action=f"{document.type}_opened").exists():
        return []
    return log_or_tell(lambda: _log_opened(document, actor=actor))


@writing
def _log_opened(document: Document, *, actor: Actor) -> list[FieldError]:
    return log_document(document, "opened", actor, clock())


def _data(document: Document, ours: OurCompany) -> dict[str, object]:
    return papers.paper_data(document, lines_of(document), ours)


def pictures_of(ours: OurCompany) -> dict[str, bytes]:
    """Return the pictures that stand on our papers."""
    return {"logo": bytes(ours.logo)} if ours.logo else {}


def file_name(document: Document) -> str:
    """Return what a document's file is called, in its own language: Oferta SQ000001.pdf."""
    return safe_name(f"{papers.title_of(document)} {document.no}.pdf".replace("/", "-"))


def missing_warning(missing: tuple[str, ...]) -> list[FieldError]:
    """Return the warning about characters that no font of ours has, and which stand as [U+…] on the
    paper.
    """
    if not missing:
        return []
    message = _(
        "No font has these characters; their codes are printed instead: %(characters)s. Missing: "
        "%(fonts)s."
    )
    texts = {"characters": " ".join(missing[:20]), "fonts": ", ".join(_fonts_of(missing))}
    return [FieldError("paper", "missing-glyphs", message % texts)]


def _fonts_of(characters: Sequence[str]) -> list[str]:
    """Return which fonts would have these characters, by the script that Unicode names first in the
    names of letters: EGYPTIAN HIEROGLYPH A001 is in Noto Sans Egyptian.
    """
    scripts = [unicodedata.name(each, "").partition(" ")[0].title() for each in characters]
    named = [_SCRIPTS.get(each, each) for each in scripts]
    return list(dict.fromkeys(f"Noto Sans {each}".strip() for each in named))
