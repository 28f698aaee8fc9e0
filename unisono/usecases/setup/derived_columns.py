"""Bringing along what is computed from values, when a new version computes it otherwise."""

import hashlib
import json

from django.db.models import Max

from unisono.access.roles import Actor, Role
from unisono.common.kinds import KIND_NAMES, Key, Kind
from unisono.history.recording import recorder_for
from unisono.links.bulk import search_columns as bulk
from unisono.links.kinds import KINDS
from unisono.links.locks import lock
from unisono.links.search_columns import search_columns
from unisono.setup.models import Installation
from unisono.usecases.transaction import writing

_ROWS = 2000  # of a kind in one transaction: a second, in which others wait
_INSTALLER = Actor(None, "init", Role.ADMINISTRATOR)
# Values in which every rule of these columns shows: two versions that compute the same of them
# compute the same of all.
_PROBES = (
    {"no": "A/1", "name": "Muñoz & Söhne, S.L.", "phone_no": "915 55 01 01", "country_code": "ES"},
    {"no": "王", "name": "İstanbul O'Neill", "vat_registration_no": "ESB-00.112.235"},
    {"no": "c3", "name": "ANA GIL", "email": "Ana@Example.COM", "mobile_phone_no": "+34600111222"},
    {"no": "6", "name": "O’Neill – Rolls\u2011Royce\u00ad «Söhne»"},
    {"no": "4", "name": "Ñu", "address": "C/ Mayor, 1, 2º", "post_code": "08001", "city": "Vic"},
    {
        "no": "5",
        "name": "Bank",
        "iban": "ES91 2100 0418 4502 0005 1332",
        "home_page": "http://b.es",
    },
)


def way_of_computing() -> str:
    """Return what tells two ways of computing these columns apart."""
    text = json.dumps([search_columns(values) for values in _PROBES], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def bring_along() -> int:
    """Compute the columns of all records anew where they were computed another way; return how many
    changed. Killed in between, the next call goes on.
    """
    way = way_of_computing()
    if Installation.objects.filter(pk=1, derived=way).exists():
        return 0
    changed = sum(_bring_kind(kind) for kind in KIND_NAMES)
    _note_way(way)
    return changed


@writing
def _note_way(way: str) -> None:
    Installation.objects.update_or_create(pk=1, defaults={"derived": way})


def _bring_kind(kind: Kind) -> int:
    rows = KINDS[kind].model._default_manager
    last = rows.aggregate(last=Max("pk"))["last"] or 0
    return sum(
        _bring_some(kind, first, first + _ROWS, actor=_INSTALLER)
        for first in range(0, last + 1, _ROWS)
    )


@writing
def _bring_some(kind: Kind, first: int, end: int, *, actor: Actor) -> int:
    rows = KINDS[kind].model._default_manager.filter(pk__gte=first, pk__lt=end)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    # In the order of locks, as edits that go on meanwhile on another machine take them.
    lock([Key(kind, id_) for id_ in ids])
    count = bulk.refresh(kind, ids)
    if count:
        recorder = recorder_for(actor, "repair")
        recorder.add("repaired", "columns", 0, kind, 0, None, {"rows": count})
    return count
