"""Which contacts rows look like that would create some [9.1]: those that are there, and rows just before."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from unisono.contacts.models import Contact
from unisono.duplicates.book import Book, meeting_keys
from unisono.duplicates.features import Features, features_of
from unisono.duplicates.scoring import Score, score
from unisono.usecases.matching.candidates import reasons_of

Numbered = Sequence[tuple[int, Mapping[str, Any]]]  # the number of a row, and its values


class Like(NamedTuple):
    """A contact that a row looks like, or, without a number, the row before it that it looks like."""

    contact_no: str
    row: int
    score: Score

    def told(self) -> str:
        """Return what is said of it, in the reader's language."""
        texts = {"no": self.contact_no, "row": self.row, "score": self.score.points}
        texts["reasons"] = ", ".join(reasons_of(self.score.fields))
        if self.contact_no:
            return _("It looks like contact %(no)s: %(score)s %%, %(reasons)s.") % texts
        return _("It looks like row %(row)s of the file: %(score)s %%, %(reasons)s.") % texts


def alike(waiting: Numbered, kind: str, book: Book, least: int) -> dict[int, Like]:
    """Return, by their places, the rows that look like a contact of the book, or like a row before them."""
    found: dict[int, tuple[int, Score]] = {}
    before: dict[int, list[tuple[int, Features]]] = {}
    rows: dict[int, tuple[int, Score]] = {}
    for place, (row, values) in enumerate(waiting):
        features = features_of({"type": "company" if kind != "contact" else "", **values})
        if there := book.alike(features, least):
            found[place] = there[0]
        elif like := _row_like(features, before, least):
            rows[place] = like
        if kind == "contact":
            for key in meeting_keys(features):
                before.setdefault(key, []).append((row, features))
    numbers = dict(Contact.objects.filter(pk__in={id_ for id_, _score in found.values()}).values_list("pk", "no"))
    likes = {place: Like(numbers[id_], 0, scored) for place, (id_, scored) in found.items() if id_ in numbers}
    return likes | {place: Like("", number, scored) for place, (number, scored) in rows.items()}


def _row_like(
    features: Features, before: Mapping[int, Sequence[tuple[int, Features]]], least: int
) -> tuple[int, Score] | None:
    best: tuple[int, Score] | None = None
    for number, other in {
        number: other for key in meeting_keys(features) for number, other in before.get(key, ())
    }.items():
        scored = score(features, other)
        if scored.points >= least and (best is None or scored.points > best[1].points):
            best = (number, scored)
    return best
