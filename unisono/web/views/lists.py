"""Lists of records: filters, views, columns, order, pages."""

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
from unisono.common.borders import Content, Stored
from unisono.common.errors import Invalid
from unisono.common.hostile import refuse_text
from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.links.naming import kind_names
from unisono.links.queries import records_of
from unisono.lists.filters import columns_of
from unisono.lists.listing import COUNTED, neighbours, page
from unisono.records.queries import find
from unisono.usecases.lists import exporting, saved_views
from unisono.usecases.users.auditing import note_list_export
from unisono.usecases.users.preferences import change_preferences
from unisono.web import labels, list_page, paths
from unisono.web.frame import acting
from unisono.web.parts import say, texts, warn

_OWN = ("cursor", "add", "sign", "value", "in")
_SIGNS = {"is": "", "from": "__gte", "to": "__lte", "any": "__in"}


@require_safe
def records(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Show a page of a list, as its query says; a query that cannot be is answered with the list
    without it.
    """
    actor = acting(request)
    require_read(actor, kind)
    query = {
        n: text for n, text in texts(request.GET).items() if n not in _OWN and (text or n != "q")
    }
    if name := request.GET.get("add"):
        return HttpResponseRedirect(_with_filter(kind, query, name, request))
    cursor = {"cursor": request.GET["cursor"]} if "cursor" in request.GET else {}
    try:
        found = page(records_of(kind), _columns(kind, actor), {**query, **cursor}, "name")
    except Invalid as invalid:
        warn(request, _("The list cannot be filtered so: %(errors)s") % {"errors": _told(invalid)})
        return HttpResponseRedirect(paths.list_url(kind))
    return render(request, "list.html", _context(request, kind, query, found, actor))


@require_safe
def export(request: HttpRequest, kind: Kind) -> FileResponse:
    """Send what a list's filter shows as a file, which can be edited and come back by the
    import.
    """
    actor = acting(request)
    query = {
        n: text for n, text in texts(request.GET).items() if n not in (*_OWN, "format") and text
    }
    format_ = request.GET.get("format", "xlsx")
    # Unlinked at once: the file lives as long as it is read.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export.{format_ if format_ in exporting.FORMATS else 'x'}"
        count = exporting.export(kind, query, format_, path, labels.fields(), actor)
        note_list_export(paths.collection(kind), count, format_, actor=actor)
        file = path.open("rb")
    name = f"{paths.collection(kind)}-{datetime.now(UTC).date().isoformat()}.{format_}"
    return FileResponse(file, as_attachment=True, filename=name)


def _columns(kind: Kind, actor: Actor) -> Content:
    return columns_of(kind, [linked for linked in LINKED_KINDS if actor.may_read(linked)])


def _told(invalid: Invalid) -> str:
    return " ".join(
        f"{labels.field(error.field.partition('__')[0])}: {error.message}"
        for error in invalid.errors
    )


def _with_filter(kind: Kind, query: dict[str, str], name: str, request: HttpRequest) -> str:
    """Return the list's address with one filter more."""
    sign = _SIGNS.get(request.GET.get("sign", "is"), "")
    added = {**query, name + sign: request.GET.get("value", "").strip()}
    return paths.list_url(kind) + "?" + urlencode(added)


def _context(
    request: HttpRequest, kind: Kind, query: dict[str, str], found: Stored, actor: Actor
) -> Content:
    user = request.user
    assert isinstance(user, User)
    names = list_page.chosen(kind, user.columns.get(kind))
    text = urlencode(query)
    return {
        "kind": kind,
        "title": kind_names(kind),
        "rows": list_page.rows_of(kind, found.rows, names, actor, text),
        "columns": [_heading(kind, name, query, actor) for name in ("no", "name", *names)],
        "choosable": list_page.choosable(kind),
        "chosen": names,
        "count": min(found.count, COUNTED),
        "is_more": found.count > COUNTED,
        "is_similar": found.is_similar,
        "next": urlencode({**query, "cursor": found.next}) if found.next else "",
        "is_first": "cursor" not in request.GET,
        "query": query,
        "query_text": text,
        "q": query.get("q", ""),
        "chips": list_page.chips(kind, query),
        "views": list_page.views(kind, query, actor),
        "filterable": list_page.filterable(kind),
        "may_write": actor.may_write(kind),
        "may_print_sheets": kind == "contact" and actor.may_write("interaction"),
        "collection": paths.collection(kind),
        "exported": urlencode(query),
        "batch": urlencode({**query, "source": paths.collection(kind)}),
    }


def _heading(kind: Kind, name: str, query: dict[str, str], actor: Actor) -> Content:
    """Return a column's heading: its name, and the address that sorts by it, the other way at a
    second click.
    """
    sort = query.get("sort", "" if query.get("q") else "name")  # what was searched: best first
    column = _columns(kind, actor).get(name)
    down = sort == name
    wanted = urlencode({**query, "sort": f"-{name}" if down else name})
    is_sortable = column is not None and not column.condition
    direction = "ascending" if down else "descending" if sort == f"-{name}" else ""
    return {
        "name": name,
        "label": labels.field(name),
        "url": f"?{wanted}" if is_sortable else "",
        "order": direction,
    }


@require_safe
def neighbours_part(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Show the way to the records before and after one in the list that it was opened from."""
    actor = acting(request)
    require_read(actor, kind)
    text = request.GET.get("in", "")
    refuse_text(unquote_plus(text), "in")
    query = {
        name: value for name, value in parse_qsl(text, keep_blank_values=True) if name not in _OWN
    }
    rows = records_of(kind)
    try:
        former, following = neighbours(
            rows, _columns(kind, actor), query, "name", find(kind, no).key.id
        )
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
def choose_columns(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Keep which columns this person sees in a list."""
    actor = acting(request)
    require_read(actor, kind)
    known = [name for name, _label in list_page.choosable(kind)]
    names = [name for name in known if name in request.POST.getlist("column")]
    change_preferences({"columns": {kind: names}}, actor=actor)
    return HttpResponseRedirect(f"{paths.list_url(kind)}?{request.POST.get('query', '')}")


@require_POST
def save_view(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Keep the list's query under a name."""
    query = dict(parse_qsl(request.POST.get("query", ""), keep_blank_values=True))
    name, shared = request.POST.get("name", ""), request.POST.get("shared") == "on"
    saved_views.save_view(kind, name, query, shared, actor=acting(request))
    say(request, _("The view is saved."))
    return HttpResponseRedirect(f"{paths.list_url(kind)}?{urlencode(sorted(query.items()))}")


@require_POST
def delete_view(request: HttpRequest, kind: Kind, key: int) -> HttpResponse:
    """Forget a view."""
    require_read(acting(request), kind)
    saved_views.delete_view(key, actor=acting(request))
    say(request, _("The view is deleted."))
    return HttpResponseRedirect(paths.list_url(kind))
