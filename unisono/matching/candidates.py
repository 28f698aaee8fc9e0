"""Who may be the same party as one record: found by the index of keys, then scored [9.1]."""

from collections.abc import Collection
from dataclasses import dataclass

from unisono.common.borders import Given, Rows, Stored
from unisono.common.kinds import Kind
from unisono.duplicates.features import Features, features_of
from unisono.duplicates.scoring import Score, score
from unisono.duplicates.tokens import tokens_of
from unisono.lists import search
from unisono.lists.blocking_keys import met
from unisono.matching.compared_records import entries, linkable_contacts, unlinked
from unisono.matching.texts import reasons_of

SHOWN = 10  # candidates that a person looks through; beyond these the score tells strangers
_EACH = 25  # rows that one key brings
# What setup's threshold is divided by where a record is shown to a person, who sees at a glance
# that it is another: what is typed by now is little, and a name alone is no proof. The threshold is
# for what is done unseen.
GLANCE_DIVISOR = 15
# Points from which one is shown to somebody who looks for candidates: a common key alone has less.
LEAST_SCORE = 4


@dataclass(frozen=True)
class Candidate:
    """A record that may be the same party, how likely, and the fields that match."""

    row: Stored
    score: int
    fields: tuple[str, ...]

    @property
    def reasons(self) -> list[str]:
        """Return why, in the reader's language."""
        return reasons_of(self.fields)


def without_link(wanted: str, kind: Kind) -> Rows:
    """Return the records of a kind that can still be linked with one of the other kind; of people,
    independent ones.
    """
    return linkable_contacts(kind) if wanted == "contact" else unlinked(wanted)


def found_by_words(rows: Rows, text: str) -> list[Stored]:
    """Return the first rows in which every word of a text is found, as lists sort them."""
    return list(search.matching(rows, text[:200]).order_by("sort_key", "pk")[: 2 * SHOWN])


def look(rows: Rows, values: Given, least: int) -> list[Candidate]:
    """Return the rows that score at least so many points beside these values, the likeliest few."""
    features = features_of(values)
    scored = _scored(
        rows, met(rows.model._meta.db_table, tokens_of(features), _EACH), features, least
    )
    if not scored and (name := str(values.get("name") or "").strip()):
        # What is typed by now has no key yet: any name that has all of it.
        ids = search.matching(rows.order_by(), name).values_list("pk", flat=True)[:_EACH]
        scored = _scored(rows, ids, features, least)
    shown = rows.in_bulk([id_ for id_, _score in scored[:SHOWN]])
    return [Candidate(shown[id_], *points) for id_, points in scored[:SHOWN]]


def _scored(
    rows: Rows, ids: Collection[int], features: Features, least: int
) -> list[tuple[int, Score]]:
    """Return the rows that score enough, the likeliest first, by name where two are as likely."""
    scored = [
        (-points.points, values["name"], id_, points)
        for id_, values in entries(rows.filter(pk__in=ids))
        if (points := score(features, features_of(values))).points >= least
    ]
    return [(id_, points) for _points, _name, id_, points in sorted(scored)]
