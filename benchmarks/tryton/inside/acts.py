"""What is measured of Tryton, through its ordinary server-side API: each act takes how often, and
returns seconds.
"""

import random
import time
from itertools import count

from filling import phone, values
from server import in_transaction
from trytond.pool import Pool
from trytond.transaction import Transaction

_CHUNK = 1000
_PAGE = 50
_READ = ["code", "name", "rec_name", "phone", "email"]
_WORDS = ("García", "Peña", "Ferre", "talleres", "serrano y")
_choice = random.Random(5)
_new = count(10_000_000)


def create(times: int) -> float:
    """Create a party with address, phone and e-mail, each in a transaction of its own."""
    return _seconds([[values(next(_new))] for _ in range(times)], _create)


def batch(rows: int) -> float:
    """Create parties in bulk, in transactions of a thousand."""
    starts = range(0, rows, _CHUNK)
    return _seconds(
        [[values(next(_new)) for _ in range(min(_CHUNK, rows - start))] for start in starts],
        _create,
    )


def edit(times: int) -> float:
    """Write a new phone number to a party's phone, each in a transaction of its own."""
    return _seconds([(_choice.choice(_phones()), phone(_choice)) for _ in range(times)], _edit)


def list_(times: int) -> float:
    """Read the first page of fifty by name."""
    return _seconds(range(times), lambda _: _page([]))


def search(times: int) -> float:
    """Search by a part of the name: the first page of fifty, and how many there are."""
    return _seconds(
        [[("name", "ilike", f"%{_choice.choice(_WORDS)}%")] for _ in range(times)], _page_and_count
    )


ACTS = {"create": create, "batch": batch, "edit": edit, "list": list_, "search": search}


def _seconds(todo, act) -> float:
    started = time.perf_counter()
    for one in todo:
        in_transaction(lambda one=one: act(one))
    return time.perf_counter() - started


def _create(some) -> None:
    Pool().get("party.party").create(some)


def _edit(change) -> None:
    mechanism, value = change
    Mechanism = Pool().get("party.contact_mechanism")
    Mechanism.write([Mechanism(mechanism)], {"value": value})


def _page(domain) -> None:
    found = Pool().get("party.party").search_read(domain, 0, _PAGE, [("name", "ASC")], _READ)
    assert len(found) == _PAGE


def _page_and_count(domain) -> None:
    _page(domain)
    assert Pool().get("party.party").search(domain, count=True)


_known_phones: list[int] = []


def _phones() -> list[int]:
    """Return the keys of the phones, read once, by SQL: Tryton takes minutes to search for a
    hundred thousand.
    """
    if not _known_phones:
        in_transaction(_read_phones)
    return _known_phones


def _read_phones() -> None:
    cursor = Transaction().connection.cursor()
    cursor.execute("SELECT id FROM party_contact_mechanism WHERE type = 'phone'")
    _known_phones.extend(id_ for (id_,) in cursor.fetchall())
