"""Watching what requests do to the database, and taking it back between them."""

import re
from contextlib import contextmanager

from django.db import connection, transaction

from tests.api.bad_requests import snapshot

_WRITES = re.compile(r"\s*(insert|update|delete)\b", re.IGNORECASE)


@contextmanager
def taken_back():
    """Take back whatever is written meanwhile; a savepoint, since use cases want no block around
    their own.
    """
    place = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(place)


@contextmanager
def nothing_is_stored(stored):
    """Fail where what is stored differs at the end; looked at only after a statement that writes,
    which is rare.
    """
    written = []

    def watch(execute, sql, params, many, context):
        if _WRITES.match(sql):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert not written or snapshot() == stored, written
