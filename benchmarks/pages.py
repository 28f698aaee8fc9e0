"""Pages: from the request to the last byte

Home, lists, a card, a search and the preview of a batch, asked for by an administrator who is
signed in, through all middleware, in process. The goal: a list opens in well under a second. The
statements are all that the page sends, those for the session included.
"""

import time
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.prepared import prepared
from benchmarks.results import Goal, Result
from benchmarks.rounds import alternate
from unisono.access.models import User
from unisono.contacts.models import Contact

NAME = "pages"
GOALS: tuple[Goal, ...] = ()
_TIMES = 3
_LISTS = (
    ("home", "/"),
    ("contacts by name", "/contacts/"),
    ("contacts by city, descending", "/contacts/?sort=-city"),
    ("customers without contact", "/customers/?contact_no="),
    ("contacts found by three letters (gar)", "/contacts/?q=gar"),
    ("search everywhere (gar)", "/search/hits/?q=gar"),
    ("preview of a batch", "/batches/new?source=customers"),
)


def measure(rounds: int) -> list[Result]:
    """Measure in the filled database of this process: milliseconds per page, one figure per
    round.
    """
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(pk=prepared().actor.user_id or 0))
    middle = Contact.objects.order_by("pk")[Contact.objects.count() // 2].no
    return [
        _result(client, what, path, rounds)
        for what, path in (*_LISTS, ("card", f"/contacts/{middle}"))
    ]


def _result(client: Client, what: str, path: str, rounds: int) -> Result:
    with CaptureQueriesContext(connection) as queries:
        _open(client, path)
    product = alternate({"product": partial(_milliseconds, client, path)}, rounds)
    return Result(what, "ms", **product, statements=len(queries))


def _milliseconds(client: Client, path: str) -> float:
    started = time.perf_counter()
    for _ in range(_TIMES):
        _open(client, path)
    return (time.perf_counter() - started) / _TIMES * 1e3


def _open(client: Client, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
