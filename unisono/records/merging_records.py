"""What merging two customers, or two vendors, must check, and which values the one that stays has
then [9.4].
"""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.cards.models import value_of
from unisono.common.errors import Conflict, FieldError, Invalid
from unisono.common.kinds import Kind
from unisono.history.queries import newer_sides
from unisono.links import network
from unisono.links.kinds import KINDS
from unisono.links.locks import lock
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.plan import other_leader
from unisono.links.rules import rules_now
from unisono.links.values import Record, Value
from unisono.records.linking import created_at
from unisono.records.merging import BothLinked, sides_given
from unisono.records.queries import find

CONTACTS = ("merge", "keep")  # what happens with the two contacts of records that have one each


def check_keep(kind: Kind, keep: object, contacts: str) -> dict[str, str]:
    """Return what to keep as a mapping; raise Invalid for other sides or fields."""
    given, errors = sides_given(keep, KINDS[kind].fields)
    if contacts not in ("", *CONTACTS):
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(CONTACTS)}
        errors.append(FieldError("contacts", "choice", message))
    if errors:
        raise Invalid(errors)
    return {"*": "into", **given}


def both_records(kind: Kind, into_no: str, from_no: str) -> tuple[Record, Record]:
    """Return both records as they are, with their contacts' networks locked at once, also where a
    link is paused: whoever merges the other way round waits.
    """
    places = find(kind, into_no), find(kind, from_no)
    if places[0].key == places[1].key:
        raise Conflict(_("A record cannot be merged with itself."), code="same-record")
    ids = [place.key.id for place in places]
    tied = Link.objects.filter(**{f"{kind}_id__in": ids}).values_list("contact_id", flat=True)
    all_ = (*places, *network.find_ids("contact", list(tied)))
    lock(sorted({key for place in all_ for key in network.load(place, lock=False).records}))
    into, gone = (load_records(kind, [id_])[0] for id_ in ids)
    return (
        replace(into, values=values_of(kind, into.key.id)),
        replace(gone, values=values_of(kind, gone.key.id)),
    )


def values_of(kind: Kind, id_: int) -> dict[str, Value]:
    """Return the values of a record that is there."""
    row = KINDS[kind].model._default_manager.get(pk=id_)
    return {name: value_of(row, field) for name, field in KINDS[kind].fields.items()}


def links_of(kind: Kind, into: Record, gone: Record) -> dict[str, Link | None]:
    """Return the link of either record, by side."""
    rows = Link.objects.select_related("contact", "primary_contact")
    return {
        side: rows.filter(**{f"{kind}_id": record.key.id}).first()
        for side, record in (("into", into), ("from", gone))
    }


def refuse_both_linked(
    kind: Kind, links: Mapping[str, Link | None], contacts: str, actor: Actor
) -> None:
    """Raise BothLinked where both have a contact of their own and nobody said what becomes of
    these.
    """
    into, gone = links["into"], links["from"]
    if into is None or gone is None or into.contact_id == gone.contact_id:
        return
    if contacts == "merge":
        require_write(actor, "contact")
    if not contacts:
        message = _(
            "Both have a contact, %(one)s and %(other)s: say whether these are merged, too, or "
            "kept."
        )
        if not actor.may_read("contact"):
            message = _("Both have a contact: say whether these are merged, too, or kept.")
        numbers = {"one": into.contact.no, "other": gone.contact.no}
        raise BothLinked(message % numbers, field="contacts", role=kind)


def changed_values(
    kind: Kind,
    into: Record,
    gone: Record,
    keep: Mapping[str, str],
    links: Mapping[str, Link | None],
) -> dict[str, Value]:
    """Return what changes on the record that stays. Its contact may have brought it values by now:
    these stay where nobody chose a blank; what others lead is filled by them alone.
    """
    now, chosen = values_of(kind, into.key.id), _chosen(kind, into, gone, keep)
    primary = links["from"].primary_contact_id if links["from"] else None
    if links["into"] is not None:
        chosen.pop("contact_name")  # it is of the other contact's people
    elif primary is not None:
        chosen["contact_name"] = gone.values["contact_name"]  # the person comes along
    place = find(kind, into.no)
    around = network.load(place, lock=False)
    record, rules = around.records[place.key], rules_now()
    free = {name for name in chosen if other_leader(around.party, rules, record, name) is None}
    return {
        name: value
        for name, value in chosen.items()
        if value != now[name] and (name in keep or (value not in ("", ()) and name in free))
    }


def _chosen(kind: Kind, into: Record, gone: Record, keep: Mapping[str, str]) -> dict[str, Value]:
    """Return the values that were chosen, blanks filled."""
    names = tuple(KINDS[kind].fields)
    newer: Mapping[str, str] = {}
    if "newer" in keep.values():
        newer = newer_sides((*into.key, created_at(into)), (*gone.key, created_at(gone)), names)
    found = {}
    for name in names:
        side = keep.get(name, keep["*"])
        if side == "newer":
            side = "from" if newer.get(name) == "other" else "into"
        mine, other = into.values[name], gone.values[name]
        chosen, rest = (other, mine) if side == "from" else (mine, other)
        if name not in keep and name == "note" and mine and other and mine != other:
            chosen = f"{mine}\n\n{other}"
        elif name not in keep and name == "privacy_blocked":
            chosen = bool(mine or other)
        elif name not in keep and chosen in ("", ()):
            chosen = rest
        found[name] = chosen
    return found
