"""Contacts that may be one party: found by a job, said not to be, remembered [9.1]."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.borders import Content, Given, Rows
from unisono.common.errors import NotFound
from unisono.contacts.models import Contact
from unisono.duplicates.all_pairs import pairs_within
from unisono.duplicates.models import DuplicatePair
from unisono.matching.compared_records import contacts, entries
from unisono.matching.comparing_jobs import Comparing, engine_now, say_of
from unisono.usecases.transaction import writing

FIND_DUPLICATES = "find_duplicates"


def check_find(options: Given, actor: Actor) -> Content:
    """Return what a job is asked, checked; raise NotAllowed."""
    require_write(actor, "contact")
    return engine_now()


def _find(least: int, left_out: Counter[str]) -> Iterator[DuplicatePair]:
    """Return the pairs of contacts that score enough; a person and its own company are no pair."""
    company_of = dict(
        Contact.objects.filter(company__isnull=False).values_list("pk", "company_id").iterator()
    )
    for left, right, points, fields in pairs_within(entries(contacts()), least, left_out=left_out):
        if company_of.get(left) != right and company_of.get(right) != left:
            yield DuplicatePair(
                contact_id=left, other_id=right, score=points, matching_fields=list(fields)
            )


FINDING = Comparing(_find, DuplicatePair, ("contact_id", "other_id"))


def duplicate_pairs(actor: Actor) -> Rows:
    """Return the pairs of contacts that are both there, with their numbers as `contact_no` and
    `other_no`.
    """
    require_read(actor, "contact")
    rows: Rows = DuplicatePair.objects.all()
    for name in ("contact", "other"):
        there = Contact.objects.filter(pk=OuterRef(f"{name}_id"))
        rows = rows.filter(Exists(there)).annotate(
            **{f"{name}_no": Subquery(there.values("no")[:1])}
        )
    return rows


def with_pair(rows: Rows) -> Rows:
    """Return contacts with `has_pair`: whether they may be a duplicate, as far as anybody has
    looked.
    """
    named = Q(contact_id=OuterRef("pk")) | Q(other_id=OuterRef("pk"))
    found: Rows = rows.annotate(has_pair=Exists(DuplicatePair.objects.filter(named, state="open")))
    return found


def find_pair(id_: int, actor: Actor) -> DuplicatePair:
    """Return a pair; raise NotFound."""
    found: DuplicatePair | None = duplicate_pairs(actor).filter(pk=id_).first()
    if found is None:
        raise NotFound(_("There is no such pair."))
    return found


@writing
def set_pair_state(id_: int, state: object, *, actor: Actor) -> None:
    """Say that a pair is no duplicate (`dismissed`), or take that back (`open`); raises NotFound,
    Invalid.
    """
    require_write(actor, "contact")
    say_of(find_pair(id_, actor), state, actor)
