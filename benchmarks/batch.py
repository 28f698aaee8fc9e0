"""Contacts from customers in one batch, and its undoing

As many customers as there are parties have no contact. The product makes their contacts and links
by a job, as the worker does it, in chunks, each a transaction with the job's progress; then a job
undoes that. The raw way writes the same rows by INSERT … SELECT in one transaction: numbers,
contacts with search columns, links, three history rows for each (benchmarks/raw_batch.py); its
undoing relies on nothing having changed since (benchmarks/raw_undo.py). Each round begins from the
same state. Tryton creates a thousand parties in bulk. The memory is that of the product's process.
"""

from collections.abc import Callable, Mapping

from django.db import connection

from benchmarks import raw_batch, raw_undo
from benchmarks.bare import bare
from benchmarks.checking_batch import Comparison
from benchmarks.customers import make_customers
from benchmarks.memory import Memory
from benchmarks.prepared import Prepared, prepared
from benchmarks.results import Goal, Result
from benchmarks.rounds import alternate, seconds
from benchmarks.state import State
from unisono.jobs import queue, workers
from unisono.jobs.models import Job
from unisono.usecases.jobs.jobs import start_job
from unisono.worker.loop import work_on

NAME = "batch"
BATCH, UNDO = "contacts from customers", "undoing the batch"
GOALS = (Goal(raw=1 / 0.7, tryton=20, what=BATCH),)
_OF_TRYTON = 1000
_MANY, _ROUNDS_OF_MANY = 500_000, 3


def measure(rounds: int) -> list[Result]:
    """Make and undo batches in alternating rounds, on the prepared database, which is as before
    afterwards.
    """
    now, begin = prepared(), State()
    rounds = min(rounds, _ROUNDS_OF_MANY) if now.parties >= _MANY else rounds
    make_customers(now.parties, now.actor)
    measured = _Batches(now, State())
    ways: dict[str, Callable[[], float]] = {"raw": measured.raw, "product": measured.product}
    tryton = now.tryton
    if tryton is not None:
        ways["tryton"] = lambda: _OF_TRYTON / tryton.seconds("batch", _OF_TRYTON)
    try:
        figures = alternate(ways, rounds)
    finally:
        measured.state.forget()
    _remove_customers(begin)
    return [
        Result(
            BATCH,
            "rows/s",
            **figures,
            peak_mb=measured.memory.peak_mb,
            extra=measured.memory.extra(),
        ),
        Result(
            UNDO,
            "rows/s",
            **measured.undone,
            peak_mb=measured.undoing.peak_mb,
            extra=measured.undoing.extra(),
        ),
    ]


class _Batches:
    """The two ways, which both undo what they made and go back; what the undoing took is kept in
    `undone`.
    """

    def __init__(self, now: Prepared, state: State) -> None:
        self.state, self._now, self._comparison = state, now, Comparison(state)
        self.memory, self.undoing = Memory(), Memory()
        self.undone: dict[str, list[float]] = {"raw": [], "product": []}

    def raw(self) -> float:
        with bare() as to:
            rate = self._rate(lambda: raw_batch.create_contacts(to, self._now.actor))
            self._comparison.take("batch", "raw")
            connection.close()
            self.undone["raw"].append(
                self._rate(lambda: raw_undo.undo_contacts(to, self._now.actor))
            )
        self._comparison.take("undoing", "raw")
        self.state.restore()
        return rate

    def product(self) -> float:
        options = {"source": "customers", "filter": {"contact_no": ""}}
        rate = self._rate(lambda: self.memory.during(lambda: self._job("create_contacts", options)))
        self._comparison.take("batch", "product")
        act = {"act": str(Job.objects.latest("id").act)}
        self.undone["product"].append(
            self._rate(lambda: self.undoing.during(lambda: self._job("undo", act)))
        )
        self._comparison.take("undoing", "product")
        self.state.restore()
        return rate

    def _rate(self, act: Callable[[], object]) -> float:
        return self._now.parties / seconds(act)

    def _job(self, kind: str, options: Mapping[str, object]) -> None:
        """Put a job into the queue, and do it as the worker does."""
        start_job(kind, options, actor=self._now.actor)
        job = queue.claim(workers.own_name())
        if job is None:
            raise SystemExit("The job cannot be claimed.")
        work_on(job)
        job.refresh_from_db()
        if job.state != "done":
            raise SystemExit(f"The job {kind} did not end well: {job.state} {job.detail}")


def _remove_customers(begin: State) -> None:
    begin.restore()
    begin.forget()
