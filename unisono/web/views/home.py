"""The first page, the search, the commands, one's own choices."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.kinds import KIND_NAMES
from unisono.common.text import folded
from unisono.documents.types import TYPES
from unisono.links.naming import kind_names
from unisono.undo.visibility import OTHER
from unisono.usecases.links.drift import has_drift
from unisono.usecases.lists import overview
from unisono.usecases.lists import tiles as counted
from unisono.usecases.lists.searching import search
from unisono.usecases.users.preferences import change_preferences
from unisono.web import document_names, document_page, formatting, labels, paths
from unisono.web.frame import Place, acting, document_places, places, tools
from unisono.web.labels import ICONS

_HITS = 30  # of a search: who needs more has a list with filters


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what needs a hand, what happened, and how much is linked [P9]."""
    actor = acting(request)
    if overview.is_new(actor):
        return HttpResponseRedirect("/start/")
    shares = overview.shares(actor)
    chart = {
        "names": [kind_names(share.kind) for share in shares],
        "linked": [share.linked for share in shares],
        "unlinked": [share.unlinked for share in shares],
        "words": [_("With contact"), _("Without contact")],
    }
    context = {
        "shares": [(share, kind_names(share.kind), paths.list_url(share.kind)) for share in shares],
        "chart": chart,
        "waiting": [share for share in shares if share.unlinked and actor.may_write(share.kind)],
        "failed": overview.failed_jobs(actor),
        "happenings": [_told(each) for each in overview.happenings(actor)],
        "paused": sum(share.paused for share in shares),
    }
    return render(request, "home.html", context)


def _told(each: overview.Happening) -> Content:
    """Return what happened as a sentence with its record."""
    way = labels.way(each.via, each.source) if each.via != OTHER else ""
    named = _named(each.kind, each.no)
    record = each.name or f"{named['kind_name']} {each.no}"
    return {
        "row": each,
        "is_many": each.more >= overview.MOST_COUNTED,
        "verb": labels.events()[each.event],
        "record": record,
        "kind_name": named["kind_name"] if each.name else "",
        "url": named["url"] if each.event not in ("deleted", "erased") else "",
        "all": f"/changes/act-{each.act}" if each.act else f"/changes/set-{each.change_set}",
        "way": way,
        "icon": named["icon"],
    }


@require_safe
def drift(request: HttpRequest) -> HttpResponse:
    """Say to an administrator whether records drifted apart; looked at once in ten minutes at
    most.
    """
    return render(request, "parts/drift.html", {"drift": has_drift(acting(request))})


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Show how many duplicates and links suggest themselves [P9]."""
    actor = acting(request)
    found = overview.findings(actor)
    return render(request, "parts/findings.html", {"findings": found, "most": overview.MOST_FOUND})


@require_safe
def tiles(request: HttpRequest) -> HttpResponse:
    """Show what one's role has to do with, counted [P9]."""
    found = [
        {"name": _tile_name(each), "count": _tile_count(each.count), "url": _tile_url(each)}
        for each in counted.tiles(acting(request))
    ]
    return render(request, "parts/tiles.html", {"tiles": found})


def _tile_name(tile: counted.Tile) -> str:
    if tile.what in TYPES:
        name = document_names.types_names()[tile.what]
        return (_("%(documents)s: mine, open") if tile.is_mine else _("%(documents)s: open")) % {
            "documents": name
        }
    return {
        "companies": _("Companies"),
        "people": _("People"),
        "entries": _("My entries in the log"),
        "blocked_customers": _("Blocked customers"),
        "blocked_vendors": _("Blocked vendors"),
    }[tile.what]


def _tile_count(count: int) -> str:
    shown = formatting.whole(min(count, counted.MOST))
    return f"> {shown}" if count > counted.MOST else shown


