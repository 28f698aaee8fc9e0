"""The card of a record: facts, timeline, tiles, people, the relationship picture [P1]."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from unisono.access.roles import Actor, require_read
from unisono.cards.models import value_of
from unisono.common.borders import Content, Stored
from unisono.common.errors import NotFound
from unisono.common.kinds import FACTS, LINKED_KINDS, Key, Kind
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.contacts.queries import addresses_of, people_of
from unisono.documents.models import Document
from unisono.documents.postal_addresses import address_lines
from unisono.documents.queries import visible_documents
from unisono.interactions.queries import sums_of
from unisono.links.kinds import KINDS
from unisono.links.queries import records_of
from unisono.records.queries import find
from unisono.setup.queries import may_have_several, relation_code
from unisono.usecases.address_books.book_entries import with_star
from unisono.usecases.matching.duplicates import belonging_of, with_pair
from unisono.web import (
    code_names,
    document_names,
    document_page,
    facts,
    formatting,
    labels,
    log_entries,
    paths,
    picture,
    timeline,
)
from unisono.web.facts import Fact, Lighting
from unisono.web.frame import acting
from unisono.web.link_tiles import CardLinks, links_of, tiles
from unisono.web.parts import is_part, part
from unisono.web.timeline import About

PEOPLE_SHOWN, ENTRIES_SHOWN, DOCUMENTS_SHOWN = 8, 8, 6


@require_safe
def card(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Show a record's card."""
    actor = acting(request)
    require_read(actor, kind)
    context = card_context(kind, no, actor)
    context["came_from"] = request.GET.get("in")
    shown = render(request, "card.html", context)
    # A card changes in place: Back must not show what the browser kept of it before.
    shown.headers["Cache-Control"] = "private, no-store"
    return shown


def card_part(
    request: HttpRequest, kind: Kind, no: str, reached: list[Key], edited: frozenset[str]
) -> HttpResponse:
    """Return the card anew after a change: the tiles of the records that it reached glow, and the
    fields edited.
    """
    actor = acting(request)
    context = card_context(kind, no, actor, reached, edited)
    return part(request, "parts/card.html", context)


def row_of(kind: Kind, no: str, reader: Actor | None = None) -> Stored:
    """Return a record with its company, and whether the `reader` starred it; raise NotFound."""
    rows = records_of(kind).filter(no_key=key_of(no))
    if kind == "contact":
        rows = with_star(with_pair(rows.select_related("company")), reader)
    row = rows.first()
    if row is None:
        find(kind, no)  # says it kindly
        raise NotFound(_("There is nothing at this address."))
    return row


def values_of(
    kind: Kind, row: Stored, card_links: CardLinks | None = None, reader: Actor | None = None
) -> Content:
    """Return all that a card shows of a record, by field; to a `reader` also the business relations
    that links add [1.2], as far as they may see the records.
    """
    values = {
        name: value_of(row, field)
        for name, field in KINDS[kind].fields.items()
        if field.kind != "codes"
    }
    values["no"] = row.no
    if kind == "contact":
        values |= _codes(row)
        if card_links is not None and reader is not None:
            values["business_relation_codes"] = _relations(values, card_links, reader)
        values["company_no"] = row.company.no if row.company else ""
    elif card_links is not None and FACTS[kind].has_documents:
        own = _own_link(kind, row, card_links)
        primary = own.primary if own else None
        values["primary_contact_no"] = primary.no if primary else ""
        values["contact_name"] = primary.name if primary else values["contact_name"]
    return values


def _codes(row: Stored) -> dict[str, tuple[str, ...]]:
    """Return the codes of a contact by field, with one statement."""
    names = [name for name, field in KINDS["contact"].fields.items() if field.kind == "codes"]
    found = code_names.codes_beside_names({name: getattr(row, name) for name in names})
    return {name: tuple(some) for name, some in found.items()}


def _relations(values: Content, card_links: CardLinks, reader: Actor) -> tuple[str, ...]:
    """Return a contact's business relations: those set by hand, and those that its links add
    [1.2].
    """
    seen = [link.role for link in card_links.links if reader.may_read(link.role)]
    by_links = {relation_code(card_links.setup, role) for role in seen}
    return tuple(sorted({*values["business_relation_codes"], *by_links} - {None}))


def _own_link(kind: Kind, row: Stored, card_links: CardLinks) -> Stored:
    return next(
        (link for link in card_links.links if getattr(link, f"{kind}_id", None) == row.pk), None
    )


def _names(kind: Kind, row: Stored, card_links: CardLinks) -> dict[str, str]:
    """Return the names of those whom a card's fields tell by number."""
    if kind == "contact":
        return {"company_no": row.company.name} if row.company else {}
    own = _own_link(kind, row, card_links)
    return {"primary_contact_no": own.primary.name} if own and own.primary else {}


