"""What finding needs of the database besides the tables: made, looked for, compared, made anew.

For each kind of record two indexes: of trigrams, for search, and of the words of keys by which
likely duplicates meet; and what customers, vendors and bank accounts are found by besides
(people_text). SQLite: FTS5 tables, each kept in step by three triggers. Django drops
triggers silently when it rebuilds a table, so `install` has to follow every migration. PostgreSQL:
GIN indexes, which nothing can bring out of step.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.links.kinds import KINDS
from unisono.lists import people_text
from unisono.lists.statements import execute, rows


class _Index(NamedTuple):
    """An index of columns: its name after the table's, how FTS5 takes it, how GIN does, and how
    that is told.
    """

    suffix: str
    columns: tuple[str, ...]
    fts: str
    gin: str
    definition: str

    def of(self, table: str) -> str:
        """Return the index's name on a table: on SQLite, of the FTS5 table."""
        return f"{table}_{self.suffix}"


_SEARCH = _Index(
    suffix="search",
    columns=("search_text",),
    # `detail=full` makes a match exact, so that a capped count reads no row of the table. Measured
    # at 1,000,000 contacts against `detail=none`, whose matches have to be looked at once more:
    # count of a frequent word 1.3 against 39 ms, page of a rare one ("7777") 3.4 against 20 ms; an
    # edit takes the same time; 307 MB against 98 MB.
    fts="tokenize='trigram case_sensitive 1', detail=full",
    gin="search_text gin_trgm_ops",
    definition="(search_text gin_trgm_ops)",
)
_SEARCH_OF_LINKED = _SEARCH._replace(
    columns=("search_text", "people_text"),
    gin="search_text gin_trgm_ops, people_text gin_trgm_ops",
    definition="(search_text gin_trgm_ops, people_text gin_trgm_ops)",
)
_MATCH = _Index(
    suffix="match",
    columns=("match_keys",),
    fts="tokenize='ascii', detail=none",
    gin="string_to_array(match_keys, ' ')",
    definition="(string_to_array(match_keys, ' '::text))",
)
_POSTGRESQL_PRESENT = """
    SELECT t.relname, i.relname, pg_get_indexdef(x.indexrelid) FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_am m ON m.oid = i.relam
    WHERE pg_table_is_visible(t.oid) AND x.indisvalid AND x.indpred IS NULL AND m.amname = 'gin'
"""


