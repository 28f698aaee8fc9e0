"""The state of the database from which every round of a measurement begins, and the way back to
it.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

# Rows that hang on others come first.
_TABLES = (
    "jobs_joberror",
    "jobs_job",
    "links_link",
    "history_change",
    "history_changeset",
    "contacts_contact",
    "customers_customer",
)


class State:
    """The database as it is now. `restore` takes away what was added since, and takes the number
    series back.
    """

    def __init__(self) -> None:
        self._file = (
            Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else None
        )
        self.last = {
            table: int(_rows(f"SELECT COALESCE(MAX(id), 0) FROM {table}")[0][0])
            for table in _TABLES
        }
        self._series = _rows("SELECT next_no, code FROM setup_numberseries")
        if self._file is None:
            self._tidy()
        else:
            _execute("ANALYZE")
            connection.close()  # which puts everything into the one file
            shutil.copyfile(self._file, self._kept)

    @property
    def _kept(self) -> Path:
        return Path(f"{self._file}.{id(self)}.kept")

    def restore(self) -> None:
        """Go back, outside of any measured time; every other connection must be closed."""
        if self._file is None:
            self._delete()
            self._tidy()
            return
        connection.close()
        for suffix in ("-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._kept, self._file)
        with self._file.open("rb") as file:
            os.fsync(file.fileno())  # or the next round would wait for it

    def forget(self) -> None:
        """Remove what is kept for going back."""
        if self._file is not None:
            self._kept.unlink(missing_ok=True)

    def _delete(self) -> None:
        _execute(
            "SET session_replication_role = replica"
        )  # without looking for what hangs on the rows
        for table in _TABLES:
            _execute(f"DELETE FROM {table} WHERE id > %s", [self.last[table]])
        for series in self._series:
            _execute("UPDATE setup_numberseries SET next_no = %s WHERE code = %s", series)
        _execute("RESET session_replication_role")

    def _tidy(self) -> None:
        _execute(f"VACUUM (ANALYZE) {', '.join(_TABLES)}")
        _execute("CHECKPOINT")


def _execute(sql: str, parameters: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
