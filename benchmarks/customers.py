"""Customers that have no contact yet: what a batch finds."""

import random
from datetime import UTC, datetime
from itertools import count, islice

from django.db import transaction

from benchmarks import filling
from unisono.access.roles import Actor
from unisono.history.recording import Recorder
from unisono.links.bulk.new_records import NewRecord, insert_records
from unisono.links.kinds import blank_values

_FIRST = 30_000_000  # beyond the parties that are there
_AT_ONCE = 2000


def make_customers(number: int, actor: Actor) -> None:
    """Make customers without contacts; some have names that JSON has to escape."""
    choice, blank = random.Random(4), blank_values("customer")
    new = (_new(party, blank, choice) for party in islice(count(_FIRST), number))
    while some := list(islice(new, _AT_ONCE)):
        with transaction.atomic():
            recorder = Recorder(actor, "import", datetime.now(UTC))
            insert_records("customer", some, recorder)
            recorder.finish()


def _new(party: int, blank: dict[str, object], choice: random.Random) -> NewRecord:
    values = filling.shared_values(party, choice)
    if party % 10 == 0:
        values["name_2"] = f'"La {party}" \\ Norte'
    return NewRecord(
        filling.number("customer", party), {**blank, **values}, columns={"type": "company"}
    )
