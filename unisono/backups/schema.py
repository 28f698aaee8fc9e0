"""Bringing an empty database to the schema that a backup was made with, and on to that of today."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from unisono.audit import append_only
from unisono.backups.manifest import BadBackup
from unisono.lists import people_text, search_index

_LOCK = 0x0715_0430  # any number that nobody else locks
Schema = Mapping[str, Sequence[str]]


def require_known(schema: Schema) -> None:
    """Raise BadBackup for a schema with steps that this version does not know."""
    known = MigrationLoader(None).graph.nodes  # without the database, which may not be there
    if any((app, name) not in known for app, names in schema.items() for name in names):
        raise BadBackup(_("This backup was made by a newer version."))


class Steps(NamedTuple):
    """What a database's schema has that this version does not know, and what it lacks."""

    newer: set[tuple[str, str]]
    missing: int


def steps() -> Steps:
    """Return how the schema stands to this version; raise DatabaseError where it is away."""
    executor = MigrationExecutor(connection)
    newer = set(executor.loader.applied_migrations) - set(executor.loader.graph.nodes)
    return Steps(newer, len(executor.migration_plan(executor.loader.graph.leaf_nodes())))


def make(schema: Schema) -> None:
    """Make the tables of a schema."""
    executor = MigrationExecutor(connection)
    taken = {(app, name) for app, names in schema.items() for name in names}
    graph = executor.loader.graph
    last = [key for key in taken if not any(child in taken for child in _children(graph, key))]
    executor.migrate(sorted(last))


def _children(graph: MigrationGraph, key: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the steps of the same app that follow one."""
    children = graph.node_map[key].children
    return [(child.key[0], child.key[1]) for child in children if child.key[0] == key[0]]


def bring_up_to_date() -> None:
    """Take the steps that are missing, and make what stands beside the tables: all or nothing, by
    one at a time.

    Django writes down some steps only after they were taken: killed in between, it would take them
    again, and fail.
    """
    with _alone(), connection.constraint_checks_disabled(), transaction.atomic():
        if steps().missing:
            people_text.remove()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        search_index.install()
        append_only.install()


@contextmanager
def _alone() -> Iterator[None]:
    """Wait for whoever else does the same, on this machine or another: also for one that was
    killed, whose last statement the server still carries out.
    """
    if connection.vendor != "postgresql":
        yield  # the transaction itself waits for all other writers
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
