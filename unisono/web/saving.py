"""What a person is told after a change, and what others did meanwhile."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.kinds import KIND_NAMES, Key
from unisono.common.outcome import Outcome
from unisono.documents.queries import visible_documents
from unisono.documents.types import TYPES
from unisono.history.models import Change
from unisono.history.queries import changes_since, of_change_set
from unisono.links.queries import names_of_records
from unisono.web import document_names, formatting, labels, paths
from unisono.web.parts import say, warn


def reached(change_set: int | None, actor: Actor) -> list[Change]:
    """Return what a change set did to records that the actor may see."""
    if change_set is None:
        return []
    changes = of_change_set(change_set).filter(kind__in=KIND_NAMES)
    return [change for change in changes if actor.may_read(change.kind)]


def documents_reached(change_set: int | None, actor: Actor) -> list[str]:
    """Return the pages of the documents and entries that a change set reached and that are
    there.
    """
    pages = []
    for change in of_change_set(change_set):
        if change.kind in TYPES and actor.may_read(TYPES[change.kind].right):
            found = visible_documents(actor).filter(pk=change.record_id).first()
            pages += [document_names.document_url(found.type, found.no)] if found else []
        elif change.kind == "interaction":
            pages.append(f"/interactions/{change.record_id}")
    return pages


def report(request: HttpRequest, text: str, outcome: Outcome, actor: Actor) -> list[Key]:
    """Leave the message about a change, naming other records that it reached, but not the one whose
    page one is on, with *Undo*; return all it reached.
    """
    changes = reached(outcome.change_set, actor)
    here, known = _here(request), names_of_records([Key(c.kind, c.record_id) for c in changes])
    others = [
        f"{labels.kinds()[c.kind]} {known.get(Key(c.kind, c.record_id)) or c.no}"
        for c in changes
        if (c.kind, c.no) != (outcome.kind, outcome.no) and paths.card_url(c.kind, c.no) != here
    ]
    if names := list(dict.fromkeys(others)):
        text += " " + _("It also reached: %(records)s.") % {"records": formatting.few(names)}
    say(request, text, outcome.change_set)
    for warning in outcome.warnings:
        warn(request, f"{labels.field(warning.field)}: {warning.message}")
    return [Key(change.kind, change.record_id) for change in changes]


def _here(request: HttpRequest) -> str:
    """Return the card on whose pages the form was that was sent: /contacts/CT1."""
    url = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    return "/".join(urlsplit(url).path.split("/")[:3])


def report_merged(request: HttpRequest, key: Key, expected: int | None, outcome: Outcome) -> None:
    """Say what others changed in the record since the person saw it, now that both changes are kept
    [3.5].
    """
    if expected is None or outcome.change_set is None:
        return
    if changes := changes_since(key, expected, outcome.change_set):
        names = dict.fromkeys(name for change in changes for name in change.values)
        people = dict.fromkeys(change.change_set.by for change in changes)
        text = _("Meanwhile %(people)s changed: %(fields)s. Both changes are kept.")
        fields = ", ".join(labels.field(name) for name in names)
        warn(request, text % {"people": ", ".join(people), "fields": fields})
