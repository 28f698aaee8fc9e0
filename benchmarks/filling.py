"""Fills a fresh database with parties, set-based: contacts from values, everything else by INSERT …
SELECT.

Every party is a company with a customer; every fifth one has a vendor and a bank account, too.
Search columns and a `created` row of history per record are there, as the product writes them.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from unisono.access.actors import actor_of_user
from unisono.access.roles import Actor
from unisono.cards.fields import shared_names
from unisono.common.kinds import LINKED_KINDS
from unisono.history.recording import Recorder
from unisono.links.bulk.search_columns import refresh
from unisono.links.kinds import KINDS
from unisono.links.search_columns import search_columns
from unisono.lists import search_index
from unisono.usecases.setup import setup
from unisono.usecases.users import users

FULLY_LINKED = 5  # one of so many parties has all three links
PREFIXES = {"contact": "CT", "customer": "C", "vendor": "V", "bank_account": "B"}
_RELATIONS = {"customer": "CUST", "vendor": "VEND", "bank_account": "BANK"}
_ROWS_PER_INSERT = 500
_CARD = (
    "no",
    "no_key",
    "version",
    "created_at",
    "modified_at",
    "search_text",
    "sort_key",
    "match_keys",
)
_IN_HISTORY = ("name", "address", "post_code", "city", "country_code", "phone_no", "email")
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


def fill(parties: int) -> Actor:
    """Make the schema and the parties; return who may change them."""
    call_command("migrate", verbosity=0, interactive=False)
    setup.install()
    actor = actor_of_user(users.create_user("bench", "administrator", actor=None))
    with transaction.atomic():
        change_set = Recorder(actor, "import", datetime.now(UTC)).change_set
        _insert_contacts(parties)
        for role in LINKED_KINDS:
            _insert_records(role, 1 if role == "customer" else FULLY_LINKED)
            _insert_links(role, actor, change_set)
        for kind in KINDS:
            _insert_history(kind, change_set)
    search_index.install()  # filled in one go, which is faster than row by row
    _settle()
    return actor


def fully_linked(parties: int) -> list[str]:
    """Return the numbers of the customers whose contact has a vendor and a bank account, too."""
    return [number("customer", party) for party in range(FULLY_LINKED, parties + 1, FULLY_LINKED)]


def number(kind: str, party: int) -> str:
    """Return the number of a party's record."""
    return f"{PREFIXES[kind]}{party:07d}"


def phone_number(choice: random.Random) -> str:
    """Return a phone number as it is written in Spain."""
    return f"+34 9{choice.randint(10, 79)} {choice.randint(100, 999)} {choice.randint(100, 999)}"


def shared_values(party: int, choice: random.Random) -> dict[str, Any]:
    """Return the filled shared fields of a party."""
    name = (
        f"{choice.choice(_TRADES)} {choice.choice(_FAMILIES)} y {choice.choice(_FAMILIES)} "
        f"{party} S.L."
    )
    post_code, city = choice.choice(_PLACES)
    return {
        "name": name,
        "search_name": name.upper(),
        "address": f"Calle Mayor {choice.randint(1, 200)}",
        "post_code": post_code,
        "city": city,
        "county": city,
        "country_code": "ES",
        "phone_no": phone_number(choice),
        "mobile_phone_no": f"+34 6{choice.randint(10_000_000, 99_999_999)}" if party % 10 else "",
        "email": f"office{party}@example.com",
        "home_page": f"https://www.example.com/{party}",
        "vat_registration_no": f"ESB{party:08d}",
        "language_code": "es-ES",
        "currency_code": "EUR",
        "format_region": "es-ES",
    }


def _contact_rows(parties: int) -> Iterator[dict[str, Any]]:
    choice, blank = random.Random(1), blanks("contact", with_shared=True)
    now = connection.ops.adapt_datetimefield_value(datetime.now(UTC))
    for party in range(1, parties + 1):
        no, values = number("contact", party), shared_values(party, choice)
        card = {"no": no, "no_key": no, "version": 1, "created_at": now, "modified_at": now}
        yield {**blank, **card, **values, **search_columns({"no": no, **values})}


