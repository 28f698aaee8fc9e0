"""Lists of records and documents, and the log: filters, views, columns, order, pages."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, unquote_plus, urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unisono.access.models import User
from unisono.access.roles import Actor, require_read
from unisono.common.borders import Content
from unisono.common.errors import Invalid
from unisono.common.hostile import refuse_text
from unisono.common.kinds import Kind
from unisono.common.paths import LIST_COLLECTIONS
from unisono.links.queries import records_of
from unisono.lists.listing import COUNTED, Page, neighbours
from unisono.records.queries import find
from unisono.usecases.lists import exporting, saved_views
from unisono.usecases.lists.lists import LISTS
from unisono.usecases.users.auditing import note_list_export
from unisono.usecases.users.preferences import change_preferences
from unisono.web import labels, list_filters, list_page, paths
from unisono.web.frame import acting
from unisono.web.list_page import Choices, ListPage
from unisono.web.list_pages import list_page_of
from unisono.web.list_queries import OWN, in_zone, query_of, shown_by, with_dates, with_filter
from unisono.web.parts import say, texts, warn


@require_safe
def rows(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of a list, as its query says; a query that cannot be is answered with the list
    without it.
    """
    actor, shown = acting(request), list_page_of(name)
    require_read(actor, shown.listed.right)
    query, choices = query_of(request), shown.choices()
    if "dates" in request.GET and shown.dates:
        return HttpResponseRedirect(with_dates(shown, query, request.GET))
    if request.GET.get("add"):
        return HttpResponseRedirect(with_filter(shown, query, request.GET, choices))
    cursor = {"cursor": request.GET["cursor"]} if "cursor" in request.GET else {}
    asked = in_zone(request, {**query, **cursor})
    try:
        found = shown.listed.page(asked, actor)
        sums = shown.sums(shown.listed.selected(asked, actor)) if shown.sums else {}
    except Invalid as invalid:
        warn(request, _("The list cannot be filtered so: %(errors)s") % {"errors": _told(invalid)})
        return HttpResponseRedirect(shown.url)
    context = {**_context(request, shown, query, found, choices, actor), "sums": sums}
    return render(request, "list.html", context)


@require_safe
def export(request: HttpRequest, name: str) -> FileResponse:
    """Send what a list's filter shows as a file; records can be edited in it and come back by the
    import.
    """
    actor, shown, collection = acting(request), list_page_of(name), _collection(name)
    asked = {n: text for n, text in texts(request.GET).items() if n not in (*OWN, "format")}
    query, format_ = in_zone(request, asked), request.GET.get("format", "xlsx")
    words = exporting.Words(labels.fields(), shown.title, labels.choice)
    # Unlinked at once: the file lives as long as it is read.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{format_ if format_ in exporting.FORMATS else 'x'}"
        count = exporting.export(name, query, format_, path, words, actor)
        note_list_export(collection, count, format_, actor=actor)
        file = path.open("rb")
    filename = f"{collection}-{datetime.now(UTC).date().isoformat()}.{format_}"
    return FileResponse(file, as_attachment=True, filename=filename)


def _collection(name: str) -> str:
    """Return what a list is called in names of files and in the audit: bank_accounts."""
    return LIST_COLLECTIONS[name].replace("-", "_")


def _told(invalid: Invalid) -> str:
    return " ".join(
        f"{labels.field(error.field.partition('__')[0])}: {error.message}"
        for error in invalid.errors
    )


def _context(
    request: HttpRequest,
    shown: ListPage,
    query: dict[str, str],
    found: Page,
    choices: Choices,
    actor: Actor,
) -> Content:
    user, text = request.user, urlencode(query)
    assert isinstance(user, User)
    names = shown.chosen(user.columns.get(shown.listed.name))
    return {
        **shown.context(actor),
        "list": shown,
        "title": shown.title,
        "rows": shown.rows_of(found.rows, names, actor, text),
        "columns": list_page.headings(shown, names, query, actor),
        "chosen": names,
        "count": min(found.count, COUNTED),
        "is_more": found.count > COUNTED,
        "is_similar": found.is_similar,
        "next": urlencode({**query, "cursor": found.next}) if found.next else "",
        "is_first": "cursor" not in request.GET,
        "query": query,
        "query_text": text,
        "q": query.get("q", ""),
        "chips": list_filters.chips(shown, query, choices),
        "picks": list_filters.picks(shown, query, choices),
        "dates": shown_by(shown, query),
        "views": list_page.views(shown, query, actor),
        "filterable": list_filters.filterable(shown, actor),
        "batch": urlencode({**query, "source": _collection(shown.listed.name)}),
    }


@require_safe
def neighbours_part(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Show the way to the records before and after one in the list that it was opened from."""
    actor = acting(request)
    require_read(actor, kind)
    text = request.GET.get("in", "")
    refuse_text(unquote_plus(text), "in")
    query = {
        name: value for name, value in parse_qsl(text, keep_blank_values=True) if name not in OWN
    }
    columns, key = LISTS[kind].columns(actor), find(kind, no).key.id
    try:
        asked = in_zone(request, query)
        former, following = neighbours(records_of(kind), columns, asked, "name", key)
    except Invalid:
        former, following = "", ""
    suffix = "?" + urlencode({"in": text})
    context = {
        "former": paths.card_url(kind, former) + suffix if former else "",
        "following": paths.card_url(kind, following) + suffix if following else "",
        "back": f"{paths.list_url(kind)}?{text}",
    }
    return render(request, "parts/beside.html", context)


@require_POST
def choose_columns(request: HttpRequest, name: str) -> HttpResponse:
    """Keep which columns this person sees in a list."""
    actor, shown = acting(request), list_page_of(name)
    require_read(actor, shown.listed.right)
    wanted = request.POST.getlist("column")
    names = [known for known, _label in shown.choosable if known in wanted]
    change_preferences({"columns": {name: names}}, actor=actor)
    return HttpResponseRedirect(f"{shown.url}?{request.POST.get('query', '')}")


@require_POST
def save_view(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the list's query under a name."""
    query = dict(parse_qsl(request.POST.get("query", ""), keep_blank_values=True))
    called, shared = request.POST.get("name", ""), request.POST.get("shared") == "on"
    on_phones = request.POST.get("phones") == "on"
    saved_views.save_view(name, called, query, shared, on_phones, actor=acting(request))
    say(request, _("The view is saved."))
    return HttpResponseRedirect(f"/{LIST_COLLECTIONS[name]}/?{urlencode(sorted(query.items()))}")


@require_POST
def delete_view(request: HttpRequest, name: str, key: int) -> HttpResponse:
    """Forget a view."""
    require_read(acting(request), LISTS[name].right)
    saved_views.delete_view(key, actor=acting(request))
    say(request, _("The view is deleted."))
    return HttpResponseRedirect(f"/{LIST_COLLECTIONS[name]}/")
