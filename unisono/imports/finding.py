"""Which record a row is about: by number, VAT number, e-mail or name, for thousands of rows at a
time.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unisono.common.borders import Given, Rows
from unisono.common.kinds import MERGED_KINDS, Kind
from unisono.common.text import folded, key_of
from unisono.contacts.models import MergedRecord
from unisono.duplicates.features import vat_of
from unisono.duplicates.tokens import token
from unisono.links.kinds import KINDS
from unisono.links.merged import merged_into
from unisono.lists.blocking_keys import met

_MANY = 500  # values per statement
_ALIKE = 20  # records that have the same: enough to say that nobody can tell which


class Target(NamedTuple):
    """The record of a row: its number, and by which field it was found; several numbers: nobody can
    tell which.
    """

    no: str
    by: str
    others: tuple[str, ...] = ()


def targets(kind: Kind, rows: Sequence[Given], match: Sequence[str]) -> list[Target | None]:
    """Return per row the record that it is about, None where there is none yet."""
    found: list[Target | None] = [None] * len(rows)
    for name in match:
        open_ = [
            place for place, target in enumerate(found) if target is None and rows[place].get(name)
        ]
        keys = {place: _key(name, rows[place]) for place in open_}
        there = _there(kind, name, set(keys.values()) - {""})
        for place, key in keys.items():
            if numbers := there.get(key):
                found[place] = Target(numbers[0], name, tuple(numbers[1:6]))
    return found


def _key(name: str, values: Given) -> str:
    """Return what of a value is compared."""
    text = str(values[name])
    if name == "no":
        key = key_of(text)
        return key if key.isprintable() else ""
    if name == "external_id":
        return text.strip()
    if name == "vat_registration_no":
        return vat_of(text, str(values.get("country_code") or ""))
    return text.strip().lower() if name == "email" else folded(text.strip())[:400]


def _there(kind: Kind, name: str, keys: set[str]) -> dict[str, list[str]]:
    """Return the numbers of the records that have these keys."""
    found: dict[str, list[str]] = {}
    for some in _chunks(sorted(keys)):
        for no, key in _rows(kind, name, some):
            if key in keys:
                found.setdefault(key, []).append(no)
    if kind in MERGED_KINDS and name == "no":
        for merged in MergedRecord.objects.filter(
            kind=kind, no_key__in=[key for key in keys if key not in found][:30_000]
        ):
            if into := merged_into(merged.no_key, kind):
                found[merged.no_key] = [into]  # a file from before the merge
    return found


def _rows(kind: Kind, name: str, keys: Sequence[str]) -> Iterable[tuple[str, str]]:
    rows: Rows = KINDS[kind].model._default_manager.order_by("pk")
    if name == "no":
        return rows.filter(no_key__in=keys).values_list("no", "no_key")
    if name == "name":
        return rows.filter(sort_key__in=keys).values_list("no", "sort_key")
    # By the index of keys: these columns have none of their own, and are written in several ways.
    if name == "external_id":
        return rows.filter(external_id__in=keys).values_list("no", "external_id")
    if name == "email":
        words = [token("email", key.split(";")[0].strip()) for key in keys]
        found = rows.filter(pk__in=met(KINDS[kind].table, words, _ALIKE)).values_list("no", "email")
        return [(no, email.strip().lower()) for no, email in found]
    found = rows.filter(pk__in=met(KINDS[kind].table, [token("vat", key) for key in keys], _ALIKE))
    return [
        (no, vat_of(vat, country))
        for no, vat, country in found.values_list("no", name, "country_code")
    ]


def _chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[start : start + _MANY] for start in range(0, len(keys), _MANY))