def index_of(table: str) -> str:
    """Return the name of the index of a table by which words are searched: of the FTS5 table on
    SQLite.
    """
    return _SEARCH.of(table)


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table that searches look through."""
    return next((index.columns for of, index in _indexes() if of == table), _SEARCH.columns)


def match_index_of(table: str) -> str:
    """Return the name of the index of a table by which keys are found: of the FTS5 table on
    SQLite.
    """
    return _MATCH.of(table)


def _indexes() -> Iterator[tuple[str, _Index]]:
    """Return every index with its table."""
    return (place for kind in KINDS for place in _indexes_of(kind))


def _indexes_of(kind: Kind) -> Iterator[tuple[str, _Index]]:
    search = _SEARCH_OF_LINKED if kind in LINKED_KINDS else _SEARCH
    return ((KINDS[kind].table, index) for index in (search, _MATCH))


def install() -> None:
    """Make what is missing; quick where nothing is."""
    if not missing():
        return
    with transaction.atomic():
        people_text.install()  # before the indexes, which have what it computes
        if connection.vendor == "postgresql":
            execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for table, index in _indexes():
            if connection.vendor == "postgresql":
                _install_on_postgresql(table, index)
            else:
                _install_on_sqlite(table, index)


def missing() -> list[str]:
    """Return the names of the indexes and triggers that are not there, or are not what they should
    be.
    """
    if connection.vendor == "postgresql":
        present = _present_on_postgresql()
        indexes = [
            index.of(table) for table, index in _indexes() if not _is_present(present, table, index)
        ]
    else:
        indexes = [name for place in _indexes() for name in _missing_on_sqlite(*place)]
    return [*people_text.missing(), *indexes]


def out_of_step(kind: Kind) -> bool:
    """Tell whether an index of a kind has other rows than its table, which is never so on
    PostgreSQL, or `people_text` other names than there are.

    Compares keys: FTS5's own check of the content is a write, which would hold everybody up while
    it lasts, and content goes out of step only while a trigger is missing, after which `install`
    fills the index anew.
    """
    if people_text.out_of_step(kind):
        return True
    if connection.vendor == "postgresql":
        return False
    return any(_is_out_of_step(*place) for place in _indexes_of(kind))


def _is_out_of_step(table: str, index: _Index) -> bool:
    name = index.of(table)
    if name in _missing_on_sqlite(table, index):
        return True
    here, there = f"SELECT id FROM {table}", f"SELECT id FROM {name}_docsize"
    return any(
        list(rows(f"{one} EXCEPT {other} LIMIT 1")) for one, other in ((here, there), (there, here))
    )


def rebuild(kind: Kind) -> None:
    """Make the indexes of a kind anew from its table."""
    if kind in LINKED_KINDS:
        people_text.refresh(kind)
    for table, index in _indexes_of(kind):
        name = index.of(table)
        postgresql = connection.vendor == "postgresql"
        execute(
            f"REINDEX INDEX {name}"
            if postgresql
            else f"INSERT INTO {name} ({name}) VALUES ('rebuild')"
        )


def _present_on_postgresql() -> set[tuple[str, str, str]]:
    """Return (table, name, definition) of every index of this sort."""
    return {(table, name, text) for table, name, text in rows(_POSTGRESQL_PRESENT)}


def _is_present(present: set[tuple[str, str, str]], table: str, index: _Index) -> bool:
    return any(
        (of, name) == (table, index.of(table)) and index.definition in text
        for of, name, text in present
    )


def _install_on_postgresql(table: str, index: _Index) -> None:
    if not _is_present(_present_on_postgresql(), table, index):
        name = index.of(table)
        execute(f"DROP INDEX IF EXISTS {name}")  # an invalid one, or one of something else
        execute(f"CREATE INDEX {name} ON {table} USING gin ({index.gin})")


def _install_on_sqlite(table: str, index: _Index) -> None:
    """Make what is missing for an index, and fill it anew: nobody knows what was written in the
    meantime.
    """
    wanted, lacking = _wanted_on_sqlite(table, index), _missing_on_sqlite(table, index)
    own = index.of(table)
    for name in lacking:
        execute(f"DROP {'TABLE' if name == own else 'TRIGGER'} IF EXISTS {name}")
        execute(wanted[name])
    if lacking:
        execute(f"INSERT INTO {own} ({own}) VALUES ('rebuild')")


def _missing_on_sqlite(table: str, index: _Index) -> list[str]:
    present = {(name, sql) for name, sql in rows("SELECT name, sql FROM sqlite_master")}
    return [
        name for name, sql in _wanted_on_sqlite(table, index).items() if (name, sql) not in present
    ]


def _wanted_on_sqlite(table: str, index: _Index) -> dict[str, str]:
    """Return the statements that make an FTS5 table and its triggers, by name, the table first."""
    name, columns = index.of(table), ", ".join(index.columns)
    new, old = (", ".join(f"{row}.{column}" for column in index.columns) for row in ("new", "old"))
    first, *more = index.columns
    # What else the row is found by is computed once the index has what was written (people_text).
    own = people_text.update_of_row(table) if more else ""
    add = f"INSERT INTO {name} (rowid, {columns}) VALUES (new.id, {new});"
    remove = f"INSERT INTO {name} ({name}, rowid, {columns}) VALUES ('delete', old.id, {old});"
    return {
        name: (
            f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, content='{table}', "
            f"content_rowid='id', {index.fts})"
        ),
        f"{name}_insert": f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {add} END",
        f"{name}_update": (
            f"CREATE TRIGGER {name}_update AFTER UPDATE OF {first} ON {table} "
            f"WHEN old.{first} IS NOT new.{first} BEGIN {remove} {add} {own} END"
        ),
        f"{name}_delete": (
            f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {remove} END"
        ),
        **{
            f"{name}_{column}": (
                f"CREATE TRIGGER {name}_{column} AFTER UPDATE OF {column} ON {table} WHEN "
                f"old.{column} IS NOT new.{column} AND old.{first} IS new.{first} "
                f"BEGIN {remove} {add} END"
            )
            for column in more
        },
    }