def card_context(
    kind: Kind,
    no: str,
    actor: Actor,
    reached: list[Key] | None = None,
    edited: frozenset[str] = frozenset(),
) -> Content:
    """Return all that a card shows to somebody, with a fixed number of statements."""
    row = row_of(kind, no, actor)
    card_links = links_of(kind, row)
    is_person = kind == "contact" and row.type == "person"
    values = values_of(kind, row, card_links, actor)
    locks = card_links.locks(actor)
    is_blocked = _is_blocked(row, card_links)
    names = _names(kind, row, card_links)
    light = Lighting(locks, actor.may_write(kind), edited, not is_blocked, names)
    groups = [
        (title, [facts.fact(field, values.get(field.name), light) for field in fields])
        for title, fields in facts.grouped(kind, is_person)
    ]
    subject = about(kind, row, card_links, locks)
    entries, older = timeline.entries(kind, row.pk, actor, ENTRIES_SHOWN, about=subject)
    people, more_people = _people(kind, row)
    found_tiles = tiles(card_links, actor, reached or ())
    return {
        "kind": kind,
        "no": row.no,
        "row": row,
        "is_person": is_person,
        "groups": groups,
        "key_facts": _key_facts(groups),
        "blank": sum(each.is_folded for _title, some in groups for each in some),
        "called": "" if is_blocked else _called(kind, row),
        "is_blocked": is_blocked,
        "tiles": found_tiles,
        "people": people,
        "more_people": more_people,
        "entries": entries,
        "older": older,
        "picture": picture.network_of(kind, row, card_links, people, actor),
        "may_write": actor.may_write(kind),
        "contact_is_blocked": kind != "contact"
        and card_links.contact is not None
        and card_links.contact.privacy_blocked,
        "initials": _initials(row.name),
        "pair": kind == "contact" and actor.may_write(kind) and row.has_pair,
        "belonging": belonging_of(row.pk) if kind == "contact" and row.has_branch else None,
        **_acts(kind, row, card_links, actor),
        **_documents(kind, row, card_links, actor),
    }


def about(kind: Kind, row: Stored, card_links: CardLinks, locks: dict[str, str]) -> About:
    """Return whose log and documents belong to a card: a contact's and its people's; a customer's
    through its link.
    """
    if kind == "contact":
        return About([row.pk], Q(contact_id=row.pk) | Q(contact__company_id=row.pk), row.pk, locks)
    contacts = (
        [card_links.contact.pk]
        if card_links.contact is not None and FACTS[kind].has_documents
        else []
    )
    return About(
        contacts, Q(**{f"{kind}_id": row.pk}) if FACTS[kind].has_documents else None, None, locks
    )


def _documents(kind: Kind, row: Stored, card_links: CardLinks, actor: Actor) -> Content:
    """Return what can be begun from a card: documents, entries of the log."""
    is_contact = kind == "contact"
    blocked = row.privacy_blocked if is_contact else False
    new = (
        document_names.writable_types(actor, kind)
        if FACTS[kind].has_documents and not blocked
        else []
    )
    return {
        "new_documents": [
            (name, document_names.type_names()[name], document_names.ICONS[name]) for name in new
        ],
        "may_log": is_contact and actor.may_write("interaction"),
        "log_url": _log_url(kind, row, card_links, actor),
    }


