"""A row on its way to be a record: its values read from its cells, and what is said of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from unisono.cards.validation import Bad, check_no
from unisono.common.borders import Content, Given
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import FieldError, Invalid
from unisono.common.text import folded, key_of, whole_number
from unisono.contacts.models import Contact
from unisono.exchange.reading import Row
from unisono.imports.cells import refuse_doubts, values_of_row
from unisono.imports.finding import Target
from unisono.imports.likeness import RowLookAlike
from unisono.imports.options import Options


@dataclass
class Waiting:
    """A row on its way: where it stood, its values, the record that it is about, the contact that
    it looks like, and what a person said of that: `same`, `other`, or "".
    """

    row: Row
    values: Content
    version: int | None = None
    target: Target | None = None
    look_alike: RowLookAlike | None = None
    answer: str = ""

    @property
    def key(self) -> str:
        """Return the key of the number that was typed, "" for none."""
        return key_of(str(self.values.get("no", "")))


def read_row(row: Row, options: Options) -> Waiting:
    """Return a row with its values by field, a person's company found by its name.

    Raises Invalid for an amount that can be read in two ways, and for a version that is none:
    without the version what changed here meanwhile would be overwritten [3.5].
    """
    refuse_doubts(row, options)
    values = values_of_row(row, options)
    text = str(values.pop("version", ""))
    version = whole_number(text)
    if text and version is None:
        raise Invalid(
            [
                FieldError(
                    "version",
                    "type",
                    _("This is not a version, a whole number: %(value)s") % {"value": text},
                )
            ]
        )
    if options.kind == "contact":
        _find_company(values)
    return Waiting(row, values, version)


def _find_company(values: Content) -> None:
    """Turn the name of a person's company into its number, where just one has it; else it is kept
    in the note.
    """
    name = values.pop("company_name", "")
    if not name or values.get("company_no") or folded(name) == folded(str(values.get("name", ""))):
        return
    if values.get("type", "company") != "person":
        values["note"] = _with_company(values, name)
        return
    companies = Contact.objects.filter(sort_key=folded(name)[:400], type="company")
    found = list(companies.values_list("no", flat=True)[:2])
    if len(found) == 1:
        values["company_no"] = found[0]
    else:
        values["note"] = _with_company(values, name)


# What files say of a company's line and only people have, by its name on cards (RFC 6350).
_OF_PEOPLE = {"job_title": "TITLE", "initials": "INITIALS"}


def keep_in_note(values: Content, no: str = "") -> None:
    """Keep in the note of a company what a row has for it that only people have [5.8]; `no` is the
    contact that the row changes, "" for a new one. Nothing of it is lost.
    """
    if not any(values.get(name) for name in _OF_PEOPLE):
        return
    found = Contact.objects.filter(no_key=key_of(no)).values("type", "note").first() if no else None
    present = found or {"type": "company", "note": ""}
    if values.get("type", present["type"]) != "company":
        return
    lines = str(values.get("note") or present["note"]).splitlines()
    for name, called in _OF_PEOPLE.items():
        line = f"{called}: {values.pop(name)}" if values.get(name) else ""
        if line and line not in lines:
            lines.append(line)
    values["note"] = "\n".join(lines)


def _with_company(values: Given, name: str) -> str:
    """Return a row's note with the name of a company that it is not tied to."""
    return "\n".join(filter(None, (str(values.get("note", "")), f"ORG: {name}")))


def conflict_text(conflict: FieldConflict) -> str:
    """Return what is said of a field that both sides changed, in the reader's language."""
    sides = {"base": conflict.base, "current": conflict.current, "yours": conflict.yours}
    texts = {name: "—" if value in ("", None) else value for name, value in sides.items()}
    return _("was %(base)s; here it is %(current)s now, the file says %(yours)s") % texts


def refusal_of_no(each: Waiting) -> Invalid | None:
    """Return the refusal of a number that is none, before anything is looked up by it."""
    if not each.values.get("no"):
        return None
    try:
        check_no(each.values["no"])
    except Bad as bad:
        return Invalid([FieldError("no", bad.code, bad.message)])
    return None
