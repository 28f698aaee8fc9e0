"""Lists and searches: a page of fifty contacts

The product: all that the API does between the parsed request and the items ready for JSON, the
capped count included. The raw statements count up to the same limit and read the rows of the page
with their codes and links, by name; what was searched without an order comes best first from the product.
With a wrong letter, the raw statement ranks what shares a trigram, as the databases offer it (`rank`
of FTS5, `similarity()`). Tryton reads the first fifty parties by name, and searches names by a
part of them, with the count.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from django.conf import settings
from django.http import QueryDict

from benchmarks.prepared import prepared
from benchmarks.results import Goal, Result
from benchmarks.rounds import alternate
from unisono.api.answers import present
from unisono.common.kinds import LINKED_KINDS
from unisono.contacts.models import Contact
from unisono.links.kinds import KINDS
from unisono.lists.filters import columns_of
from unisono.lists.listing import page

NAME = "searching"
GOAL = 4.0
GOALS = (Goal(raw=GOAL, growth=3, what="first page by name"), Goal(raw=GOAL))
_ACTS_OF_TRYTON = {"first page by name": "list", "substring (rreter)": "search"}
_PAGES = 5  # to a round
_PAGE = 50
_MOST = 10_001
_CODES = (
    "industry_group_codes",
    "mailing_group_codes",
    "job_responsibility_codes",
    "business_relation_codes",
)
Run = Callable[[], Sequence[str]]


@dataclass(frozen=True)
class Search:
    """Something that a person looks for; `condition` finds it raw, `walks` says that most rows
    match, `is_best` that no order is asked for, `is_wrong` that a letter is wrong.
    """

    what: str
    text: str
    walks: bool = False
    is_best: bool = False
    is_wrong: bool = False

    @property
    def parameters(self) -> dict[str, str]:
        """Return the words as the two databases want them."""
        following = self.text[:-1] + chr(ord(self.text[-1]) + 1) if self.text else ""
        upper = {"from_no": self.text.upper(), "to_no": following.upper()}
        return {
            "like": f"%{self.text}%",
            "match": f'"{self.text}"' if not self.is_wrong else self._trigrams(),
            "start": self.text,
            "end": following,
            **upper,
        }

    def _trigrams(self) -> str:
        return " OR ".join(f'"{self.text[at : at + 3]}"' for at in range(len(self.text) - 2))


SEARCHES = (
    Search("first page by name", ""),
    Search("prefix of three letters (gar)", "gar", walks=True),
    Search("substring (rreter)", "rreter"),
    Search("rare word (office777)", "office777"),
    Search("very many rows (exam)", "exam", walks=True),
    Search("two letters (ta)", "ta"),
    Search("best first, very many rows (exam)", "exam", walks=True, is_best=True),
    Search("best first, rare word (office777)", "office777", is_best=True),
    Search("a wrong letter, very many rows (ferretria)", "ferretria", is_wrong=True),
    Search("a wrong letter, one row (ofice777@)", "ofice777@", is_wrong=True),
)


def measure(rounds: int) -> list[Result]:
    """Measure in the filled database of this process: milliseconds per page, one figure per
    round.
    """
    with _raw_execution() as execute:
        return [_result(search, execute, rounds) for search in SEARCHES]


def _result(search: Search, execute: "Execute", rounds: int) -> Result:
    raw, product = _raw(search, execute), _product(search)
    by_name = not search.is_best and not search.is_wrong
    if by_name and list(raw()) != list(product()):
        raise SystemExit(f"The raw statements find other rows than the product: {search.what}")
    ways = {"raw": lambda: _milliseconds(raw), "product": lambda: _milliseconds(product)}
    tryton, act = prepared().tryton, _ACTS_OF_TRYTON.get(search.what)
    if tryton and act:
        ways["tryton"] = lambda: tryton.seconds(act, _PAGES) / _PAGES * 1e3
    return Result(search.what, "ms", **alternate(ways, rounds))


def _milliseconds(run: Run, times: int = _PAGES) -> float:
    started = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - started) / times * 1e3


def _product(search: Search) -> Run:
    """Return the page as the API makes it, without the request around it."""
    actor = prepared().actor
    query = QueryDict(mutable=True)
    order = {} if search.is_best or search.is_wrong else {"sort": "name"}
    query.update({"limit": str(_PAGE), **order, **({"q": search.text} if search.text else {})})

    def run() -> Sequence[str]:
        found = page(
            KINDS["contact"].model._default_manager.all(),
            columns_of("contact", LINKED_KINDS),
            query,
            "name",
        )
        found.shown(present("contact", found.rows, actor))
        return [row.no for row in found.rows]

    return run


class Execute:
    """Runs statements with named parameters; each database has its own marks and its own way of
    matching.
    """

    def __init__(self, connection: Any, database: str) -> None:
        self._cursor, self.database = connection.cursor(), database

    def __call__(self, sql: str, parameters: dict[str, Any]) -> list[Any]:
        """Return all rows of a statement whose parameters are written as `:name`."""
        if self.database == "postgresql":
            for name in parameters:
                sql = sql.replace(f":{name}", f"%({name})s")
        self._cursor.execute(sql, parameters)
        return list(self._cursor.fetchall())


class _raw_execution:
    """A bare connection to the database of this process, without prepared statements."""

    def __enter__(self) -> Execute:
        if settings.DATABASE_URL.startswith("postgres"):
            self._connection: Any = psycopg.connect(
                settings.DATABASE_URL, autocommit=True, prepare_threshold=None
            )
            return Execute(self._connection, "postgresql")
        self._connection = sqlite3.connect(
            settings.DATABASES["default"]["NAME"], isolation_level=None
        )
        return Execute(self._connection, "sqlite")

    def __exit__(self, *_error: object) -> None:
        self._connection.close()


def _raw(search: Search, execute: Execute) -> Run:
    count, rows = _statements(search, execute.database)
    codes, links = _codes(), _links()

    def run() -> Sequence[str]:
        execute(count, search.parameters)
        found = execute(rows, search.parameters)
        ids = ", ".join(str(row[0]) for row in found) or "0"
        execute(codes.replace("IDS", ids), {})
        execute(links.replace("IDS", ids), {})
        return [row[1] for row in found][:_PAGE]

    return run


def _statements(search: Search, database: str) -> tuple[str, str]:
    """Return the count up to the limit, and the rows of the first page."""
    columns = ", ".join(_columns())
    page = f"ORDER BY sort_key, id LIMIT {_PAGE + 1}"
    if search.is_wrong:
        return _ranked(columns, database)
    names = "sort_key >= :start AND sort_key < :end"
    condition = "search_text LIKE :like"
    if not search.text:
        condition = "1 = 1"
    elif len(search.text) < 3:
        condition = f"({names}) OR (no_key >= :from_no AND no_key < :to_no)"
    elif database == "sqlite":
        fts = "SELECT rowid FROM contacts_contact_search WHERE contacts_contact_search MATCH :match"
        condition = "instr(search_text, :start)" if search.walks else f"id IN ({fts})"
        rows = f"SELECT {columns} FROM contacts_contact WHERE {condition} {page}"
        return f"SELECT count(*) FROM ({fts} LIMIT {_MOST})", rows
    # Of two letters, nobody's number begins so: the names alone have the rows, and their index has
    # them in order.
    of_page = names if 0 < len(search.text) < 3 else condition
    return (
        (
            f"SELECT count(*) FROM (SELECT id FROM contacts_contact WHERE {condition} LIMIT "
            f"{_MOST}) counted"
        ),
        f"SELECT {columns} FROM contacts_contact WHERE {of_page} {page}",
    )


def _ranked(columns: str, database: str) -> tuple[str, str]:
    """Return the count of what is found as typed, and the rows that share most trigrams."""
    table, limit = "contacts_contact", f"LIMIT {_PAGE + 1}"
    if database == "sqlite":
        index = f"{table}_search"
        found = f"FROM {index} WHERE {index} MATCH"
        ranked = f"SELECT rowid AS key, rank {found} :match ORDER BY rank {limit}"
        rows = f"SELECT {columns} FROM ({ranked}) JOIN {table} ON id = key ORDER BY rank"
        return f"SELECT count(*) FROM (SELECT rowid {found} '\"' || :start || '\"' LIMIT 1)", rows
    count = f"SELECT count(*) FROM (SELECT id FROM {table} WHERE search_text LIKE :like LIMIT 1) c"
    similar = "word_similarity(:start, search_text)"
    rows = f"SELECT {columns} FROM {table} WHERE :start <%% search_text ORDER BY {similar} DESC {limit}"
    return count, rows


def _columns() -> Iterator[str]:
    yield from ("id", "no", "version", "created_at", "modified_at", "company_id", "sort_key")
    yield from (name for name, field in KINDS["contact"].fields.items() if field.kind != "codes")


def _codes() -> str:
    parts = []
    for name in _CODES:
        field: Any = Contact._meta.get_field(name)
        codes = field.related_model._meta.db_table
        parts.append(
            f"SELECT t.contact_id, '{name}', c.code FROM "
            f"{field.remote_field.through._meta.db_table} t "
            f"JOIN {codes} c ON c.id = t.{field.m2m_reverse_name()} WHERE t.contact_id IN (IDS)"
        )
    return " UNION ALL ".join(parts)


def _links() -> str:
    return (
        "SELECT l.contact_id, l.role, coalesce(c.no, v.no, b.no), l.business_relation_id, "
        "l.linked_at, l.linked_by, "
        "l.state FROM links_link l LEFT JOIN customers_customer c ON c.id = l.customer_id "
        "LEFT JOIN vendors_vendor v ON v.id = l.vendor_id "
        "LEFT JOIN bank_accounts_bankaccount b ON b.id = l.bank_account_id "
        "WHERE l.contact_id IN (IDS) ORDER BY l.linked_at, l.id"
    )
