"""Fills a Tryton database with parties like the product's: one as Tryton makes it, the others as
copies of its rows.

Tryton makes 300 parties a second, so a hundred thousand by its own ways would take minutes. Each
party has an address, a phone and an e-mail.
"""

import random
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import server
from trytond import backend
from trytond.pool import Pool
from trytond.transaction import Transaction

_ROWS_PER_INSERT = 500
_TRADES = (
    "Ferretería",
    "Bodegas",
    "Talleres",
    "Electricidad",
    "Imprenta",
    "Muebles",
    "Transportes",
    "Panadería",
)
_FAMILIES = (
    "García",
    "Núñez",
    "Ibáñez",
    "Serrano",
    "Ortega",
    "Müller",
    "Peña",
    "Castaño",
    "Vidal",
    "Soler",
)
_PLACES = (
    ("28013", "Madrid"),
    ("08002", "Barcelona"),
    ("41001", "Sevilla"),
    ("15001", "A Coruña"),
    ("36201", "Vigo"),
)
Row = dict[str, Any]


def fill(parties: int) -> None:
    """Make the parties; their keys and codes are 1 to `parties`."""
    server.in_transaction(lambda: Pool().get("party.party").create([values(1)]))
    server.in_transaction(lambda: _copy(parties))
    server.tidy()


def values(party: int) -> Row:
    """Return what Tryton's `create` takes for a party."""
    choice = random.Random(party)
    name = (
        f"{choice.choice(_TRADES)} {choice.choice(_FAMILIES)} y {choice.choice(_FAMILIES)} "
        f"{party} S.L."
    )
    post_code, city = choice.choice(_PLACES)
    address = {
        "street": f"Calle Mayor {choice.randint(1, 200)}",
        "postal_code": post_code,
        "city": city,
    }
    mechanisms = [
        {"type": "phone", "value": phone(choice)},
        {"type": "email", "value": f"office{party}@example.com"},
    ]
    return {
        "name": name,
        "addresses": [("create", [address])],
        "contact_mechanisms": [("create", mechanisms)],
    }


def phone(choice: random.Random) -> str:
    """Return a phone number as it is written in Spain."""
    return f"+34 9{choice.randint(10, 79)} {choice.randint(100, 999)} {choice.randint(100, 999)}"


def _copy(parties: int) -> None:
    """Make the parties from the second on; the database counts their keys, in the order of the
    rows.
    """
    numbers = range(2, parties + 1)
    for table in _ROWS:
        _insert(table, (row for number in numbers for row in _ROWS[table](number)))
    sequence = Pool().get("party.configuration")(1).party_sequence
    sequence.number_next = parties + 1
    sequence.save()


def _party(number: int) -> Iterator[Row]:
    code = str(number)
    yield {"name": values(number)["name"], "code": code, "code_alnum": code, "code_digit": number}


def _language(number: int) -> Iterator[Row]:
    yield {"party": number}


def _address(number: int) -> Iterator[Row]:
    address = values(number)["addresses"][0][1][0]
    yield {"party": number, "street_unstructured": address.pop("street"), **address}


def _mechanisms(number: int) -> Iterator[Row]:
    for mechanism in values(number)["contact_mechanisms"][0][1]:
        compact = (
            mechanism["value"].replace(" ", "")
            if mechanism["type"] == "phone"
            else mechanism["value"]
        )
        yield {"party": number, **mechanism, "value_compact": compact}


_ROWS = {
    "party_party": _party,
    "party_party_lang": _language,
    "party_address": _address,
    "party_contact_mechanism": _mechanisms,
}


def _insert(table: str, rows: Iterable[Row]) -> None:
    """Insert copies of the table's first row, changed as each row says."""
    cursor = Transaction().connection.cursor()
    cursor.execute(f"SELECT * FROM {table} ORDER BY id LIMIT 1")
    names = [column[0] for column in cursor.description]
    first = dict(zip(names, cursor.fetchone(), strict=True))
    del first["id"]
    mark = f"({', '.join(['?' if backend.name == 'sqlite' else '%s'] * len(first))})"
    head = f"INSERT INTO {table} ({', '.join(first)}) VALUES "
    rows = iter(rows)
    while some := list(islice(rows, _ROWS_PER_INSERT)):
        cursor.execute(
            head + ", ".join([mark] * len(some)),
            [v for row in some for v in {**first, **row}.values()],
        )
