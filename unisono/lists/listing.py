"""Lists: search, sorting, pages by cursor, counts (api.md)."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import InvalidOperation
from typing import Any

from django.db.models import Case, DateField, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from unisono.common.borders import Content, Given, Rows, Stored
from unisono.common.errors import FieldError, Invalid
from unisono.common.text import is_control
from unisono.lists import search as searching
from unisono.lists.best_first import FEW, Place, best_first, places_of
from unisono.lists.filters import PARSERS, Column, by_code_point, filtered
from unisono.lists.similar import matching_or_similar, similar

COUNTED = 10_000  # counting further would read the whole table for each page [api.md]
_KEYS = ("sort_key", "no_key")
_BEST = "best"  # what the cursor of a page calls its order that is best first
Order = list[tuple[str, bool, str]]  # column or annotation, descending, kind


@dataclass(frozen=True)
class Page:
    """A page of rows: what comes next, how many there are, and whether they are only similar to
    what was searched, which nothing matches.
    """

    rows: Sequence[Stored]
    next: str | None
    count: int
    is_similar: bool = False

    def shown(self, items: list[Any]) -> Content:
        """Return the page as the contract has it."""
        minimum = {"count_is_minimum": True} if self.count > COUNTED else {}
        similar = {"similar": True} if self.is_similar else {}
        count = min(self.count, COUNTED)
        return {"items": items, "next": self.next, "count": count, **minimum, **similar}


def page(
    rows: Rows,
    columns: dict[str, Column],
    query: Given,
    default_sort: str,
    search: Callable[[Rows, str], Rows] | None = None,
) -> Page:
    """Return the page that a query asks for; raise Invalid for unknown filters, sort fields, limits
    and cursors.

    What was searched comes best first, unless the query sorts. Where nothing matches, the rows that
    do but for one letter are shown, and the page says so.
    """
    limit = limit_of(query)
    rows = filtered(rows, columns, query)
    text = (query.get("q") or "")[:200]
    if text and search:
        rows, text = search(rows, text), ""
    count, is_similar = searching.count_of(rows, text, COUNTED + 1), False
    keys = similar(rows, text) if text and not count else []
    if keys:
        rows, text, count, is_similar = rows.filter(pk__in=keys), "", len(keys), True
    sort = query.get("sort") or (_BEST if text or is_similar else default_sort)
    if text and sort == _BEST:
        return _best_page(rows, text, limit, query.get("cursor"), count)
    rows, order = _in_order(rows, keys) if sort == _BEST else _sorted(rows, columns, sort)
    after = Q()
    if cursor := query.get("cursor"):
        after = _after(order, _typed(order, _read_cursor(cursor, sort, len(order))))
    found = _found(rows, text, order, after, limit + 1, count)
    more = len(found) > limit
    found = found[:limit]
    return Page(found, _cursor(found[-1], order, sort) if more else None, count, is_similar)


def _in_order(rows: Rows, keys: Sequence[int]) -> tuple[Rows, Order]:
    """Return the few rows of these keys in their order."""
    places = [When(pk=key, then=Value(place)) for place, key in enumerate(keys)]
    ordered = rows.annotate(fit=Case(*places, output_field=IntegerField()))
    return ordered.order_by("fit", "pk"), [("fit", False, "number"), ("pk", False, "number")]


def _best_page(rows: Rows, text: str, limit: int, cursor: str | None, count: int) -> Page:
    """Return a page of what was searched, best first."""
    order: Order = [("fit", False, "number"), ("sort_key", False, "key"), ("pk", False, "number")]
    after = None
    if cursor:
        fit, name, key = _typed(order, _read_cursor(cursor, _BEST, len(order)))
        after = Place(int(fit), name, int(key))
    found = best_first(rows, text, limit + 1, count=count, after=after)
    more = len(found) > limit
    found = found[:limit]
    return Page(found, _cursor(found[-1], order, _BEST) if more else None, count)


def _found(rows: Rows, text: str, order: Order, after: Q, most: int, count: int) -> list[Stored]:
    """Return the rows of the page: by name in the way that suits how many there are, else all of
    them sorted.
    """
    if text and [name for name, _down, _kind in order] == ["sort_key", "pk"]:
        return searching.first_by_name(rows, text, most, down=order[0][1], count=count, after=after)
    return list((searching.matching(rows, text) if text else rows).filter(after)[:most])


def limit_of(query: Given, normal: int = 50) -> int:
    """Return the page's size, 1 to 500; raise Invalid."""
    text = query.get("limit") or str(normal)
    if not text.isascii() or not text.isdecimal() or len(text) > 3 or not 1 <= int(text) <= 500:
        raise Invalid(
            [
                FieldError(
                    "limit",
                    "range",
                    _("This must be a whole number from %(least)s to %(most)s.")
                    % {"least": 1, "most": 500},
                )
            ]
        )
    return int(text)


