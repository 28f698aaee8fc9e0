"""The handbook: its contents, its chapters, what is about a page, and what each field means."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from unisono.common.errors import NotFound
from unisono.web import help_chapters
from unisono.web.field_meanings import tables
from unisono.web.help_chapters import PARTS, TOPICS, Chapter, chapter, reader_language
from unisono.web.help_places import help_at
from unisono.web.parts import is_part


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """Show what chapters there are, or in which sections the words of a search stand."""
    searched, language = request.GET.get("q", "").strip()[:200], reader_language()
    titles = {
        "start": _("The basics"),
        "records": _("Records and links"),
        "documents": _("Documents and the log"),
        "many": _("Many at once"),
        "administration": _("For administrators"),
    }
    context = {
        "searched_help": searched,
        "found": help_chapters.found(searched, language),
        "parts": [(titles[part], _chapters(topics, language)) for part, topics in PARTS.items()],
    }
    return render(request, "help_contents.html", context)


def _chapters(topics: tuple[str, ...], language: str) -> list[Chapter]:
    return [found for topic in topics if (found := chapter(topic, language))]


@require_safe
def read(request: HttpRequest, topic: str) -> HttpResponse:
    """Show a chapter."""
    language = reader_language()
    found = chapter(topic, language)
    if found is None:
        raise NotFound(_("There is nothing at this address."))
    at = TOPICS.index(topic)
    before, after = TOPICS[at - 1] if at else "", (*TOPICS, "")[at + 1]
    context = {
        "chapter": found,
        "first": found.sections[0],
        "sections": found.sections[1:],
        "before": chapter(before, language),
        "after": chapter(after, language),
    }
    return render(request, "help_chapter.html", context)


@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """Give what the handbook says about the page at `path`, for the dialog of help; without script,
    lead to it.
    """
    about = help_at(request.GET.get("path", "/"), reader_language())
    if not is_part(request):
        return HttpResponseRedirect(about.section.url)
    return render(request, "parts/help_here.html", {"about": about})


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """Show what each field means, by kind of record."""
    return render(request, "help_fields.html", {"tables": tables()})
