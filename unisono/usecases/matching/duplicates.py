"""Contacts that may be one party: found by a job, said not to be, remembered [9.1]."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read, require_write
from unisono.common.borders import Content, Given, Rows, Stored
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid, NotFound
from unisono.common.outcome import Outcome
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.contacts.queries import contacts_with_company
from unisono.duplicates.all_pairs import pairs_within
from unisono.duplicates.models import DuplicatePair
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.matching.compared_records import contacts, entries
from unisono.matching.comparing_jobs import Comparing, engine_now, say_of
from unisono.matching.grouping import (
    MOST_DIFFERENT,
    grouped,
    pairs_of,
    regroup,
    set_different,
    settle,
)
from unisono.matching.same_names import same_names
from unisono.setup.queries import setup_now
from unisono.usecases.records.changing import change_record
from unisono.usecases.transaction import within, writing

FIND_DUPLICATES = "find_duplicates"


def check_find(options: Given, actor: Actor) -> Content:
    """Return what a job is asked, checked; raise NotAllowed."""
    require_write(actor, "contact")
    return engine_now()


def look_again(actor: Actor) -> None:
    """Begin, within a use case, to look for duplicates, since records came; unless that waits
    already, or the actor may do nothing with what is found.
    """
    waits = Job.objects.filter(kind=FIND_DUPLICATES, state="queued")
    if actor.may_write("contact") and not waits.exists():
        language = (get_language() or "en").split("-")[0]
        queue.put(FIND_DUPLICATES, engine_now(), actor, language, clock())


def _find(least: int, left_out: Counter[str]) -> Iterator[DuplicatePair]:
    """Return the pairs of contacts that score enough, in groups; a person and its own company are
    no pair.
    """
    company_of = dict(
        Contact.objects.filter(company__isnull=False).values_list("pk", "company_id").iterator()
    )
    pairs = [
        pair
        for pair in pairs_within(entries(contacts()), least, left_out=left_out)
        if company_of.get(pair.left) != pair.right and company_of.get(pair.right) != pair.left
    ]
    pairs += same_names({(pair.left, pair.right) for pair in pairs})
    yield from grouped(pairs, least)


FINDING = Comparing(_find, DuplicatePair, ("contact_id", "other_id"), ("group", "leads"), settle)


def duplicate_pairs(actor: Actor) -> Rows:
    """Return the pairs of contacts that are both there, with their numbers as `contact_no` and
    `other_no`.
    """
    require_read(actor, "contact")
    rows: Rows = _there(DuplicatePair.objects.all())
    for name in ("contact", "other"):
        there = Contact.objects.filter(pk=OuterRef(f"{name}_id"))
        rows = rows.annotate(**{f"{name}_no": Subquery(there.values("no")[:1])})
    return rows


def _there(rows: Rows) -> Rows:
    """Return the pairs whose two contacts are there."""
    for name in ("contact_id", "other_id"):
        rows = rows.filter(Exists(Contact.objects.filter(pk=OuterRef(name))))
    return rows


def duplicate_groups(actor: Actor) -> Rows:
    """Return the groups of contacts that may be one party, each by the pair that leads it, of which
    at least two are there [9.4].
    """
    require_read(actor, "contact")
    listed: Rows = DuplicatePair.objects.filter(state="open", leads=True)
    pairs = DuplicatePair.objects.filter(group=OuterRef("group"), state="open")
    itself = DuplicatePair.objects.filter(pk=OuterRef("pk"))
    found: Rows = listed.filter(
        Q(Exists(_there(itself)), group__isnull=True)
        | Q(Exists(_there(pairs)), group__isnull=False)
    )
    return found


class GroupShown(NamedTuple):
    """A group: the pair that leads it, its contacts that are there by number, the least likely pair
    that ties them together, and why they may be one.
    """

    row: DuplicatePair
    members: list[Contact]
    weakest: int
    fields: list[str]


def shown_groups(rows: Sequence[DuplicatePair]) -> list[GroupShown]:
    """Return what there is to see of groups."""
    pairs = pairs_of(rows)
    ids = {
        id_ for some in pairs.values() for each in some for id_ in (each.contact_id, each.other_id)
    }
    there = contacts_with_company(ids)
    found = []
    for row in rows:
        both = [p for p in pairs[row.pk] if p.contact_id in there and p.other_id in there]
        members = {id_: there[id_] for p in both for id_ in (p.contact_id, p.other_id)}
        fields = dict.fromkeys(name for pair in both for name in pair.matching_fields)
        ordered = sorted(members.values(), key=lambda each: each.pk)
        if both:
            found.append(GroupShown(row, ordered, min(p.score for p in both), list(fields)))
    return found


def find_group(id_: int, actor: Actor) -> GroupShown:
    """Return a group; raise NotFound."""
    found = shown_groups(list(duplicate_groups(actor).filter(pk=id_)))
    if not found:
        raise NotFound(_("There is no such group."))
    return found[0]


def group_after(row: DuplicatePair, actor: Actor) -> DuplicatePair | None:
    """Return the group that is listed after this one, or else the first, None where there is no
    other.
    """
    others = duplicate_groups(actor).exclude(pk=row.pk).order_by("-score", "pk")
    if row.group is not None:
        others = others.exclude(group=row.group)
    later = others.filter(Q(score__lt=row.score) | Q(score=row.score, pk__gt=row.pk))
    found: DuplicatePair | None = later.first() or others.first()
    return found


@writing
def set_group_different(id_: int, no: str = "", *, actor: Actor) -> None:
    """Say that a group's contacts are different parties: all of them, or one from the rest; raises
    NotFound, Invalid where no contact of this number is in the group.
    """
    require_write(actor, "contact")
    shown = find_group(id_, actor)
    numbers = {each.no: each.pk for each in shown.members}
    if no and no not in numbers:
        message = _("This contact is not in the group.")
        raise Invalid([FieldError("contact_no", "not-found", message)])
    ids = list(numbers.values())
    if not no and len(ids) > MOST_DIFFERENT:
        message = _("These are more than %(most)s; say of single ones that they are different.")
        raise Invalid([FieldError("contact_no", "count", message % {"most": MOST_DIFFERENT})])
    pairs = combinations(ids, 2) if not no else ((numbers[no], id_) for id_ in ids)
    set_different(((one, other) for one, other in pairs if one != other), actor.name)
    if shown.row.group is not None:
        regroup(shown.row.group, setup_now().duplicate_threshold)


@writing
def set_belongs(id_: int, no: str, company_no: str, *, actor: Actor) -> Outcome:
    """Let a person of a group belong to a company of it, or a company be a branch or department of
    another, and be different from the rest.

    Raises Invalid where the one or the other is not in the group, or is no company; what changing a
    contact and `set_group_different` raise.
    """
    require_write(actor, "contact")
    members: dict[str, Stored] = {each.no: each for each in find_group(id_, actor).members}
    company = members.get(company_no)
    if company is None or company.type != "company" or no == company_no:
        message = _("Choose a company of the group that it belongs to.")
        raise Invalid([FieldError("belongs_to", "not-found", message)])
    outcome = Outcome("contact", no)
    with within():
        if no in members and members[no].type == "person":
            outcome = change_record("contact", no, {"company_no": company_no}, actor=actor)
        set_group_different(id_, no, actor=actor)
    if members[no].type == "company":
        left, right = sorted((members[no].pk, company.pk))
        pair = DuplicatePair.objects.filter(contact_id=left, other_id=right)
        pair.update(branch_id=members[no].pk)
    return outcome


class Belonging(NamedTuple):
    """What was said of a company: whose branch or department it is, and its own, by name."""

    of: list[Contact]
    branches: list[Contact]


def belonging_of(id_: int) -> Belonging:
    """Return which companies belong together with one."""
    said = DuplicatePair.objects.filter(
        Q(contact_id=id_) | Q(other_id=id_), branch_id__isnull=False
    ).values_list("contact_id", "other_id", "branch_id")
    ids = {left if right == id_ else right: branch for left, right, branch in said}
    there = Contact.objects.filter(pk__in=ids).order_by("sort_key", "pk") if ids else []
    of: list[Contact] = []
    branches: list[Contact] = []
    for each in there:
        (branches if ids[each.pk] == each.pk else of).append(each)
    return Belonging(of, branches)


def set_contacts_different(no: str, other_no: str, actor: Actor) -> None:
    """Remember, within a use case, that two contacts are different parties."""
    ids = Contact.objects.filter(no_key__in=(key_of(no), key_of(other_no))).order_by("pk")
    found = list(ids.values_list("pk", flat=True))
    if len(found) == 2:
        set_different([(found[0], found[1])], actor.name)


def with_pair(rows: Rows) -> Rows:
    """Return contacts with `has_pair`: whether they may be a duplicate, as far as anybody has
    looked; and `has_branch`: whether one belongs to another as its branch.
    """
    named = Q(contact_id=OuterRef("pk")) | Q(other_id=OuterRef("pk"))
    pairs = DuplicatePair.objects.filter(named)
    found: Rows = rows.annotate(
        has_pair=Exists(pairs.filter(state="open")),
        has_branch=Exists(pairs.filter(branch_id__isnull=False)),
    )
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
    pair = find_pair(id_, actor)
    if state == "open" and pair.branch_id is not None:  # else they would belong together and be one
        DuplicatePair.objects.filter(pk=pair.pk).update(branch_id=None)
    say_of(pair, state, actor)
    if pair.group is not None:
        regroup(pair.group, setup_now().duplicate_threshold)
