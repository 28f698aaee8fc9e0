"""The database backend (the name is Django's): each transaction, and each statement that writes
outside of one, waits for its turn.
"""

import socket
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from unisono.common import turns

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection of one thread, with the turn that it holds."""

    _turn: socket.socket | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if turns.are_kept():
            self.execute_wrappers.append(self._in_turn)

    def _in_turn(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.in_atomic_block or not sql.startswith(_WRITES):
            return execute(sql, params, many, context)
        turn = turns.take()
        try:
            return execute(sql, params, many, context)
        finally:
            if turn is not None:
                turn.close()

    def _start_transaction_under_autocommit(self) -> None:
        self._turn = turns.take()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            self._give_back()
            if "locked" in str(error):  # SQLite waited as long as it is told to (settings)
                raise turns.overloaded() from error
            raise

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _give_back(self) -> None:
        if self._turn is not None:
            self._turn.close()
            self._turn = None
