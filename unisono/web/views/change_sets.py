"""What one act did, record by record: what a message's *and 2 more* and the first page lead to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.errors import NotFound
from unisono.common.kinds import Key
from unisono.documents.types import TYPES
from unisono.history.models import Change
from unisono.history.queries import changes_of_act
from unisono.links.kinds import KINDS
from unisono.links.queries import names_of_records
from unisono.undo.visibility import hidden_kinds, is_visible, source_seen, via_seen
from unisono.web import document_names, labels, paths, timeline
from unisono.web.frame import acting

_SHOWN = 200  # changes: an act of more is a batch's or an import's, which has a page of its own


@require_safe
def changes(request: HttpRequest, what: str) -> HttpResponse:
    """Show what a change set (`set-17`) or a whole act (`act-…`) did, as far as one may see it."""
    actor = acting(request)
    found = changes_of_act(what, _SHOWN + 1, hidden_kinds(actor))
    seen = [each for each in found[:_SHOWN] if is_visible(each, actor)]
    if not seen:
        raise NotFound(_("There is nothing at this address."))
    first = seen[0].change_set
    context = {
        "what": what,
        "by": first.by,
        "at": first.at,
        "way": labels.way(via_seen(first, actor), source_seen(first, actor)),
        "records": _records(seen, actor),
        "is_more": len(found) > _SHOWN,
        "can_undo": actor.is_administrator or first.user_id == actor.user_id,
    }
    return render(request, "change_set.html", context)


def _records(changes: list[Change], actor: Actor) -> list[Content]:
    """Return what was done to each record, in the order in which they were reached."""
    order: dict[Key, list[Change]] = {}
    for each in changes:
        order.setdefault(Key(each.kind, each.record_id), []).append(each)
    names = names_of_records([key for key in order if key.kind in KINDS])
    return [_record(key, some, names.get(key, ""), actor) for key, some in order.items()]


def _record(key: Key, changes: list[Change], name: str, actor: Actor) -> Content:
    no = changes[-1].no
    if key.kind in KINDS:
        return {
            "entry": timeline.entry_of(key.kind, changes, actor, KINDS[key.kind].fields),
            "kind_name": labels.kinds()[key.kind],
            "icon": labels.ICONS[key.kind],
            "no": no,
            "name": name,
            "url": paths.card_url(key.kind, no) if name else "",
        }
    kinds = document_names.type_names() | {"interaction": _("Interaction")}
    return {
        "kind_name": kinds.get(key.kind, ""),
        "icon": document_names.ICONS.get(key.kind, "message"),
        "no": no,
        "url": document_names.document_url(key.kind, no) if key.kind in TYPES else "",
        "done": ", ".join(_told(each) for each in changes),
    }


def _told(change: Change) -> str:
    """Return what happened to a document or an entry: each field that changed, old → new."""
    if change.event != "changed":
        return labels.events().get(change.event, change.event)
    words = document_names.statuses()
    return "; ".join(
        f"{labels.field(name)}: {words.get(old, old) or '—'} → {words.get(new, new) or '—'}"
        if isinstance(old, str) and isinstance(new, str)
        else labels.field(name)
        for name, (old, new, *_cause) in change.values.items()
    )
