"""Who may be the same party, for the link wizard: a short look by index at what identifies one.

The matching engine, which scores whole books, is another matter; this names the reasons that a person would see.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read
from unisono.common.text import digits_of, folded, squeezed
from unisono.links import search
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.setup.reading import setup_now

_EACH = 10
_COLUMNS = ("no", "name", "city", "email", "phone_no", "mobile_phone_no", "sort_key", "post_code")


@dataclass
class Candidate:
    """A record that may be the same party, and why."""

    row: Any
    score: int = 0
    reasons: list[str] = field(default_factory=list)


def candidates(kind: str, row: Any, wanted: str, actor: Actor) -> list[Candidate]:
    """Return records of the wanted kind without a link that look like this one of `kind`, the likeliest first."""
    require_read(actor, kind)
    require_read(actor, wanted)
    free = without_link(wanted, kind)
    found: dict[int, Candidate] = {}
    for reason, points, rows in _looks(row, wanted, free):
        for each in rows[:_EACH]:
            candidate = found.setdefault(each.pk, Candidate(each))
            candidate.score += points
            candidate.reasons.append(reason)
    return sorted(found.values(), key=lambda each: (-each.score, each.row.sort_key))[:_EACH]


def without_link(wanted: str, kind: str) -> QuerySet[Any]:
    """Return the records of a kind that can still be linked with one of the other kind; of people, independent ones."""
    rows: QuerySet[Any] = KINDS[wanted].model._default_manager.all()
    if wanted != "contact":
        return rows.filter(~Exists(Link.objects.filter(**{f"{wanted}_id": OuterRef("pk")})))
    rows = rows.filter(company__isnull=True, privacy_blocked=False)
    if kind == "bank_account":
        return rows.filter(type="company")
    if getattr(setup_now(), f"several_{kind}s_per_contact"):
        return rows
    return rows.filter(~Exists(Link.objects.filter(contact_id=OuterRef("pk"), role=kind)))


def found_by(text: str, kind: str, wanted: str, actor: Actor) -> list[Any]:
    """Return the first records of the wanted kind without a link in which every word is found."""
    require_read(actor, wanted)
    return list(search.matching(without_link(wanted, kind), text[:200]).order_by("sort_key", "pk")[: 2 * _EACH])


def _looks(row: Any, wanted: str, free: QuerySet[Any]) -> list[tuple[str, int, QuerySet[Any]]]:
    """Return the looks to take: what is said of a hit, how much it weighs, the rows."""
    looks: list[tuple[str, int, QuerySet[Any]]] = []
    vat = getattr(row, "vat_registration_no", "")
    if vat and "vat_registration_no" in KINDS[wanted].fields:
        looks.append((_("same VAT number"), 60, search.matching(free, vat).filter(vat_registration_no=vat)))
    if row.email:
        looks.append((_("same e-mail"), 40, search.matching(free, row.email).filter(email__iexact=row.email)))
    if len(digits_of(row.phone_no)) > 5:
        phones = Q(phone_no=row.phone_no) | Q(mobile_phone_no=row.phone_no)
        looks.append((_("same phone"), 30, search.matching(free, digits_of(row.phone_no)[-6:]).filter(phones)))
    looks.append((_("same name"), 50, free.filter(sort_key=row.sort_key)))
    if longest := max(folded(row.name).split(), key=len, default=""):
        if len(squeezed(longest)) > 3:
            same = free.exclude(sort_key=row.sort_key)
            looks.append((_("similar name"), 15, search.matching(same, longest)))
    return looks
