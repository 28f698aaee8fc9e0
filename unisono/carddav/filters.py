"""The filters of addressbook-query (RFC 6352 10.5), on the lines of a card."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # nosec B405 (the type alone)

from unisono.carddav.dav_xml import card
from unisono.exchange.content_lines import ContentLine

_COLLATIONS = ("i;unicode-casemap", "i;ascii-casemap", "i;octet", "default")
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class UnknownFilter(Exception):
    """A filter that is none; `condition` names what it breaks (RFC 6352 8.6)."""

    def __init__(self, condition: str) -> None:
        super().__init__(condition)
        self.condition = condition


@dataclass(frozen=True)
class TextMatch:
    """A text that is looked for in a value."""

    text: str
    collation: str
    way: str
    negated: bool

    def holds(self, value: str) -> bool:
        """Tell whether a value matches."""
        wanted, there = self._folded(self.text), self._folded(value)
        found = {
            "contains": wanted in there,
            "equals": wanted == there,
            "starts-with": there.startswith(wanted),
            "ends-with": there.endswith(wanted),
        }[self.way]
        return found is not self.negated

    def _folded(self, text: str) -> str:
        if self.collation == "i;octet":
            return text
        if self.collation == "i;ascii-casemap":
            return text.translate(_ASCII_LOWER)
        return unicodedata.normalize("NFKD", text.casefold())  # RFC 5051


def matches(query: Element | None, lines: Sequence[ContentLine]) -> bool:
    """Tell whether a card's lines match the filter of a query; raise UnknownFilter. No filter
    matches all.
    """
    if query is None:
        return True
    wanted = query.findall(card("prop-filter"))
    if not wanted:
        return True
    found = (_has(each, lines) for each in wanted)
    return all(found) if query.get("test", "anyof") == "allof" else any(found)


def _has(wanted: Element, lines: Sequence[ContentLine]) -> bool:
    group, _dot, name = wanted.get("name", "").upper().rpartition(".")
    there = [
        line for line in lines if line.name == name and (not group or line.group.upper() == group)
    ]
    if wanted.find(card("is-not-defined")) is not None:
        return not there
    texts = [text_match(each) for each in wanted.findall(card("text-match"))]
    params = wanted.findall(card("param-filter"))
    if not texts and not params:
        return bool(there)
    if not there:
        return False
    of_all = wanted.get("test", "anyof") == "allof"
    # A negated text holds where no line has it (RFC 6352 10.5.4); params are of one line.
    found = [_text_holds(each, there) for each in texts]
    found += [any(_param(each, line) for line in there) for each in params]
    return all(found) if of_all else any(found)


def _text_holds(match: TextMatch, lines: Sequence[ContentLine]) -> bool:
    found = [match.holds(line.text) for line in lines]
    return all(found) if match.negated else any(found)


def _param(wanted: Element, line: ContentLine) -> bool:
    name = wanted.get("name", "").upper()
    values = [part for text in line.params.get(name, ()) for part in text.split(",")]
    if wanted.find(card("is-not-defined")) is not None:
        return not values
    match = wanted.find(card("text-match"))
    if match is None:
        return bool(values)
    wanted_text = text_match(match)
    found = [wanted_text.holds(value) for value in values]
    return (all(found) if wanted_text.negated else any(found)) if found else wanted_text.negated


def text_match(element: Element) -> TextMatch:
    """Return what a text-match asks for; raise UnknownFilter for what nobody knows."""
    collation = element.get("collation", "i;unicode-casemap")
    way = element.get("match-type", "contains")
    if collation not in _COLLATIONS:
        raise UnknownFilter("supported-collation")
    if way not in ("contains", "equals", "starts-with", "ends-with"):
        raise UnknownFilter("supported-filter")
    return TextMatch(element.text or "", collation, way, element.get("negate-condition") == "yes")
