"""One use case is one transaction: durable, retried from outside when another was faster."""

import functools
import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from unisono.access.models import RequestKey
from unisono.access.roles import Actor, refuse_reader
from unisono.common.clock import clock
from unisono.common.errors import Conflict, KeyInUse, Outdated
from unisono.common.outcome import Outcome
from unisono.history.recording import running

log = logging.getLogger(__name__)
_ATTEMPTS = 8  # with waits that double from 10 ms: 1.3 seconds at most
P = ParamSpec("P")
T = TypeVar("T")


class Busy(Conflict):
    """Others were faster, time and again."""

    code = "busy"


_part = ContextVar("part of a larger use case", default=False)
_in_earnest = ContextVar("whether a part of it was done in earnest", default=False)


@contextmanager
def within() -> Iterator[None]:
    """Let use cases that are called meanwhile be parts of the one that calls them: a job's chunk,
    an import.

    They share its transaction and are tried again with it; each is all or nothing by itself.
    """
    token = _part.set(True)
    try:
        yield
    finally:
        _part.reset(token)


def writing(function: Callable[P, T]) -> Callable[P, T]:
    """Run a use case in one durable transaction and try again when it collided with another.

    The use case gets `actor` by name; with the actor's request key, that key is stored by the same
    transaction. A dry run is rolled back at its end. What it recorded by `recorder_for` is written
    when it returns, and its outcome names the change set: nothing that was recorded can be
    forgotten.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        actor: Any = kwargs.get("actor")
        if actor is not None:
            refuse_reader(actor)
        if _part.get():
            with transaction.atomic():
                result = _recorded(function, *args, **kwargs)
                if actor is not None and actor.dry_run:
                    transaction.set_rollback(True)
                else:
                    _in_earnest.set(True)
                return result
        for attempt in range(_ATTEMPTS):
            try:
                with transaction.atomic(durable=True):
                    _claim(actor)
                    result = _recorded(function, *args, **kwargs)
                    if actor is not None and actor.dry_run:
                        transaction.set_rollback(True)
                    return result
            except Outdated:
                last = attempt == _ATTEMPTS - 1
            except (OperationalError, IntegrityError) as error:
                # A broken constraint means that another transaction came between check and write:
                # the check, made again, now explains it.
                last = attempt == _ATTEMPTS - 1
                if last and not isinstance(error, IntegrityError):
                    raise
                if last:
                    log.error(
                        "A constraint stays broken after %s attempts", _ATTEMPTS, exc_info=error
                    )
            if last:
                raise Busy(_("Others are changing the same records; please try again."))
            time.sleep(random.uniform(0, 0.01 * 2**attempt))
        raise AssertionError("unreachable")

    return run


def _recorded(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case, then write what it recorded."""
    token = running.set([])
    try:
        result = function(*args, **kwargs)
        for recorder in running.get():
            change_set = recorder.finish()
            if isinstance(result, Outcome) and result.change_set is None:
                result.change_set = change_set
        return result
    finally:
        running.reset(token)


def _claim(actor: Actor | None) -> None:
    """Store the request's key; KeyInUse where it stands there already."""
    if actor is None or actor.request_key is None or actor.user_id is None:
        return
    key, digest = actor.request_key
    try:
        with transaction.atomic():
            RequestKey.objects.create(user_id=actor.user_id, key=key, digest=digest, at=clock())
    except DatabaseError as error:
        if isinstance(error, IntegrityError):
            raise KeyInUse from error
        raise


@writing
def answered_once(answer: Callable[[], T], keep: Callable[[T], None], *, actor: Actor) -> T:
    """Return what `answer` makes of the use cases that it calls, in one transaction with them, the
    actor's request key and what `keep` stores of it: whoever is killed meanwhile, a retry finds all
    of it or nothing.

    Raises KeyInUse where the key stands there already. Of a trial nothing is kept.
    """
    token = _in_earnest.set(False)
    try:
        with within():
            result = answer()
        if _in_earnest.get():
            keep(result)
        else:
            transaction.set_rollback(True)
        return result
    finally:
        _in_earnest.reset(token)
