"""The filters of a list on its page: as chips, as selects that apply at once, as somebody types
them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.text import folded
from unisono.lists.periods import PERIODS
from unisono.web import labels
from unisono.web.list_page import Choices, ListPage

SIGNS = {"is": "", "from": "__gte", "to": "__lte", "any": "__in"}
_SAID = {"": "=", "gte": "≥", "lte": "≤", "in": "∈"}


@dataclass(frozen=True)
class Chip:
    """A filter that is on: what it says, and the address of the list without it."""

    text: str
    url: str


def chips(page: ListPage, query: Mapping[str, str], choices: Choices) -> list[Chip]:
    """Return the filters of a query, each with the way to take it off; what a select of the page
    shows is not said twice.
    """
    found = []
    for parameter, text in query.items():
        name, _separator, operator = parameter.partition("__")
        if parameter in ("q", "sort") or _is_picked(page, parameter, text, choices):
            continue
        rest = {key: value for key, value in query.items() if key != parameter}
        said = [_value_said(page, name, each, choices) for each in _values(text, operator)]
        label = f"{labels.field(name)} {_SAID.get(operator, '=')} {', '.join(said)}"
        found.append(Chip(label, page.url + "?" + urlencode(rest)))
    return found


def _is_picked(page: ListPage, parameter: str, text: str, choices: Choices) -> bool:
    is_period = parameter == page.dates and text in PERIODS
    return is_period or (parameter in page.picks and text in choices.get(parameter, {}))


def _values(text: str, operator: str) -> list[str]:
    return text.split(",") if operator == "in" else [text]


def _value_said(page: ListPage, name: str, text: str, choices: Choices) -> str:
    """Return a filter's value as people read it."""
    if text == "":
        return _("(blank)")
    if text in ("true", "false"):
        return _("Yes") if text == "true" else _("No")
    if text in PERIODS:
        return labels.periods()[text]
    return choices.get(name, {}).get(text) or page.said(name, text)


def typed(name: str, text: str, choices: Choices) -> str:
    """Return the value that somebody means who typed it into a filter: what a choice or a period is
    called stands for it.
    """
    known = {**choices.get(name, {}), **labels.periods()}
    meant = [value for value, label in known.items() if folded(label) == folded(text)]
    return meant[0] if meant else text


def filterable(page: ListPage, actor: Actor) -> list[tuple[str, str]]:
    """Return what a list can be filtered by: (name, what it is called), in the order of the
    names.
    """
    names = [name for name in page.listed.columns(actor) if name not in ("version", "id")]
    return sorted(
        ((name, labels.field(name)) for name in names), key=lambda pair: pair[1].casefold()
    )


@dataclass(frozen=True)
class Pick:
    """A select that applies at once: the field, what it is called, its options (value, label), and
    the one that is on; `rest` is the query without it.
    """

    name: str
    label: str
    options: list[tuple[str, str]]
    here: str
    rest: Mapping[str, str]


def picks(page: ListPage, query: Mapping[str, str], choices: Choices) -> list[Pick]:
    """Return the selects of a list: the period first, then its fields."""
    found = []
    if page.dates:
        found.append(_pick(page.dates, labels.periods(), query))
    found += [_pick(name, choices.get(name, {}), query) for name in page.picks]
    return found


def _pick(name: str, options: Mapping[str, str], query: Mapping[str, str]) -> Pick:
    rest = {key: text for key, text in query.items() if key.partition("__")[0] != name}
    return Pick(name, labels.field(name), list(options.items()), query.get(name, ""), rest)
