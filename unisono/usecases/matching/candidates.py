"""Who may be the same party as one record, while somebody waits: found by the index of keys, then
scored [9.1].
"""

from unisono.access.roles import Actor, require_read
from unisono.common.borders import Given, Rows, Stored
from unisono.common.kinds import Kind, is_contact
from unisono.duplicates.features import READ
from unisono.links.kinds import KINDS
from unisono.matching.candidates import (
    GLANCE_DIVISOR,
    LEAST_SCORE,
    Candidate,
    found_by_words,
    look,
    without_link,
)
from unisono.matching.compared_records import contacts, values_of
from unisono.setup.queries import setup_now


def candidates(kind: Kind, row: Stored, wanted: str, actor: Actor) -> list[Candidate]:
    """Return records of the wanted kind without a link that look like this one of `kind`, the
    likeliest first.
    """
    require_read(actor, kind)
    require_read(actor, wanted)
    return look(without_link(wanted, kind), values_of(row), LEAST_SCORE)


def alike_records(kind: Kind, values: Given, actor: Actor) -> list[Candidate]:
    """Return records of a kind that look like what is being typed; none where setup does not want
    that.
    """
    compared = {name: values.get(name, "") for name in READ}
    return _before(kind, compared, actor, GLANCE_DIVISOR)


def alike_to(kind: Kind, row: Stored, actor: Actor) -> list[Candidate]:
    """Return records of a kind that look like this one of another, of which one is about to be
    made; none where setup does not want that.
    """
    # More is known of a record than of what is being typed.
    return _before(kind, values_of(row), actor, 2)


def _before(kind: Kind, values: Given, actor: Actor, divisor: int) -> list[Candidate]:
    """Return who looks like these values before a record is made of them."""
    require_read(actor, kind)
    setup = setup_now()
    if not setup.check_duplicates:
        return []
    rows: Rows = KINDS[kind].model._default_manager.order_by("pk")
    rows = rows.select_related("company") if is_contact(kind) else rows
    return look(rows, values, max(1, setup.duplicate_threshold // divisor))


def mergeable(row: Stored, text: str, actor: Actor) -> tuple[list[Candidate], list[Stored]]:
    """Return the contacts that look like this one, and those in which every word of a text is
    found, of its type.
    """
    require_read(actor, "contact")
    others = contacts().filter(type=row.type).exclude(pk=row.pk).select_related("company")
    return look(others, values_of(row), LEAST_SCORE), found_by_words(others, text) if text else []


def mergeable_records(
    kind: Kind, row: Stored, text: str, actor: Actor
) -> tuple[list[Candidate], list[Stored]]:
    """Return the records of a kind that look like this one, and those in which every word of a text
    is found.
    """
    require_read(actor, kind)
    others = KINDS[kind].model._default_manager.exclude(pk=row.pk)
    return look(others, values_of(row), LEAST_SCORE), found_by_words(others, text) if text else []


def found_by(text: str, kind: Kind, wanted: str, actor: Actor) -> list[Stored]:
    """Return the first records of the wanted kind without a link in which every word is found."""
    require_read(actor, wanted)
    return found_by_words(without_link(wanted, kind), text)
