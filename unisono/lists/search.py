"""Finding records by words: the same on both databases, by index."""

from typing import Any

from django.db import connection
from django.db.models import F, Q

from unisono.common.borders import Rows, Stored
from unisono.lists.search_words import Search, Unindexed

_FEW = 500  # rows that are sorted without trying anything else
_MANY = 10_000  # as far as anybody counts
_SHORT_WALK, _LONG_WALK = 1_000, 10_000


def matching(rows: Rows, text: str) -> Rows:
    """Return the rows in which every word is found, by index: case and accents ignored; phones by
    their digits.

    Words under three characters are looked for at the start of name and number, and anywhere in
    what longer words find.
    """
    return rows.filter(Search(rows, text).by_index())


def count_of(rows: Rows, text: str, most: int) -> int:
    """Return how many rows match, at most so many; without a text, how many there are."""
    if not rows.query.where and not text.strip():
        return _capped(f"SELECT 1 FROM {rows.model._meta.db_table}", [], most)
    search = Search(rows, text)
    if search.match and connection.vendor == "sqlite" and not rows.query.where:
        # FTS5 alone tells: it reads no row and stops at the limit, which it does not within IN
        # (SELECT …).
        count = _capped(search.fts, [search.match], most)
        if search.whole or count == most:
            return count
    return rows.filter(search.by_index()).order_by()[:most].count()


def _capped(sql: str, parameters: list[str], most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT %s) counted", [*parameters, most])
        return int(cursor.fetchone()[0])


def first_by_name(
    rows: Rows, text: str, most: int, *, count: int, down: bool = False, after: Q | None = None
) -> list[Stored]:
    """Return the first matching rows in the order of their names, or in the opposite order
    (`down`).

    `count` is how many match, as far as they were counted; `after` is the condition of a later
    page. Where many match, a walk along the index of names, looking at each row, soon finds a page
    of them, and nothing has to be sorted. Where it does not, since they all come late in the order,
    they are sorted after all.
    """
    search, after = Search(rows, text), after or Q()
    branches, most_sorted = (
        # Trigrams among the branches are not counted once more: within IN (SELECT …) nothing stops
        # at the limit.
        (search.branches(), count) if search.match else _sizes(rows, search.branches(), count)
    )
    if most_sorted > _FEW:
        for steps in _walks(rows.model, most, count):
            walked = _walked(rows, search, most, steps, down, after)
            if walked is not None:
                return walked
    found: dict[int, Stored] = {}
    for condition, name in branches:
        some = rows.filter(after, condition).order_by(*_by_name(down, name))[:most]
        found.update((row.pk, row) for row in some)
    return sorted(found.values(), key=lambda row: (row.sort_key, row.pk), reverse=down)[:most]


_Branches = list[tuple[Q, Any]]


def _sizes(rows: Rows, branches: _Branches, count: int) -> tuple[_Branches, int]:
    """Return the branches that find anything, and how many rows would have to be sorted for one of
    them.
    """
    if len(branches) == 1:
        return branches, count
    sizes = [
        rows.filter(condition).order_by()[: _FEW + 1].count() if isinstance(name, Unindexed) else 0
        for condition, name in branches
    ]
    in_order = [branch for branch in branches if not isinstance(branch[1], Unindexed)]
    return [
        *in_order,
        *(branch for branch, size in zip(branches, sizes, strict=True) if size),
    ], max(sizes)


def _walks(model: Any, most: int, count: int) -> tuple[int, ...]:
    """Return how many steps along the names to try, fewer than there are rows to sort."""
    if count >= _MANY:
        return (
            _SHORT_WALK,
            _LONG_WALK,
        )  # nobody knows how many there are; most often a short walk is enough
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(id) FROM {model._meta.db_table}")
        enough = 2 * most * int(cursor.fetchone()[0] or 0) // max(count, 1)
    return (enough,) if enough <= count else ()


def _walked(
    rows: Rows, search: Search, most: int, steps: int, down: bool, after: Q
) -> list[Stored] | None:
    """Return the rows that a walk of so many steps along the names finds, None where there are too
    few.
    """
    last = _name_after(rows.model, steps, down, after)
    until = Q() if last is None else Q(**{f"sort_key__{'gte' if down else 'lte'}": last})
    found = list(
        rows.filter(after, until, search.by_row()).order_by(*_by_name(down, F("sort_key")))[:most]
    )
    return found if last is None or len(found) == most else None


def _name_after(model: Any, steps: int, down: bool, after: Q) -> str | None:
    """Return the name so many steps along the index, None where it ends before."""
    if after:
        names = model._default_manager.filter(after).order_by(*_by_name(down, F("sort_key")))
        found = list(names.values_list("sort_key", flat=True)[steps : steps + 1])
        return found[0] if found else None
    way = (
        "DESC" if down else "ASC"
    )  # a first page is asked for most often: this spares it half a millisecond
    with connection.cursor() as cursor:
        sql = (
            f"SELECT sort_key FROM {model._meta.db_table} ORDER BY sort_key {way}, id {way} "
            "LIMIT 1 OFFSET %s"
        )
        cursor.execute(sql, [steps])
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _by_name(down: bool, name: Any) -> tuple[Any, Any]:
    return (name.desc(), F("pk").desc()) if down else (name.asc(), F("pk").asc())
