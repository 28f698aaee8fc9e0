"""What codes are called on the pages of one request: read once, when the first is asked for."""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import get_language

from unisono.common.borders import Stored
from unisono.common.text import folded
from unisono.records.code_lists import LISTS
from unisono.setup.code_names import all_names, pick

_Names = dict[tuple[str, str], dict[str, str]]
_known: ContextVar[_Names | None] = ContextVar("code_names", default=None)
_LABELS = frozenset(info.model._meta.label for info in LISTS.values())
_BESIDE = "beside "  # before what is no list, among the rows of lists
_TEMPLATE = "interactions.InteractionTemplate"


def forget() -> None:
    """Begin a request: what the one before on this thread read may be old."""
    _known.set(None)


def _names() -> _Names:
    found = _known.get()
    if found is None:
        found = all_names(_LABELS)
        _known.set(found)
    return found


def codes_beside_names(queries: Mapping[str, QuerySet[Any, Any]]) -> dict[str, list[str]]:
    """Return the codes that these rows of code lists have, by the queries' names, in order; read
    with the names of all codes, by one statement.
    """
    rows = [
        rows.order_by()
        .annotate(
            which=Value(f"{_BESIDE}{name}", CharField()),
            language=Value("", CharField()),
            said=Value("", CharField()),
        )
        .values_list("which", "code", "language", "said")
        for name, rows in queries.items()
    ]
    read = all_names(_LABELS, rows)
    found: dict[str, list[str]] = {name: [] for name in queries}
    for which, code in sorted(read):
        if which.startswith(_BESIDE):
            found[which.removeprefix(_BESIDE)].append(code)
    _known.set({key: names for key, names in read.items() if not key[0].startswith(_BESIDE)})
    return found


def named(label: str, code: str) -> str:
    """Return what a code of a list (setup.Territory) is called in the reader's language, the code
    where it has no name.
    """
    return pick(_names().get((label, code), {}), get_language() or "en") or code


def name_of(entry: Stored) -> str:
    """Return what an entry of a code list is called in the reader's language."""
    return named(entry._meta.label, entry.code) if entry is not None else ""


def described(row: Stored) -> str:
    """Return an interaction's description; where it is its template's name, in whatever language it
    was logged, in the reader's.
    """
    names = _names().get((_TEMPLATE, row.template_id), {})
    is_name = row.description in (row.template_id, *names.values())
    return named(_TEMPLATE, row.template_id) if is_name else str(row.description)


def choices(label: str) -> dict[str, str]:
    """Return the entries of a list (setup.Salesperson) to choose from: code → name, by name."""
    found = {code: named(label, code) for which, code in _names() if which == label}
    return dict(sorted(found.items(), key=lambda pair: (folded(pair[1]), pair[0])))
