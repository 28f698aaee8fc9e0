"""Contacts that may be one party: found by a job, said not to be, remembered [9.1]."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.errors import NotFound
from unisono.contacts.models import Contact
from unisono.duplicates.models import DuplicatePair
from unisono.duplicates.pairs import Pair
from unisono.duplicates.whole import pairs_within
from unisono.usecases.matching.entries import contacts, entries
from unisono.usecases.matching.findings import Comparing, check_nothing, check_state
from unisono.usecases.transaction import clock, writing

FIND_DUPLICATES = "find_duplicates"


def check_find(options: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """Return what a job is asked, checked; raise NotAllowed."""
    require_write(actor, "contact")
    return check_nothing(options, actor)


def _find(least: int) -> Iterator[Pair]:
    """Return the pairs of contacts that score enough; a person and its own company are no pair."""
    company_of = dict(Contact.objects.filter(company__isnull=False).values_list("pk", "company_id").iterator())
    for pair in pairs_within(entries(contacts()), least):
        if company_of.get(pair.left) != pair.right and company_of.get(pair.right) != pair.left:
            yield pair


def _keep(found: Sequence[Pair], at: datetime) -> None:
    rows = [
        DuplicatePair(
            contact_id=pair.left, other_id=pair.right, score=pair.points, matching_fields=list(pair.fields), found_at=at
        )
        for pair in found
    ]
    DuplicatePair.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["contact_id", "other_id"],
        update_fields=["score", "matching_fields", "found_at"],
    )


def _forget(before: datetime) -> int:
    return DuplicatePair.objects.filter(state="open", found_at__lt=before).delete()[0]


FINDING = Comparing(_find, _keep, _forget)


def duplicate_pairs(actor: Actor) -> QuerySet[Any]:
    """Return the pairs of contacts that are both there, with their numbers as `contact_no` and `other_no`."""
    require_read(actor, "contact")
    rows: QuerySet[Any] = DuplicatePair.objects.all()
    for name in ("contact", "other"):
        there = Contact.objects.filter(pk=OuterRef(f"{name}_id"))
        rows = rows.filter(Exists(there)).annotate(**{f"{name}_no": Subquery(there.values("no")[:1])})
    return rows


def pairs_of(contact_id: int, actor: Actor) -> QuerySet[Any]:
    """Return the open pairs of a contact, the likeliest first."""
    named = Q(contact_id=contact_id) | Q(other_id=contact_id)
    return duplicate_pairs(actor).filter(named, state="open").order_by("-score", "pk")


def with_pair(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return contacts with `has_pair`: whether they may be a duplicate, as far as anybody has looked."""
    named = Q(contact_id=OuterRef("pk")) | Q(other_id=OuterRef("pk"))
    found: QuerySet[Any] = rows.annotate(has_pair=Exists(DuplicatePair.objects.filter(named, state="open")))
    return found


def find_pair(id_: int, actor: Actor) -> Any:
    """Return a pair; raise NotFound."""
    found = duplicate_pairs(actor).filter(pk=id_).first()
    if found is None:
        raise NotFound(_("There is no such pair."))
    return found


@writing
def set_pair_state(id_: int, state: Any, *, actor: Actor) -> None:
    """Say that a pair is no duplicate (`dismissed`), or take that back (`open`); raises NotFound, Invalid."""
    require_write(actor, "contact")
    checked = check_state(state)
    pair = find_pair(id_, actor)
    pair.state, pair.dismissed_by = checked, actor.name if checked == "dismissed" else ""
    pair.save(update_fields=["state", "dismissed_by"])


@writing
def dismiss_pair(one: int, other: int, *, actor: Actor) -> None:
    """Say that two contacts are no duplicates, also where nobody has found them yet."""
    require_write(actor, "contact")
    remember_different(one, other, actor.name)


def remember_different(one: int, other: int, name: str) -> None:
    """Remember, within a use case, that two contacts are not the same party."""
    left, right = sorted((one, other))
    DuplicatePair.objects.update_or_create(
        contact_id=left,
        other_id=right,
        defaults={"state": "dismissed", "dismissed_by": name},
        create_defaults={"state": "dismissed", "dismissed_by": name, "score": 0, "found_at": clock()},
    )
