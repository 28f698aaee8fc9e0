"""Customers, vendors and bank accounts without a link, beside contacts that look like the same
party [9.3].
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.borders import Content, Given, Rows, Stored
from unisono.common.errors import NotFound
from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.contacts.models import Contact
from unisono.duplicates.all_pairs import pairs_between
from unisono.duplicates.models import LinkSuggestion
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import Score
from unisono.links.kinds import KINDS
from unisono.matching.compared_records import entries, linkable_contacts, unlinked
from unisono.matching.comparing_jobs import Comparing, engine_now, say_of
from unisono.matching.refused_links import refused_links
from unisono.records.queries import find
from unisono.usecases.transaction import writing

SUGGEST_LINKS = "suggest_links"
_EACH = 3  # contacts beside a record


def check_suggest(options: Given, actor: Actor) -> Content:
    """Return what a job is asked, checked; raise NotAllowed."""
    if not any(actor.may_write(kind) for kind in LINKED_KINDS):
        require_write(actor, "customer")
    return engine_now()


def _find(least: int, _left_out: Counter[str]) -> Iterator[LinkSuggestion]:
    """Return for each record without a link the contacts that look like it, the likeliest few."""
    for kind in LINKED_KINDS:
        if not unlinked(kind).exists():
            continue
        best: dict[int, list[Pair]] = {}
        refused = refused_links(kind)
        for pair in pairs_between(entries(unlinked(kind)), entries(linkable_contacts(kind)), least):
            if (pair.left, pair.right) in refused:
                continue
            some = best.setdefault(pair.left, [])
            some.append(pair)
            some.sort(key=lambda each: (-each.points, each.right))
            del some[_EACH:]
        for record in sorted(best):
            yield from (_suggestion(kind, *pair) for pair in best[record])


def _suggestion(
    kind: Kind, record: int, contact: int, points: int, fields: Sequence[str]
) -> LinkSuggestion:
    ids = {"record_id": record, "contact_id": contact}
    return LinkSuggestion(role=kind, **ids, score=points, matching_fields=list(fields))


FINDING = Comparing(_find, LinkSuggestion, ("role", "record_id", "contact_id"))


def suggest(kind: Kind, no: str, contact_no: str, score: Score) -> None:
    """Suggest, within a use case, that a record be linked to a contact."""
    record, contact = find(kind, no).key.id, find("contact", contact_no).key.id
    FINDING.keep([_suggestion(kind, record, contact, *score)])


def link_suggestions(actor: Actor) -> Rows:
    """Return the suggestions that can be followed today: record and contact are there and can be
    linked.

    With their numbers as `no` and `contact_no`; only of kinds that the actor may see.
    """
    rows: Rows = LinkSuggestion.objects.all()
    possible = Q(pk__in=())
    numbers: Content = {}
    for kind in filter(actor.may_read, LINKED_KINDS):
        free = unlinked(kind).filter(pk=OuterRef("record_id"))
        contact = linkable_contacts(kind).filter(pk=OuterRef("contact_id"))
        possible |= Q(Exists(free), Exists(contact), role=kind)
        numbers[kind] = Subquery(
            KINDS[kind].model._default_manager.filter(pk=OuterRef("record_id")).values("no")[:1]
        )
    contact_no = Contact.objects.filter(pk=OuterRef("contact_id")).values("no")[:1]
    found: Rows = rows.filter(possible).annotate(
        no=_by_role(numbers), contact_no=Subquery(contact_no)
    )
    return found


def likeliest(rows: Rows) -> Rows:
    """Return of suggestions those that have the likeliest contact of their record."""
    return _strongest(rows, "role", "record_id")


def leading(rows: Rows) -> Rows:
    """Return of suggestions the likeliest of each contact: a group is listed by it."""
    return _strongest(rows, "contact_id")


def _strongest(rows: Rows, *same: str) -> Rows:
    stronger = Q(score__gt=OuterRef("score")) | Q(score=OuterRef("score"), pk__lt=OuterRef("pk"))
    others = rows.filter(stronger, **{name: OuterRef(name) for name in same})
    found: Rows = rows.filter(~Exists(others))
    return found


def _by_role(numbers: Given) -> object:
    return Case(
        *(When(role=kind, then=no) for kind, no in numbers.items()),
        default=Value(""),
        output_field=CharField(),
    )


def find_suggestion(id_: int, actor: Actor) -> Stored:
    """Return a suggestion that can be followed today; raise NotFound."""
    found = link_suggestions(actor).filter(pk=id_).first()
    if found is None:
        raise NotFound(_("There is no such suggestion."))
    return found


@writing
def set_several_aside(ids: Sequence[int], *, actor: Actor) -> int:
    """Say that these suggestions are wrong, in one act; return how many there were. Raises
    NotAllowed, and then says it of none.
    """
    found = list(link_suggestions(actor).filter(pk__in=ids, state="open"))
    for each in found:
        require_write(actor, each.role)
        say_of(each, "dismissed", actor)
    return len(found)


@writing
def set_suggestion_state(id_: int, state: object, *, actor: Actor) -> None:
    """Say that a suggestion is wrong (`dismissed`), or take that back (`open`); raises NotFound,
    Invalid.
    """
    found = find_suggestion(id_, actor)
    require_write(actor, found.role)
    say_of(found, state, actor)
