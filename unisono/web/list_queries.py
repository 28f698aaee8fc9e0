"""Queries of lists as the browser sends them: filters added and changed by the forms of the page,
and the reader's time zone.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest

from unisono.lists.periods import known_zone
from unisono.web.list_filters import SIGNS, typed
from unisono.web.list_page import Choices, ListPage
from unisono.web.parts import texts

# What is no filter, but said by the forms of the page; `before` stands in old addresses of the log.
OWN = ("cursor", "add", "sign", "value", "pick", "dates", "since", "until", "in", "before", "zone")


def query_of(request: HttpRequest) -> dict[str, str]:
    """Return the filters, the search and the order that a page was asked with."""
    return {
        name: text
        for name, text in texts(request.GET).items()
        if name not in OWN and (text or name not in ("q", "only"))
    }


def in_zone(request: HttpRequest, query: Mapping[str, str]) -> dict[str, str]:
    """Return a query with the reader's time zone, as the script keeps it; without one: UTC."""
    zone = request.COOKIES.get("zone", "")
    return {**query, "zone": zone} if zone and known_zone(zone) else dict(query)


def with_filter(
    page: ListPage, query: Mapping[str, str], sent: Mapping[str, str], choices: Choices
) -> str:
    """Return the list's address with one filter more; a `pick` takes the place of the field's
    filters, and "" takes them off.
    """
    name = sent["add"]
    if "pick" not in sent:
        sign, text = sent.get("sign", "is"), sent.get("value", "").strip()
        value = text if sign == "any" else typed(name, text, choices)
        return _address(page, {**query, name + SIGNS.get(sign, ""): value})
    rest = _without(query, name)
    return _address(page, {**rest, name: sent["pick"]} if sent["pick"] else rest)


def with_dates(page: ListPage, query: Mapping[str, str], sent: Mapping[str, str]) -> str:
    """Return the list's address with its dates from a day to a day; what was left blank is open."""
    ends = {"__gte": sent.get("since", "").strip(), "__lte": sent.get("until", "").strip()}
    added = {page.dates + sign: day for sign, day in ends.items() if day}
    return _address(page, {**_without(query, page.dates), **added})


def shown_by(page: ListPage, query: Mapping[str, str]) -> dict[str, str]:
    """Return from which day to which a query shows, as the inputs of the page have it."""
    since, until = query.get(f"{page.dates}__gte", ""), query.get(f"{page.dates}__lte", "")
    return {"since": since[:10], "until": until[:10]}


def _without(query: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in query.items() if key.partition("__")[0] != name}


def _address(page: ListPage, query: Mapping[str, str]) -> str:
    return page.url + "?" + urlencode(query)
