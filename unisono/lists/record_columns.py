"""What lists of records can be filtered and sorted by: their fields, and what they are linked
with.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from unisono.common.kinds import FACTS, LINKED_KINDS, Kind, is_contact
from unisono.common.text import key_of
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.lists.filters import Column, Condition


def columns_of(kind: Kind, roles: Sequence[str] = LINKED_KINDS) -> dict[str, Column]:
    """Return what a list of this kind of record can be filtered and sorted by.

    `roles` are the kinds of role records that the reader may see: filters tell nothing of others.
    """
    columns = {"no": Column("no_key", "key"), "version": Column("version", "number")}
    for name, field in KINDS[kind].fields.items():
        if field.kind == "codes":
            columns[name] = Column(f"{name}__code", "codes", condition=_has_code(kind, name, roles))
        elif field.is_reference:
            columns[name] = Column(f"{name}_id", "reference")
        elif field.kind in ("flag", "money"):
            columns[name] = Column(name, field.kind)
        elif field.kind != "multiline":
            columns[name] = Column(name, sort_path="sort_key" if name == "name" else "")
    columns["created_at"], columns["modified_at"] = (
        Column("created_at", "moment"),
        Column("modified_at", "moment"),
    )
    if is_contact(kind):
        columns["company_no"] = Column("company__no_key", "key")
        columns["business_relation"] = Column("", "codes", condition=_business_relation(roles))
    else:
        columns["contact_no"] = Column("link__contact__no_key", "key")
    if FACTS[kind].has_contact_person:
        columns["primary_contact_no"] = Column("", "key", condition=_primary_contact)
    if FACTS[kind].follows_type:
        columns["type"] = Column("type")
    return columns


def _has_code(kind: Kind, name: str, roles: Sequence[str]) -> Condition:
    """Return the condition of having one of some codes: set by hand, or through links that the
    actor may see.
    """

    def condition(codes: Sequence[str]) -> Q:
        keys = [key_of(code) for code in codes]
        found = Q(_by_hand(kind, name, keys))
        if name == "business_relation_codes":
            links = Link.objects.filter(
                contact_id=OuterRef("pk"), role__in=roles, business_relation__code__in=keys
            )
            found |= Q(Exists(links))
        return found

    return condition


def _primary_contact(numbers: Sequence[str]) -> Q:
    """Return the condition of having one of these primary contacts, as `Link.primary` says: a
    person's own record has its contact.
    """
    keys = [key_of(no) for no in numbers if no]
    own, named = Q(link__contact__type="person"), Q(link__primary_contact__no_key__in=keys)
    found = (own & Q(link__contact__no_key__in=keys)) | (~own & named)
    nobody = ~own & Q(link__primary_contact__isnull=True)
    return found | nobody if "" in numbers else found


def _by_hand(kind: Kind, name: str, keys: Sequence[str] | None = None) -> Exists:
    through: Any = getattr(KINDS[kind].model, name).through
    owner = str(KINDS[kind].model._meta.model_name)
    target = getattr(KINDS[kind].model, name).field.m2m_reverse_field_name()
    rows = through.objects.filter(**{owner: OuterRef("pk")})
    return Exists(rows if keys is None else rows.filter(**{f"{target}__code__in": keys}))


def _business_relation(roles: Sequence[str]) -> Condition:
    """Return the condition of the summary: one kind alone, `none`, or `multiple`, of what the actor
    may see.
    """
    nobody = Q(pk__in=[])

    def condition(values: Sequence[str]) -> Q:
        owner = Q(contact_id=OuterRef("pk")) | Q(contact_id=OuterRef("company_id"))
        kinds = {kind: Q(Exists(Link.objects.filter(owner, role=kind))) for kind in roles}
        kinds["other"] = Q(_by_hand("contact", "business_relation_codes"))
        none = reduce(and_, (~present for present in kinds.values()))
        summaries = {name: _alone(name, kinds) for name in kinds}
        summaries["multiple"] = ~none & ~reduce(or_, summaries.values())
        summaries["none"] = none
        return reduce(or_, (summaries.get(value, nobody) for value in values), nobody)

    return condition


def _alone(name: str, kinds: Mapping[str, Q]) -> Q:
    """Return the condition of having this kind and no other."""
    return reduce(
        and_, (~present for other, present in kinds.items() if other != name), kinds[name]
    )
