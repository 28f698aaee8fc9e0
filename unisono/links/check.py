"""What is wrong with linked records and what hangs on them: set-wise looks that change nothing
[3.8].
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from unisono.cards.fields import SYNCHRONISED_RULES, shared_fields
from unisono.common.borders import Content
from unisono.common.kinds import FACTS, LINKED_KINDS, Key, Kind
from unisono.common.sql import SqlRow
from unisono.links.bulk import sql
from unisono.links.bulk.search_columns import out_of_step
from unisono.links.findings import Finding
from unisono.links.kinds import KINDS, joined_records
from unisono.links.values import Rules
from unisono.setup import series
from unisono.setup.models import NumberSeries

Progress = Callable[[str, int, int], None]
_LINKS_AT_ONCE = 20_000  # links per statement: it is read without blocking writers for long
_ROWS_AT_ONCE = 5_000  # records whose search columns are computed anew at a time


_KEYS, _NUMBERS = (
    ", ".join(f"l.{kind}_id" for kind in LINKED_KINDS),
    ", ".join(f"{kind}.no" for kind in LINKED_KINDS),
)
_MISSING = " ".join(f"OR (l.role = '{kind}' AND {kind}.id IS NULL)" for kind in LINKED_KINDS)
_OF_COMPANIES = ", ".join(f"'{kind}'" for kind in LINKED_KINDS if FACTS[kind].of_companies)
_LINKS = (
    "SELECT l.id, l.role, c.no, c.type, c.company_id, p.id, p.company_id, l.contact_id, "
    "l.primary_contact_id, "
    f"{_KEYS}, {_NUMBERS} FROM links_link l {joined_records()} "
    "LEFT JOIN contacts_contact c ON c.id = l.contact_id "
    "LEFT JOIN contacts_contact p ON p.id = l.primary_contact_id "
    "WHERE {} AND (c.id IS NULL OR c.company_id IS NOT NULL "
    f"OR (l.role IN ({_OF_COMPANIES}) AND c.type <> 'company') OR l.primary_contact_id IS NOT NULL "
    f"{_MISSING}) ORDER BY l.id"
)


def quiet(_what: str, _done: int, _total: int) -> None:
    """Report no progress."""


def findings(rules: Rules, progress: Progress = quiet) -> Iterator[Finding]:
    """Return all that is wrong, found by few statements however many records there are."""
    yield from broken_links(progress)
    for linked in LINKED_KINDS:
        yield from drift(linked, rules, progress)
    yield from companies_that_are_none()
    yield from broken_series()
    for kind in KINDS:
        yield from columns_out_of_step(kind, progress)


def _windows(table: str, size: int, what: str, progress: Progress) -> Iterator[tuple[int, int]]:
    """Return ranges of keys (above, up to) that cover a table, reporting progress."""
    highest = sql.rows(f"SELECT COALESCE(MAX(id), 0) FROM {table}")[0][0]
    for above in range(0, highest, size):
        progress(what, above, highest)
        yield above, above + size
    progress(what, highest, highest)


def drift(kind: Kind, rules: Rules, progress: Progress = quiet) -> Iterator[Finding]:
    """Return the fields in which records differ from the contact that they are tied to; paused
    links tie nothing.
    """
    names, here, there = _tied(kind, rules)
    select = (
        f"SELECT l.id, r.id, r.no, c.no, {', '.join(here)}, {', '.join(there)} {_drifted(kind, here, there)} "
        "AND l.id > %s AND l.id <= %s ORDER BY l.id"
    )
    for window in _windows("links_link", _LINKS_AT_ONCE, kind, progress):
        for link, id_, no, contact_no, *values in sql.rows(select, window):
            for name, one, other in zip(
                names, values[: len(names)], values[len(names) :], strict=True
            ):
                if one != other:
                    yield Finding(
                        "drift", "drift", Key(kind, id_), no, contact_no, name, one, other, link
                    )


def has_drift(rules: Rules) -> bool:
    """Tell whether any record differs from the contact that it is tied to, by one statement for all
    kinds.
    """
    looks = (
        f"EXISTS (SELECT 1 {_drifted(kind, *_tied(kind, rules)[1:])})" for kind in LINKED_KINDS
    )
    return bool(sql.rows(f"SELECT {' OR '.join(looks)}")[0][0])


def _tied(kind: Kind, rules: Rules) -> tuple[list[str], list[str], list[str]]:
    """Return the fields that a link of this role ties, and what the contact (c) and the record (r)
    say of them.
    """
    fields = [
        field for field in shared_fields(kind) if rules.of(kind, field.name) in SYNCHRONISED_RULES
    ]
    follows = ["type"] * FACTS[kind].follows_type
    here, there = (
        [f"COALESCE({side}.{f.name}, '')" if f.is_reference else f"{side}.{f.name}" for f in fields]
        + [f"{side}.{name}" for name in follows]
        for side in ("c", "r")
    )
    return [*(field.name for field in fields), *follows], here, there


def _drifted(kind: Kind, here: Sequence[str], there: Sequence[str]) -> str:
    """Return the tables and the condition that find records which differ from their contacts."""
    differs = " OR ".join(f"{one} <> {other}" for one, other in zip(here, there, strict=True))
    return (
        f"FROM links_link l JOIN contacts_contact c ON c.id = l.contact_id "
        f"JOIN {KINDS[kind].table} r ON r.id = l.{kind}_id WHERE l.state = 'active' AND ({differs or '0 = 1'})"
    )


def broken_links(progress: Progress = quiet) -> Iterator[Finding]:
    """Return links that lack a side, whose sides cannot be linked [2.5], whose primary contact
    belongs elsewhere.
    """
    for window in _windows("links_link", _LINKS_AT_ONCE, "links", progress):
        yield from _broken(sql.rows(_LINKS.format("l.id > %s AND l.id <= %s"), window))


def still_broken(links: Sequence[int]) -> list[Finding]:
    """Return what is wrong with these links now."""
    condition, parameters = sql.among("l.id", links)
    return list(_broken(sql.rows(_LINKS.format(condition), parameters)))


def _broken(rows: Iterable[SqlRow]) -> Iterator[Finding]:
    return (finding for row in rows if (finding := _broken_link(row)) is not None)


def _broken_link(row: SqlRow) -> Finding | None:
    (
        link,
        kind,
        contact_no,
        type_,
        company,
        primary,
        company_of_primary,
        contact,
        primary_wanted,
        *rest,
    ) = row
    keys = dict(zip(LINKED_KINDS, rest[: len(LINKED_KINDS)], strict=True))
    numbers = dict(zip(LINKED_KINDS, rest[len(LINKED_KINDS) :], strict=True))
    key = Key(kind, keys.get(kind) or 0)
    common: Content = {
        "key": key,
        "no": numbers.get(kind) or "",
        "contact_no": contact_no or "",
        "link": link,
    }
    if contact_no is None:
        return Finding("side", "contact-missing", **common)
    if numbers.get(kind) is None:
        return Finding("side", "record-missing", **common)
    if company is not None:
        return Finding("kind", "person-of-company", **common)
    if FACTS[kind].of_companies and type_ != "company":
        return Finding("kind", "bank-of-person", **common)
    if primary_wanted is not None and (
        primary is None or contact not in (primary, company_of_primary)
    ):
        return Finding("kind", "primary-contact", **common)
    return None


def companies_that_are_none() -> Iterator[Finding]:
    """Return the people who belong to a contact that is no company, or not there."""
    select = (
        "SELECT p.id, p.no, c.no FROM contacts_contact p LEFT JOIN contacts_contact c ON c.id = "
        "p.company_id "
        "WHERE p.company_id IS NOT NULL AND (c.id IS NULL OR c.type <> 'company') ORDER BY p.id"
    )
    for id_, no, company in sql.rows(select):
        yield Finding("kind", "company-of-person", Key("contact", id_), no, company or "")


def broken_series() -> Iterator[Finding]:
    """Return the number series that cannot go on: without digits, off their own numbers."""
    for each in NumberSeries.objects.order_by("code"):
        first, following = series.split(each.first_no), series.split(each.next_no or each.first_no)
        if first is None or following is None:
            problem = "no-digits"
        elif following[0] != first[0] or int(following[1]) < int(first[1]):
            problem = "off-series"
        else:
            continue
        yield Finding("series", problem, no=each.code, other=each.next_no)


def columns_out_of_step(kind: Kind, progress: Progress = quiet) -> Iterator[Finding]:
    """Return the records whose columns for finding and sorting are not those of their values."""
    for window in _windows(KINDS[kind].table, _ROWS_AT_ONCE, f"{kind} columns", progress):
        for row in out_of_step(kind, "id > %s AND id <= %s", window):
            yield Finding("columns", "out-of-step", Key(kind, row.id), row.no)
