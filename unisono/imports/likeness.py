"""Which contacts rows look like that would create some [9.1]: those that are there, and rows just
before.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from unisono.common.borders import Rows
from unisono.contacts.models import Contact
from unisono.duplicates.pairs import Entries
from unisono.duplicates.scoring import Score
from unisono.imports.cells import values_of_row
from unisono.imports.options import Options
from unisono.imports.results import RowResult
from unisono.imports.waiting_files import Staged
from unisono.matching.look_alikes import Found, LookAlike, LookAlikes, likeliest_contacts
from unisono.matching.texts import reasons_of

_PAGE = 5000  # rows in memory at a time


class RowLookAlike(NamedTuple):
    """A contact that a row looks like, or, without a number, the row before it that it looks
    like.
    """

    contact_no: str
    row: int
    score: Score

    @property
    def named(self) -> str:
        """Return the number of the contact, or of the row as `#2`."""
        return self.contact_no or f"#{self.row}"

    def text(self) -> str:
        """Return what is said of it, in the reader's language."""
        texts = {"no": self.contact_no, "row": self.row, "score": self.score.points}
        texts["reasons"] = ", ".join(reasons_of(self.score.fields))
        if self.contact_no:
            return _("It looks like contact %(no)s: %(score)s %%, %(reasons)s.") % texts
        return _("It looks like row %(row)s of the file: %(score)s %%, %(reasons)s.") % texts


def compared(
    staged: Staged, after: int, count: int, options: Options, contacts: Rows, least: int
) -> Found:
    """Return which contacts, and which rows before them, the rows of a file after a number look
    like: `count` rows.
    """
    new = _entries(staged, after, options)
    return likeliest_contacts(new, count, contacts, least, alike=options.kind == "contact")


def _entries(staged: Staged, after: int, options: Options) -> Entries:
    unsaid = {"type": "company"} if options.kind != "contact" else {}
    while rows := staged.rows(after, _PAGE):
        for row in rows:
            if not row.problem:
                yield row.number, {**unsaid, **values_of_row(row, options).values}
        after = rows[-1].number


def alike(rows: Sequence[int], look_alikes: LookAlikes, staged: Staged) -> dict[int, RowLookAlike]:
    """Return, by their numbers, the rows that look like a contact, or like a row before them."""
    found = look_alikes.contacts(rows)
    numbers = dict(
        Contact.objects.filter(pk__in={each.id for each in found.values()}).values_list("pk", "no")
    )
    found_alikes = {
        row: RowLookAlike(numbers[each.id], 0, each.score)
        for row, each in found.items()
        if each.id in numbers
    }
    before = {
        row: each for row, each in look_alikes.before(rows).items() if row not in found_alikes
    }
    return found_alikes | _of_rows_before(
        before, staged.results_of({each.id for each in before.values()})
    )


def _of_rows_before(
    before: Mapping[int, LookAlike], results: Mapping[int, RowResult]
) -> dict[int, RowLookAlike]:
    """Return rows that look like a row before them as looking like its contact, where it has become
    one by now.
    """
    numbers = {each.no for each in results.values() if each.no}
    there = set(Contact.objects.filter(no__in=numbers).values_list("no", flat=True))
    found_alikes: dict[int, RowLookAlike] = {}
    for row, each in before.items():
        result = results.get(each.id)
        if result is None or result.outcome != "refused":
            no = result.no if result and result.no in there else ""
            found_alikes[row] = RowLookAlike(no, 0 if no else each.id, each.score)
    return found_alikes