@require_safe
def aside(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Show what a card has beside its links: open documents, other addresses, the sums of the
    log.
    """
    actor = acting(request)
    require_read(actor, kind)
    row = row_of(kind, no)
    subject = about(kind, row, links_of(kind, row), {})
    documents: list[Document] = []
    if subject.documents is not None:
        rows = visible_documents(actor).filter(subject.documents)
        documents = list(
            rows.exclude(status="closed").order_by("-created_at", "-pk")[:DOCUMENTS_SHOWN]
        )
    is_contact = kind == "contact"
    context = {
        "documents": [document_page.row_of(each) for each in documents],
        "other_addresses": _other_addresses(row) if is_contact else [],
        "sums": sums_of(log_entries.of_contacts(subject.contacts, actor)) if is_contact else {},
        "may_write": actor.may_write(kind),
    }
    return render(request, "parts/aside.html", context)


def _other_addresses(row: Stored) -> list[Content]:
    return [
        {
            "url": paths.card_url("contact", row.no) + f"/addresses/{each.pk}",
            "text": ", ".join(address_lines(each, "", formatting.locale().language))
            or each.attention
            or each.email
            or each.phone_no,
            "reach": [text for text in (each.attention, each.email, each.phone_no) if text],
            "purpose": labels.choice("purpose", each.purpose) if each.purpose else "",
            "description": each.description,
            "days": " – ".join(
                formatting.day(str(day)) if day else "…" for day in (each.starts_on, each.ends_on)
            ),
        }
        for each in addresses_of(row.pk)
    ]


def _is_blocked(row: Stored, card_links: CardLinks) -> bool:
    """Tell whether nobody may be called or written to from a card [10.4]: it is blocked itself, or
    the contact is with whom one would talk.
    """
    contact = card_links.contact
    return bool(
        getattr(row, "privacy_blocked", False) or (contact is not None and contact.privacy_blocked)
    )


def _called(kind: Kind, row: Stored) -> str:
    """Return the number that is called from a card: the first of those beside the name; "" for
    none.
    """
    phones = [
        field.name for field in KINDS[kind].shared if field.kind == "phone" and field.key_fact
    ]
    return next((number for name in phones if (number := getattr(row, name))), "")


def _key_facts(groups: list[tuple[str, list[Fact]]]) -> list[Fact]:
    """Return at most six facts that people look for first, those that have a value."""
    every = [each for _title, some in groups for each in some if each.key_fact and each.text]
    return sorted(every, key=lambda each: each.key_fact)[:6]


def _people(kind: Kind, row: Stored) -> tuple[list[Contact], bool]:
    """Return the first people of a company, and whether there are more."""
    if kind != "contact" or row.type == "person":
        return [], False
    people = people_of(row.pk).only(
        "no", "name", "job_title", "phone_no", "email", "privacy_blocked", "sort_key"
    )
    found = list(people[: PEOPLE_SHOWN + 1])
    return found[:PEOPLE_SHOWN], len(found) > PEOPLE_SHOWN


def _acts(kind: Kind, row: Stored, card_links: CardLinks, actor: Actor) -> Content:
    """Return what can be begun from a card: which kinds to link and create, whether a contact can
    be made.
    """
    if kind != "contact":
        is_free = card_links.contact is None and actor.may_write(kind)
        return {"may_make_contact": is_free, "may_link_contact": is_free, "roles": []}
    blocked, has = row.privacy_blocked, {link.role for link in card_links.links}
    roles = [linked for linked in LINKED_KINDS if actor.may_write(linked) and not blocked]
    if is_independent := row.type == "person" and row.company is None:
        roles = [linked for linked in roles if not FACTS[linked].of_companies]
    free = [
        linked
        for linked in roles
        if linked not in has or may_have_several(card_links.setup, linked)
    ]
    return {
        "roles": free,
        "acts_for_company": row.company is not None,
        "is_independent": is_independent,
    }


def _log_url(kind: Kind, row: Stored, card_links: CardLinks, actor: Actor) -> str:
    """Return where a clicked number logs itself: at the contact, of a customer or vendor at whom we
    talk to there.
    """
    own = None if kind == "contact" else _own_link(kind, row, card_links)
    contact = row if kind == "contact" else (own.primary or card_links.contact if own else None)
    if contact is None or not actor.may_write("interaction"):
        return ""
    return paths.card_url("contact", contact.no, "call")


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "·"


@require_safe
def peek(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Show the key facts of a record, for whoever rests on its name."""
    actor = acting(request)
    require_read(actor, kind)
    row = row_of(kind, no)
    light = Lighting({}, False, may_contact=not getattr(row, "privacy_blocked", False))
    fields = KINDS[kind].fields
    names = (
        "phone_no mobile_phone_no email address post_code city country_code "
        "vat_registration_no iban"
    ).split()
    shown = [
        facts.fact(fields[name], value_of(row, fields[name]), light)
        for name in names
        if name in fields
    ]
    return render(
        request, "parts/peek.html", {"row": row, "facts": [each for each in shown if each.text]}
    )


@require_safe
def history(request: HttpRequest, kind: Kind, no: str) -> HttpResponse:
    """Show more of a record's timeline: older entries, or some sort of them only."""
    actor = acting(request)
    require_read(actor, kind)
    row, only = row_of(kind, no), request.GET.get("only", "")
    from_, card_links = request.GET.get("before", ""), links_of(kind, row)
    only = only if only in timeline.ONLY else ""
    subject = about(kind, row, card_links, card_links.locks(actor))
    entries, older = timeline.entries(kind, row.pk, actor, ENTRIES_SHOWN, from_, only, subject)
    context = {
        "kind": kind,
        "no": row.no,
        "row": row,
        "entries": entries,
        "older": older,
        "only": only,
    }
    context |= {"is_first": not from_, "before": from_}
    if is_part(request):
        return render(request, "parts/timeline.html", context)
    return render(request, "history.html", {**context, "url": paths.card_url(kind, row.no)})
