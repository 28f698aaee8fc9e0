"""What several use cases need: finding or refusing, numbers, refusals of the planner."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.validation import Bad, check_no
from unisono.common import sql
from unisono.common.errors import FieldError, Invalid, NotFound, PreconditionFailed, Refused
from unisono.common.kinds import FACTS, is_contact
from unisono.common.text import key_of
from unisono.contacts.queries import merged_into
from unisono.links import network
from unisono.links.kinds import KINDS
from unisono.links.network import Place
from unisono.links.values import Plan, Record, Value
from unisono.setup import series
from unisono.setup.models import NumberSeries, Setup


class SetupMissing(Refused):
    """A switch of setup that this needs is empty [1.1]."""

    code = "setup-missing"


class LedByOtherSide(Refused):
    """The field may be changed at its leaders only [3.3]."""

    code = "led-by-other-side"


class MergedAway(NotFound):
    """The number is of a contact that was merged into another; `into_no` in `extra` is the number of that one."""


def find(kind: str, no: str) -> Place:
    """Return where the record stands; raise NotFound if there is none of this number."""
    place = network.find(kind, no)
    if place is None:
        message = _(FACTS[kind].words.missing) % {"no": no}
        if is_contact(kind) and (into_no := merged_into(no)):
            raise MergedAway(message, into_no=into_no)
        raise NotFound(message)
    return place


def kind_names(kind: str) -> str:
    """Return what records of this kind are called, in the reader's language."""
    return _(FACTS[kind].words.many)


def named(record: Record) -> str:
    """Return a record with its number and article: the customer C00010."""
    return named_by(record.key.kind, record.no)


def named_by(kind: str, no: str) -> str:
    """Return a kind and number with the article: the customer C00010."""
    return _(FACTS[kind].words.numbered) % {"no": no}


def setup_missing(field: str) -> SetupMissing:
    """Return the refusal that names an empty field of setup."""
    return SetupMissing(_("Setup has no %(field)s; fill it in first.") % {"field": field}, field=field)


def relation_code(setup: Setup, role: str) -> str | None:
    """Return the business relation code of a role kind, None where it is switched off [1.1]."""
    return getattr(setup, f"{role}_relation_code_id") or None


def series_code(setup: Setup, kind: str) -> str | None:
    """Return setup's number series for a kind of record."""
    return getattr(setup, f"{kind}_nos_id") or None


def number_for(kind: str, typed: str, setup: Setup, own_series: str | None = None) -> str:
    """Return the number of a new record: the typed one, or the next of its series (else setup's).

    Call it last before storing, since it locks the series. Raises Refused, NumberTaken, SetupMissing.
    """
    code = own_series or series_code(setup, kind)
    if typed:
        series.refuse_typed(code)
        return free_no(kind, typed)
    if code is None:
        raise setup_missing(f"{kind}_nos")
    return numbers(kind, 1, code)[0]


def next_number(kind: str, own_series: str | None = None) -> str:
    """Return the number that stands next in a record's series, for a preview: nothing is drawn."""
    if own_series:
        return NumberSeries.objects.filter(code=own_series).values_list("next_no", flat=True).first() or ""
    return str(Setup.objects.values_list(f"{kind}_nos__next_no", flat=True).get() or "")


def numbers(kind: str, count: int, series_code: str) -> list[str]:
    """Return the next free numbers of a series for new records of a kind; locks the series. Raises SeriesExhausted."""

    def taken(keys: Collection[str]) -> list[str]:
        where, parameters = sql.among("no_key", keys)
        text = f"SELECT no_key FROM {KINDS[kind].table} WHERE {where}"
        return [row[0] for row in sql.execute(text, parameters).fetchall()]

    return series.next_nos(series_code, count, taken)


def free_no(kind: str, typed: Any, except_id: int | None = None) -> str:
    """Return a typed number; raise Invalid where it is none, NumberTaken where another record has it."""
    try:
        no = check_no(typed)
    except Bad as bad:
        raise Invalid([FieldError("no", bad.code, bad.message)]) from bad
    others = KINDS[kind].model._default_manager.filter(no_key=key_of(no)).exclude(pk=except_id)
    if others.exists():
        raise number_taken(no)
    return no


def number_taken(no: str) -> series.NumberTaken:
    """Return the refusal of a number that another record of the kind has."""
    return series.NumberTaken(_("The number %(no)s is taken.") % {"no": no}, field="no")


def refuse_led(plan: Plan, actor: Actor) -> None:
    """Raise LedByOtherSide for the plan's refusals, naming leaders that the actor may see."""
    if not plan.refusals:
        return
    errors = []
    for name, leader in plan.refusals:
        shown = named(leader) if actor.may_read(leader.key.kind) else _("another record")
        message = _("This field is led by %(leader)s; change it there.") % {"leader": shown}
        errors.append(FieldError(name, "led-by-other-side", message))
    raise LedByOtherSide(errors[0].message, errors=errors)


def require_version(record: Record, expected: int | None) -> None:
    """Raise PreconditionFailed unless the expected version, if one was sent, is the present one."""
    if expected is not None and expected != record.version:
        raise PreconditionFailed(_("The record has version %(version)s by now.") % {"version": record.version})


def only_people(values: Mapping[str, Value], names: Collection[str]) -> list[FieldError]:
    """Return an error for each filled field that only a person can have."""
    message = _("Only a person has this.")
    return [FieldError(name, "person-only", message) for name in names if values.get(name)]
