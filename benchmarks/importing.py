"""Importing customers from a csv file

A file of 100,000 customers (of as many as there are parties, where they are fewer) with the usual
columns: name, address, post code, city, country, phone, e-mail, VAT number, and for a tenth of them
a contact person. The product reads and checks them, draws numbers, and makes customers, contacts,
people, links and history. The raw way stores the very rows that the product has made, keys and all,
from memory (on SQLite by way of a temporary table, on PostgreSQL by COPY) in one transaction: it
neither reads the file nor checks or computes anything. The memory is that of the product's process,
the table of the file included.
"""

import csv
import random
from functools import partial
from pathlib import Path

from benchmarks import filling
from benchmarks.memory import Memory
from benchmarks.prepared import Prepared, prepared
from benchmarks.raw_importing import Copy
from benchmarks.results import Goal, Result
from benchmarks.rounds import seconds
from benchmarks.state import State
from unisono.usecases.imports.import_file import import_file

NAME = "importing"
GOALS: tuple[Goal, ...] = ()
_MOST, _ROUNDS_UP_TO = 100_000, 10_000
_FIRST = 40_000_000  # beyond the parties that are there
_COLUMNS = {
    "Company": "name",
    "Address": "address",
    "Postal code": "post_code",
    "City": "city",
    "Country": "country_code",
    "Phone": "phone_no",
    "Email": "email",
    "VAT number": "vat_registration_no",
    "Contact person": "contact_name",
}
_PEOPLE = (
    "María García",
    "José Luis Ortega Vidal",
    "Ana Peña",
    "Jürgen Müller",
    "Carmen Soler Ibáñez",
)


def measure(rounds: int) -> list[Result]:
    """Import on the prepared database, which is as before afterwards."""
    now, state = prepared(), State()
    rows = min(now.parties, _MOST)
    rounds = rounds if rows <= _ROUNDS_UP_TO else 1
    path, memory = now.folder / "customers.csv", Memory()
    _write(path, rows)
    raw, product = [], []
    try:
        for number in range(
            rounds
        ):  # always the product first: the raw way stores what it has made
            act = partial(_import, path, rows, now)
            # From the second round on, what the raw way keeps in memory would be counted in.
            product.append(rows / seconds(act if number else partial(memory.during, act)))
            copy = Copy(state)
            state.restore()
            raw.append(rows / copy.store())
            state.restore()
    finally:
        state.forget()
    size = f"{path.stat().st_size / 1e6:.1f} MB"
    extra = {"rows": f"{rows:,}", "file": size, "rounds": str(rounds), **memory.extra()}
    return [
        Result("import", "rows/s", raw=raw, product=product, peak_mb=memory.peak_mb, extra=extra)
    ]


def _import(path: Path, rows: int, now: Prepared) -> None:
    report = import_file(path, "customer", {}, actor=now.actor)
    if report.counts["created"] != rows or report.left_out:
        raise SystemExit(
            f"The import did not end well: {report.counts} {report.left_out} {report.refused[:3]}"
        )


def _write(path: Path, rows: int) -> None:
    choice = random.Random(6)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for party in range(_FIRST, _FIRST + rows):
            person = choice.choice(_PEOPLE) if party % 10 == 0 else ""
            values = {**filling.shared_values(party, choice), "contact_name": person}
            writer.writerow([values[name] for name in _COLUMNS.values()])
