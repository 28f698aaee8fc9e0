"""Which template each action logs itself by: a page of choices [8.1]."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from unisono.access.roles import require_administrator
from unisono.interactions.actions import (
    COVER_SHEET,
    DOCUMENT_ACTIONS,
    DOCUMENT_KINDS,
    EMAIL,
    PHONE_CALL,
)
from unisono.interactions.queries import templates
from unisono.usecases.interactions.assigning import assign_templates, assigned_templates
from unisono.web import code_names, document_names, labels
from unisono.web.frame import acting
from unisono.web.parts import say, texts


@require_http_methods(["GET", "POST"])
def logged_actions(request: HttpRequest) -> HttpResponse:
    """Show each action with its template, or change those that were touched."""
    actor = acting(request)
    require_administrator(actor)
    present = assigned_templates()
    if request.method == "POST":
        sent = texts(request.POST)
        wanted = {
            n: sent[n] for n in present if n in sent and sent[n] != sent.get(f"was.{n}", present[n])
        }
        assign_templates(wanted, actor=actor)
        say(request, _("Saved.") if wanted else _("Nothing was changed."))
        return HttpResponseRedirect("/setup/logged-actions")
    names, types = document_names.action_names(), document_names.type_names()
    rows = [
        (
            types[kind],
            [
                _cell(f"{kind}_{what}", names, present) if _happens(kind, what) else ()
                for what in DOCUMENT_ACTIONS
            ],
        )
        for kind in DOCUMENT_KINDS
    ]
    others = [_cell(name, names, present) for name in (EMAIL, PHONE_CALL)]
    context = {
        "rows": rows,
        "columns": [
            name.partition(": ")[2]
            for name in (names[f"sales_quote_{what}"] for what in DOCUMENT_ACTIONS)
        ],
        "others": others,
        "templates": [
            (each.code, f"{code_names.name_of(each)} · {each.code}") for each in templates()
        ],
        "lists": {
            name: labels.lists()[name]
            for name in ("interaction-templates", "interaction-groups", "mail-texts")
        },
    }
    return render(request, "logged_actions.html", context)


def _cell(name: str, names: dict[str, str], present: dict[str, str]) -> tuple[str, str, str]:
    return name, names[name], present[name]


def _happens(kind: str, what: str) -> bool:
    """Tell whether it is ever done: cover sheets are printed, and not kept."""
    return kind != COVER_SHEET or what == "printed"
