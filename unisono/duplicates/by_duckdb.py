"""All pairs by Splink on DuckDB (extra `match`): a million records in a minute, within two
gigabytes.
"""

import logging
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import duckdb
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from unisono.duplicates.coarse import LEAST
from unisono.duplicates.columns import tables
from unisono.duplicates.meeting import left_out_of
from unisono.duplicates.pairs import Entries, Pair
from unisono.duplicates.predicted import TEXTS, meeting_steps, met_pairs, shared, shared_by_many
from unisono.duplicates.rescoring import rescored
from unisono.duplicates.splink_model import settings

_MEMORY = "1GB"
_CHUNK = 20_000  # rows that go to DuckDB at a time
logging.getLogger("splink").setLevel(logging.WARNING)

Database = Any  # of DuckDB, which comes with an extra


def pairs(
    left: Entries, right: Entries | None, least: int, left_out: Counter[str] | None = None
) -> Iterator[Pair]:
    """Return the pairs of a book, or of two, that score at least so many points; count what too
    many share.
    """
    with _database() as database:
        names = _stored(database, left, right)
        if left_out is not None:
            for name in names:
                left_out.update(left_out_of(database.execute(shared_by_many(name)).fetchall()))
        yield from _predicted(database, names, least)


def pairs_of_new(new: Entries, there: Entries, least: int) -> Iterator[tuple[bool, Pair]]:
    """Return pairs of a new record and one that is there (True), and of two new ones (False)."""
    with _database() as database:
        names = _stored(database, new, there)
        yield from ((True, pair) for pair in _predicted(database, names, least))
        yield from ((False, pair) for pair in _predicted(database, names[:1], least))


@contextmanager
def _database() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        database = duckdb.connect(":memory:")  # what it has no room for goes to the folder
        try:
            database.execute(f"SET memory_limit = '{_MEMORY}'; SET temp_directory = '{folder}'")
            database.execute("SET enable_progress_bar = false")
            yield database
        finally:
            database.close()


def _stored(database: Database, left: Entries, right: Entries | None) -> list[str]:
    """Store one book, or two, and return their names."""
    books = {"left_book": left} if right is None else {"left_book": left, "right_book": right}
    for name, entries in books.items():
        _store(database, name, entries, is_alone=right is None)
    return list(books)


def _store(database: Database, name: str, entries: Entries, is_alone: bool) -> None:
    """Store a book's features and the keys by which its records meet."""
    columns = ", ".join(f"{column} VARCHAR" for column in TEXTS)
    database.execute(
        f"CREATE TABLE {name}_all (id BIGINT, {columns}, digest BIGINT, keys BIGINT[])"
    )
    # Read here, since other threads have not this one's connection to the product's database;
    # stored meanwhile.
    with ThreadPoolExecutor(1) as storing:
        before = None
        for chunk in tables(entries):
            if before:
                before.result()
            before = storing.submit(_add, database, f"{name}_all", chunk)
        if before:
            before.result()
    steps = meeting_steps(name, "unnest", is_alone)
    for step in steps:
        database.execute(f"CREATE TABLE {step.name} AS {step.select}")
    for done in (f"{name}_all", *(step.name for step in steps)):
        if done not in (name, shared(name)):
            database.execute(f"DROP TABLE {done}")


def _add(database: Database, name: str, chunk: Any) -> None:
    database.register("chunk", chunk)
    database.execute(f"INSERT INTO {name} SELECT * FROM chunk")
    database.unregister("chunk")


def _predicted(database: Database, names: list[str], least: int) -> Iterator[Pair]:
    api = DuckDBAPI(database)
    books = [api.register(name, table_name=f"{name}_of_{len(names)}") for name in names]
    linker = Linker(
        books, settings("dedupe_only" if len(names) == 1 else "link_only"), validate_settings=False
    )
    found = linker.inference.predict(threshold_match_probability=LEAST)
    close = database.sql(met_pairs(found.physical_name, names))
    for pair in rescored(close.to_arrow_reader(_CHUNK), least):
        swapped = len(names) == 1 and pair.left > pair.right
        yield pair._replace(left=pair.right, right=pair.left) if swapped else pair
