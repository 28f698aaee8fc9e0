"""How fast matching is in the product: python -m benchmarks.matching_speed [--contacts 1000000]
[--rows 100000]

On a fresh SQLite database of generated contacts: candidates for one record while typing, the whole
search for duplicates with its findings stored, and the import of a sheet with matching. Seconds,
and the most memory. With UNISONO_DATA the database is kept there, and taken as it is the next time.
"""

import argparse
import io
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

_FOLDER = os.environ.get("UNISONO_DATA") or tempfile.mkdtemp(prefix="unisono-matching-")
os.environ["UNISONO_DATA"] = _FOLDER
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unisono.config.settings")

import django  # noqa: E402

django.setup()

import xlsxwriter  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from benchmarks.matching_data.firms import firms  # noqa: E402
from unisono.access.actors import actor_of_user  # noqa: E402
from unisono.access.models import User  # noqa: E402
from unisono.jobs import queue, workers  # noqa: E402
from unisono.jobs.models import Job  # noqa: E402
from unisono.links import storing  # noqa: E402
from unisono.links.bulk import sql  # noqa: E402
from unisono.links.kinds import blank_values  # noqa: E402
from unisono.lists import search_index  # noqa: E402
from unisono.usecases.imports.staged import stage  # noqa: E402
from unisono.usecases.jobs.jobs import start_job  # noqa: E402
from unisono.usecases.matching.candidates import alike_records  # noqa: E402
from unisono.usecases.setup import setup  # noqa: E402
from unisono.usecases.users import users  # noqa: E402
from unisono.worker.loop import work_on  # noqa: E402

_BOOK = 50_000


def fill(count: int) -> object:
    """Make a database with so many generated contacts; return who may do everything."""
    call_command("migrate", verbosity=0, interactive=False)
    setup.install()
    search_index.install()
    if known := User.objects.filter(username="bench").first():
        return actor_of_user(known)
    actor = actor_of_user(users.create_user("bench", "administrator", actor=None))
    with transaction.atomic():
        for start in range(0, count, _BOOK):
            rows = [
                _row(start + each.no, each.values)
                for each in firms(min(_BOOK, count - start), 100 + start)
            ]
            sql.insert_rows("contacts_contact", list(rows[0]), ([*row.values()] for row in rows))
    search_index.install()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return actor


def _row(number: int, values: dict[str, str]) -> dict[str, object]:
    known = {name: value for name, value in values.items() if name not in ("iban",)}
    blank = {
        name: value
        for name, value in blank_values("contact").items()
        if not isinstance(value, tuple)
    }
    row = storing.new_columns("contact", f"CT{number:07d}", {**blank, **known}, datetime.now(UTC))
    return {"id": number, **row, "company_id": None}


def candidates(actor: object, count: int = 200) -> None:
    """Print how long candidates for one record take."""
    times = []
    for each in firms(count, 9):
        began = time.perf_counter()
        alike_records("contact", each.values, actor)
        times.append(1000 * (time.perf_counter() - began))
    worst = sorted(times)[int(0.95 * len(times))]
    print(
        f"candidates while typing: median {statistics.median(times):.1f} ms, 95 of 100 under "
        f"{worst:.1f} ms",
        flush=True,
    )


def worked(kind: str, options: dict[str, object], actor: object) -> None:
    """Print how long a job takes, and the most memory of the process by then."""
    began = time.perf_counter()
    id_ = start_job(kind, options, actor=actor)
    work_on(queue.claim(workers.own_name(), only=id_))
    job, seconds = Job.objects.get(pk=id_), time.perf_counter() - began
    print(
        f"{kind}: {job.state}, {job.done:,} done, {job.created:,} created, {seconds:.1f} s, "
        f"{memory()}",
        flush=True,
    )


def memory() -> str:
    """Return the most memory that this process and those that it began have had."""
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{own:,.0f} MB at most, {others:,.0f} MB of a helper"


class Sheet(io.BytesIO):
    """A file that is sent."""

    name = "contacts.xlsx"

    def chunks(self) -> Iterator[bytes]:
        """Return its content."""
        yield self.getvalue()


def sheet(rows: int) -> Sheet:
    """Return a sheet of generated contacts."""
    file, names = (
        Sheet(),
        ("name", "address", "post_code", "city", "country_code", "phone_no", "email", "type"),
    )
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, names)
    for number, each in enumerate(firms(rows, 77), 1):
        page.write_row(number, 0, [each.values.get(name, "") for name in names])
    book.close()
    return file


def bring_in(rows: int, actor: object) -> None:
    """Print how long a sheet takes, from its being sent until its last row is a record."""
    file = sheet(rows)
    began = time.perf_counter()
    name = stage(file, "contacts", actor)
    print(f"{rows:,} rows staged in {time.perf_counter() - began:.1f} s, {memory()}", flush=True)
    options = {
        "file": name,
        "on_match": "review",
        "match": ["vat_registration_no", "email", "name"],
    }
    worked("import", options, actor)


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--contacts", type=int, default=1_000_000)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--only", choices=("fill", "candidates", "find", "import"))
    given = asked.parse_args()
    began = time.perf_counter()
    actor = fill(given.contacts)
    print(
        f"{given.contacts:,} contacts, made in {time.perf_counter() - began:.0f} s, {memory()}",
        flush=True,
    )
    if given.only in (None, "candidates"):
        candidates(actor)
    if given.only in (None, "find"):
        worked("find_duplicates", {}, actor)
    if given.only in (None, "import"):
        bring_in(given.rows, actor)
    print(Path(_FOLDER).name)


if __name__ == "__main__":
    sys.exit(main())
