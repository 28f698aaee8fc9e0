"""Customers, vendors and bank accounts without a link, beside contacts that look like the same party [9.3]."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.cards.fields import ROLES
from unisono.common.errors import NotFound
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.duplicates.models import LinkSuggestion
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import Score
from unisono.duplicates.whole import pairs_between
from unisono.links.kinds import KINDS
from unisono.usecases.matching.entries import entries, linkable_contacts, unlinked
from unisono.usecases.matching.findings import Comparing, check_nothing, check_state
from unisono.usecases.transaction import clock, writing

SUGGEST_LINKS = "suggest_links"
_EACH = 3  # contacts beside a record


class Found(NamedTuple):
    """A record beside a contact."""

    role: str
    pair: Pair


def check_suggest(options: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """Return what a job is asked, checked; raise NotAllowed."""
    if not any(actor.may_write(role) for role in ROLES):
        require_write(actor, "customer")
    return check_nothing(options, actor)


def _find(least: int) -> Iterator[Found]:
    """Return for each record without a link the contacts that look like it, the likeliest few."""
    for role in ROLES:
        if not unlinked(role).exists():
            continue
        best: dict[int, list[Pair]] = {}
        for pair in pairs_between(entries(unlinked(role)), entries(linkable_contacts(role)), least):
            some = best.setdefault(pair.left, [])
            some.append(pair)
            some.sort(key=lambda each: (-each.points, each.right))
            del some[_EACH:]
        for record in sorted(best):
            yield from (Found(role, pair) for pair in best[record])


def _keep(found: Sequence[Found], at: datetime) -> None:
    rows = [
        LinkSuggestion(
            role=role,
            record_id=pair.left,
            contact_id=pair.right,
            score=pair.points,
            matching_fields=list(pair.fields),
            found_at=at,
        )
        for role, pair in found
    ]
    LinkSuggestion.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["role", "record_id", "contact_id"],
        update_fields=["score", "matching_fields", "found_at"],
    )


def suggest(role: str, no: str, contact_no: str, score: Score) -> None:
    """Suggest, within a use case, that a record be linked to a contact."""
    record = KINDS[role].model._default_manager.get(no_key=key_of(no)).pk
    contact = Contact.objects.get(no_key=key_of(contact_no)).pk
    _keep([Found(role, Pair(record, contact, *score))], clock())


def _forget(before: datetime) -> int:
    return LinkSuggestion.objects.filter(state="open", found_at__lt=before).delete()[0]


FINDING = Comparing(_find, _keep, _forget)


def link_suggestions(actor: Actor) -> QuerySet[Any]:
    """Return the suggestions that can be followed today: record and contact are there and can be linked.

    With their numbers as `no` and `contact_no`; only of kinds that the actor may see.
    """
    rows: QuerySet[Any] = LinkSuggestion.objects.all()
    possible = Q(pk__in=())
    numbers: dict[str, Any] = {}
    for role in filter(actor.may_read, ROLES):
        free = unlinked(role).filter(pk=OuterRef("record_id"))
        contact = linkable_contacts(role).filter(pk=OuterRef("contact_id"))
        possible |= Q(Exists(free), Exists(contact), role=role)
        numbers[role] = Subquery(KINDS[role].model._default_manager.filter(pk=OuterRef("record_id")).values("no")[:1])
    contact_no = Contact.objects.filter(pk=OuterRef("contact_id")).values("no")[:1]
    found: QuerySet[Any] = rows.filter(possible).annotate(no=_by_role(numbers), contact_no=Subquery(contact_no))
    return found


def _by_role(numbers: Mapping[str, Any]) -> Any:
    return Case(
        *(When(role=role, then=no) for role, no in numbers.items()), default=Value(""), output_field=CharField()
    )


def find_suggestion(id_: int, actor: Actor) -> Any:
    """Return a suggestion that can be followed today; raise NotFound."""
    found = link_suggestions(actor).filter(pk=id_).first()
    if found is None:
        raise NotFound(_("There is no such suggestion."))
    return found


@writing
def set_suggestion_state(id_: int, state: Any, *, actor: Actor) -> None:
    """Say that a suggestion is wrong (`dismissed`), or take that back (`open`); raises NotFound, Invalid."""
    checked = check_state(state)
    found = find_suggestion(id_, actor)
    require_write(actor, found.role)
    found.state, found.dismissed_by = checked, actor.name if checked == "dismissed" else ""
    found.save(update_fields=["state", "dismissed_by"])