def _sorted(rows: Rows, columns: dict[str, Column], sort: str) -> tuple[Rows, Order]:
    """Return the rows in order; the key breaks ties, in the direction of the first field, so that
    an index serves.
    """
    order: Order = []
    parts = sort.split(",")
    for number, part in enumerate(parts):
        name = part.removeprefix("-")
        column = columns.get(name)
        if column is None or column.condition or len(parts) > 5:
            raise Invalid(
                [
                    FieldError(
                        "sort",
                        "unknown-sort",
                        _("There is no such field to sort by: %(name)s") % {"name": name},
                    )
                ]
            )
        path = column.sort_path or column.path
        expression, alias = by_code_point(column, path), f"sort_{number}"
        if column.may_lack:  # a cursor takes no NULL: a day that is not set is before all others
            expression = Coalesce(expression, Value(date.min, output_field=DateField()))
        if path in _KEYS:
            alias = path  # as it is: its index serves
        else:
            rows = rows.annotate(**{alias: expression})
        order.append((alias, part.startswith("-"), column.kind))
    order.append(("pk", order[0][1], "number"))
    return rows.order_by(
        *(F(alias).desc() if down else F(alias).asc() for alias, down, _kind in order)
    ), order


def _after(order: Order, values: list[Any]) -> Q:
    """Return the condition of what comes after these values in the order."""
    condition, equal = Q(pk__in=[]), Q()
    for (alias, down, _kind), value in zip(order, values, strict=True):
        condition |= equal & Q(**{f"{alias}__{'lt' if down else 'gt'}": value})
        equal &= Q(**{alias: value})
    # Said once more of the first field alone, as a range in which an index begins: no database sees
    # it in the rest.
    alias, down, _kind = order[0]
    return condition & Q(**{f"{alias}__{'lte' if down else 'gte'}": values[0]})


def _cursor(row: Stored, order: Order, sort: str) -> str:
    values = [getattr(row, alias) for alias, _down, _kind in order]
    texts = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([sort, *texts]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, sort: str, length: int) -> list[Stored]:
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(parts, list) or len(parts) != length + 1 or parts[0] != sort:
            raise ValueError(cursor)
        if not all(isinstance(part, str) and not any(map(is_control, part)) for part in parts):
            raise ValueError(cursor)
        return parts[1:]
    except (ValueError, RecursionError) as error:
        raise bad_cursor() from error


def bad_cursor(name: str = "cursor", why: str = "") -> Invalid:
    """Return the refusal of a cursor that this list did not give, or does not take any more."""
    message = why or _("This cursor does not belong to this list.")
    return Invalid([FieldError(name, "cursor", message)])


def _typed(order: Order, texts: Iterable[str]) -> list[Stored]:
    """Return a cursor's texts as values of their columns."""
    try:
        return [
            text if kind in ("text", "key", "reference") else PARSERS[kind](text)
            for (_a, _d, kind), text in zip(order, texts, strict=True)
        ]
    except (ValueError, InvalidOperation) as error:
        raise bad_cursor() from error


def neighbours(
    rows: Rows, columns: dict[str, Column], query: Given, default_sort: str, key: int
) -> tuple[str, str]:
    """Return the numbers of the records before and after one in a list, "" at its ends or where it
    is not in it.

    Raises Invalid as `page` does.
    """
    rows = filtered(rows, columns, query)
    if text := (query.get("q") or "")[:200]:
        count = searching.count_of(rows, text, COUNTED)
        if 0 < count <= FEW and not query.get("sort"):
            return _beside(rows, [place.pk for place in places_of(rows, text)], key)
        rows = matching_or_similar(rows, text)
    rows, order = _sorted(rows, columns, query.get("sort") or default_sort)
    here = rows.filter(pk=key).first()
    if here is None:
        return "", ""
    values = [getattr(here, alias) for alias, _down, _kind in order]
    back = [(alias, not down, kind) for alias, down, kind in order]
    former = rows.reverse().filter(_after(back, values)).first()
    following = rows.filter(_after(order, values)).first()
    return (former.no if former else ""), (following.no if following else "")


def _beside(rows: Rows, keys: list[int], key: int) -> tuple[str, str]:
    """Return the numbers before and after one in an order of few."""
    if key not in keys:
        return "", ""
    at = keys.index(key)
    numbers = dict(rows.filter(pk__in=keys[max(at - 1, 0) : at + 2]).values_list("pk", "no"))
    former, following = keys[at - 1 : at], keys[at + 1 : at + 2]
    return "".join(numbers[k] for k in former), "".join(numbers[k] for k in following)
