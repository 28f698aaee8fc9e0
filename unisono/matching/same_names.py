"""Firms of one name in one place, whatever else tells them apart: shown to a person, who knows
whether it is a branch, a new address, or another firm [9.1].
"""

from collections.abc import Collection, Iterator
from itertools import combinations

from django.db.models import Count

from unisono.contacts.models import Contact
from unisono.duplicates.features import features_of
from unisono.duplicates.pairs import Pair
from unisono.duplicates.scoring import score
from unisono.matching.compared_records import entries

# Firms that have a name: of more, it is a common one, as *Bar Central*, and says nothing.
_COMMON = 4
_AT_ONCE = 500  # names of a statement
_PLACES = frozenset(("city", "post_code"))


def same_names(known: Collection[tuple[int, int]]) -> Iterator[Pair]:
    """Return the pairs of companies of one name in one city, or under one post code, that are not
    known yet, with their scores; not of common names.
    """
    companies = Contact.objects.filter(type="company").exclude(sort_key="").order_by()
    shared = companies.values("sort_key").annotate(count=Count("pk"))
    names = list(shared.filter(count__gt=1, count__lte=_COMMON).values_list("sort_key", flat=True))
    for start in range(0, len(names), _AT_ONCE):
        rows = companies.filter(sort_key__in=names[start : start + _AT_ONCE])
        values = dict(entries(rows.order_by("pk")))
        by_name: dict[str, list[int]] = {}
        for id_, name in rows.order_by("pk").values_list("pk", "sort_key"):
            by_name.setdefault(name, []).append(id_)
        for ids in by_name.values():
            for left, right in combinations(ids, 2):
                found = score(features_of(values[left]), features_of(values[right]))
                if (left, right) not in known and _PLACES.intersection(found.fields):
                    yield Pair(left, right, found.points, found.fields)