def _tile_url(tile: counted.Tile) -> str:
    place = {
        "companies": paths.list_url("contact"),
        "people": paths.list_url("contact"),
        "entries": "/interactions/",
        "blocked_customers": paths.list_url("customer"),
        "blocked_vendors": paths.list_url("vendor"),
    }.get(tile.what) or document_names.list_url(tile.what)
    return f"{place}?{urlencode(tile.query)}"


@require_safe
def waiting_quotes(request: HttpRequest) -> HttpResponse:
    """Show the quotes that wait for a customer or vendor [P9]."""
    quotes = [document_page.row_of(each) for each in overview.waiting_quotes(acting(request))]
    return render(request, "parts/waiting_quotes.html", {"quotes": quotes})


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show everything that matches, best first."""
    text = request.GET.get("q", "").strip()
    context = {**_hits(text, _HITS, acting(request)), "searched": text}
    return render(request, "search.html", context)


@require_safe
def hits(request: HttpRequest) -> HttpResponse:
    """Return the first hits while a person types."""
    text = request.GET.get("q", "").strip()
    return render(request, "parts/hits.html", _hits(text, 8, acting(request)))


def _hits(text: str, most: int, actor: Actor) -> Content:
    """Return what a search found, as the list of hits shows it."""
    found = search(text, most, actor)
    hits = [{"row": row, **_named(kind, row.no)} for kind, row in found.hits]
    return {"hits": hits, "is_similar": found.is_similar, "asked": bool(text)}


def _named(kind: str, no: str) -> dict[str, str]:
    """Return what a record or document is called, where it is, and its icon."""
    if kind in TYPES:
        url, name = document_names.document_url(kind, no), document_names.type_names()[kind]
        return {"url": url, "kind_name": name, "icon": document_names.ICONS[kind]}
    return {
        "url": paths.card_url(kind, no),
        "kind_name": labels.kinds()[kind],
        "icon": ICONS[kind],
    }


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Return the commands in which every word occurs, and the first records."""
    actor, text = acting(request), request.GET.get("q", "").strip()
    words = folded(text).split()
    commands = [
        each for each in _commands(actor) if all(word in folded(each.name) for word in words)
    ]
    context = {
        "commands": commands[: 12 if not text else 6],
        **_hits(text, 6, actor),
    }
    return render(request, "parts/hits.html", context)


def _commands(actor: Actor) -> list[Place]:
    """Return what a person can go to or begin, by name."""
    found = [*places(actor), *document_places(actor), *tools(actor)]
    for name in document_names.writable_types(actor):
        title = _("New: %(kind)s") % {"kind": document_names.type_names()[name]}
        found.append(Place(title, document_names.list_url(name) + "-/new", "plus"))
    for kind in KIND_NAMES:
        if actor.may_write(kind):
            name = _("New: %(kind)s") % {"kind": labels.kinds()[kind]}
            found.append(Place(name, f"/new/{kind}", "plus"))
            if kind != "contact":
                batch = _("Create contacts from: %(kinds)s") % {"kinds": kind_names(kind)}
                found.append(Place(batch, f"/batches/new?source={paths.collection(kind)}", "wand"))
    if actor.is_administrator:
        found += [
            Place(_("Synchronisation rules"), "/setup/rules", "arrows-exchange"),
            Place(_("Users"), "/setup/users/", "users"),
            Place(_("Our company"), "/setup/company", "building"),
            Place(_("Logged actions"), "/setup/logged-actions", "history"),
        ]
    found.append(Place(_("Telephones and mail programs"), "/profile/phones", "device-mobile"))
    found.append(Place(_("Sign-in and tokens"), "/profile/", "key"))
    return [*found, Place(_("Handbook"), "/help/", "help")]


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep one's language, appearance and density, and go back to where one was."""
    names = ("language", "theme", "density")
    change_preferences(
        {name: request.POST[name] for name in names if name in request.POST}, actor=acting(request)
    )
    url = request.POST.get("next", "/")
    is_ours = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return HttpResponseRedirect(url if is_ours else "/")