def blanks(kind: str, with_shared: bool = False) -> dict[str, Any]:
    """Return the blank values of the plain columns of a kind: its own ones, and the shared ones if
    asked for.
    """
    fields = (*(KINDS[kind].shared if with_shared else ()), *KINDS[kind].own)
    extra = {"type": "company"} if kind == "customer" else {}
    return {
        **extra,
        **{field.name: field.blank for field in fields if field.kind not in ("code", "codes")},
    }


def _insert_contacts(parties: int) -> None:
    rows = _contact_rows(parties)
    while some := list(islice(rows, _ROWS_PER_INSERT)):
        mark = f"({', '.join(['%s'] * len(some[0]))})"
        sql = f"INSERT INTO contacts_contact ({', '.join(some[0])}) VALUES {', '.join([mark] * len(some))}"
        _execute(sql, [value for row in some for value in row.values()])


def _insert_records(role: str, every: int) -> None:
    """Make the customer, vendor or bank account of every n-th contact (`every`), with the contact's
    values.
    """
    shared, own = shared_names(role), blanks(role)
    no = f"'{PREFIXES[role]}' || substr(no, 3)"
    search_text = f"replace(search_text, lower(no), lower({no}))"
    card = [no, no, "1", "created_at", "modified_at", search_text, "sort_key", "match_keys"]
    values = [*card, *shared, *["%s"] * len(own)]
    sql = (
        f"INSERT INTO {KINDS[role].table} ({', '.join([*_CARD, *shared, *own])}) "
        f"SELECT {', '.join(values)} FROM contacts_contact WHERE id %% {every} = 0 ORDER BY id"
    )
    _execute(sql, list(own.values()))
    if "vat_registration_no" not in shared:  # a bank's columns know nothing of it
        ids = list(KINDS[role].model._default_manager.values_list("pk", flat=True))
        for start in range(0, len(ids), _ROWS_PER_INSERT):
            refresh(role, ids[start : start + _ROWS_PER_INSERT])


def _insert_links(role: str, actor: Actor, change_set: int) -> None:
    sql = (
        f"INSERT INTO links_link (contact_id, role, {role}_id, slot, state, business_relation_id, "
        "linked_at, "
        "linked_by, linked_by_user_id, origin, change_set_id) "
        "SELECT c.id, %s, r.id, 0, 'active', %s, r.created_at, %s, %s, 'import', %s FROM "
        f"{KINDS[role].table} r "
        f"JOIN contacts_contact c ON c.no_key = 'CT' || substr(r.no_key, {len(PREFIXES[role]) + 1}) "
        "ORDER BY r.id"
    )
    _execute(sql, [role, _RELATIONS[role], actor.name, actor.user_id, change_set])


def _insert_history(kind: str, change_set: int) -> None:
    """Record the creation of each record of a kind; no value has a quotation mark."""
    parts = "|| ', ' || ".join(
        f"""'"{name}": ["", "' || {name} || '", "typed"]' """ for name in _IN_HISTORY
    )
    cast = "::jsonb" if connection.vendor == "postgresql" else ""
    sql = (
        "INSERT INTO history_change (change_set_id, event, kind, record_id, no, version_after, "
        '"values") '
        f"SELECT %s, 'created', %s, id, no, 1, ('{{' || {parts} || '}}'){cast} FROM "
        f"{KINDS[kind].table} ORDER BY id"
    )
    _execute(sql, [change_set, kind])


def _settle() -> None:
    """Let the database tidy up and count before anybody measures."""
    if connection.vendor == "postgresql":
        _execute("VACUUM ANALYZE")
    else:
        _execute("ANALYZE")
        _execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _execute(sql: str, parameters: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
