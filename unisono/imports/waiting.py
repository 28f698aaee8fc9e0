"""A row on its way to be a record: its values read from its cells, and what is said of it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from unisono.cards.validation import Bad, check_no
from unisono.common.borders import Content, Rows
from unisono.common.conflicts import FieldConflict
from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import Kind
from unisono.common.text import folded, key_of, whole_number
from unisono.contacts.models import Contact
from unisono.exchange.reading import Row
from unisono.exchange.row_values import REQUIRED, RowValues
from unisono.exchange.vcard_table import LOST
from unisono.imports.cells import refuse_doubts, refuse_nul, values_of_row
from unisono.imports.finding import Target
from unisono.imports.likeness import RowLookAlike
from unisono.imports.options import Options
from unisono.links.kinds import KINDS


@dataclass
class Waiting:
    """A row on its way: where it stood, its values, the record that it is about, the contact that
    it looks like, and what a person said of that: `same`, `other`, or "".

    `told` is what is said of its cells by column, `noted` lines for the note of what no field
    takes, `company` the name of a person's company that has to be found or made, `more` what cells
    have for other fields, where these are free, and the columns; `is_guessed` says that parts of a
    name alone tell that the row is a person.
    """

    row: Row
    values: Content
    version: int | None = None
    target: Target | None = None
    look_alike: RowLookAlike | None = None
    answer: str = ""
    told: list[tuple[str, str]] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    company: str = ""
    more: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_guessed: bool = False

    @property
    def key(self) -> str:
        """Return the key of the number that was typed, "" for none."""
        return key_of(str(self.values.get("no", "")))


def read_row(row: Row, options: Options) -> Waiting:
    """Return a row with its values by field.

    Raises Invalid for an amount that can be read in two ways, for digits that are lost, and for a
    version that is none: without the version what changed here meanwhile would be overwritten
    [3.5].
    """
    refuse_nul(row, options)
    refuse_doubts(row, options)
    found = values_of_row(row, options)
    values = found.values
    _refuse_lost(found, options)
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
    waiting = Waiting(
        row,
        values,
        version,
        told=found.told,
        noted=found.noted,
        more=found.more,
        is_guessed=found.is_guessed,
    )
    if not {"name", "no"} & {*options.columns.values(), *values} and not _has_parts(values):
        # A list of nothing but addresses calls each by its own.
        values["name"] = str(values.get("email", "")).split(";")[0]
    if lost := row.cells.get(LOST, ""):
        waiting.told.append((LOST, lost))
    if options.kind == "contact":
        _with_company(waiting)
    return waiting


def _refuse_lost(found: RowValues, options: Options) -> None:
    """Raise Invalid for numbers that lost their digits; where bad cells go to the note, those of
    optional fields are left out, since what is left of them is wrong.
    """
    errors = []
    for name, column, why in found.refused:
        if options.bad_cells == "note" and name not in REQUIRED:
            found.tell(column, why)
        else:
            errors.append(FieldError(name, "digits-lost", why))
    if errors:
        raise Invalid(errors)


def _has_parts(values: Content) -> bool:
    return any(values.get(name) for name in ("first_name", "surname"))


def _with_company(waiting: Waiting) -> None:
    """Let a person wait for the company that its row names; other rows keep the name in the
    note.
    """
    values = waiting.values
    name = str(values.pop("company_name", "") or "")
    if not name or values.get("company_no") or folded(name) == folded(str(values.get("name", ""))):
        return
    if values.get("type", "company") == "person":
        waiting.company = name
    else:
        waiting.noted.append(f"ORG: {name}")


def companies_by_name(names: Collection[str]) -> dict[str, list[str]]:
    """Return the numbers of the companies of each folded name, two at most."""
    found: dict[str, list[str]] = {}
    rows = Contact.objects.filter(sort_key__in=names, type="company").order_by("pk")
    for no, key in rows.values_list("no", "sort_key"):
        found.setdefault(key, []).append(no)
    return {key: numbers[:2] for key, numbers in found.items()}


def put_more(each: Waiting, kind: Kind) -> None:
    """Give other fields what cells have for them, too, where they are free: in the row, and in the
    record that it changes; else it goes to the note.
    """
    if not each.more:
        return
    present: Content = {}
    if each.target is not None:
        rows: Rows = KINDS[kind].model._default_manager.filter(no_key=key_of(each.target.no))
        present = next(iter(rows.values(*each.more)), {})
    for name, (column, text) in each.more.items():
        if not each.values.get(name) and present.get(name, "") in ("", text):
            each.values[name] = text
        elif each.values.get(name) != text:
            each.noted.append(f"{column}: {text}")
    each.more = {}


def put_notes(each: Waiting, kind: Kind) -> None:
    """Put what no field takes into the note: behind the one that the row has, or that the record
    has that it changes. What stands there already is not said again.
    """
    if not each.noted:
        return
    values = each.values
    present = str(values.get("note") or "")
    if not present and each.target is not None:
        rows: Rows = KINDS[kind].model._default_manager.filter(no_key=key_of(each.target.no))
        present = next(iter(rows.values_list("note", flat=True)), "")
    lines = f"\n{present}\n"
    new = [entry for entry in dict.fromkeys(each.noted) if f"\n{entry}\n" not in lines]
    if new:
        values["note"] = "\n".join(filter(None, (present, *new)))


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
