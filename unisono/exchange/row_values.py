"""What a row says: values by field, from all its cells together; what was made of cells, and what
goes to the note since no field takes it.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.cards.national_forms import completed_phone, completed_post_code
from unisono.common.borders import Content
from unisono.common.text import folded
from unisono.duplicates.compared_names import has_legal_form
from unisono.exchange.cell_values import CellValue, value_of_cell
from unisono.exchange.headings import means
from unisono.exchange.reading import Number, Row

REQUIRED = frozenset(("name", "first_name", "surname", "no", "version", "type", "company_name"))
# Where a text that says nothing is a fault, not a blank.
_NEVER_BLANK = frozenset(("name", "no", "version", "type"))
_PHONES = ("phone_no", "mobile_phone_no", "fax_no")
_JOINED = frozenset(("surname", "first_name"))
_MOBILE = frozenset("mobile mobil movil cell cellular handy iphone celular portable".split())
_LABELS = ("label", "type", "tipo", "etiqueta")


@dataclass
class RowValues:
    """A row's values by field, what is said of them, lines for the note, and why a column is
    refused; `more` is what cells have for other fields, where these are free, with the columns.
    `is_guessed` says that parts of a name alone tell that it is a person.
    """

    values: Content = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)  # field, column, why
    more: dict[str, tuple[str, str]] = field(default_factory=dict)
    is_guessed: bool = False

    def tell(self, column: str, text: str) -> None:
        """Say something of a column, once."""
        if (column, text) not in self.told:
            self.told.append((column, text))


@dataclass(frozen=True)
class Ways:
    """How cells are read: which column is which field, decimal marks by column, values of fields
    that no column has, what texts of a field stand for, columns with HTML signs.
    """

    columns: Mapping[str, str]
    decimals: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    value_map: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    entities: frozenset[str] = frozenset()


def values_of_row(row: Row, ways: Ways, fields: Mapping[str, Field]) -> RowValues:
    """Return what a row says; blank cells say nothing, so that nothing is overwritten by them."""
    found = RowValues()
    if "" in row.said:
        found.tell("", _("The line is in another encoding than the rest of the file."))
    for column, name in ways.columns.items():
        if (text := row.cells.get(column, "")) or column in row.said:
            _take(found, row, column, name, text, ways, fields)
    for name, text in ways.fixed.items():
        if not found.values.get(name):
            cell = value_of_cell(text, name, fields.get(name), "", "", True)
            found.values[name] = cell.value
    _complete(found, ways)
    if "type" in fields and "first_name" in fields:
        _with_type(found)
    return found


def _take(
    found: RowValues,
    row: Row,
    column: str,
    name: str,
    text: str,
    ways: Ways,
    fields: Mapping[str, Field],
) -> None:
    if column in ways.entities:
        text = html.unescape(text)
    mapped = {folded(key): value for key, value in ways.value_map.get(name, {}).items()}
    if mapped and folded(text) in mapped:
        text = mapped[folded(text)]
    name = _by_label(row, column, name)
    cell = value_of_cell(
        text,
        name,
        fields.get(name),
        row.said.get(column, ""),
        ways.decimals.get(column, ""),
        name in _NEVER_BLANK,
    )
    for said in cell.said:
        found.tell(column, said)
    if cell.refused:
        found.refused.append((name, column, cell.refused))
        return
    found.noted += [f"{column}: {each}" for each in cell.noted]
    if cell.value not in ("", [], None):
        _put(found, column, name, cell, fields)
    for other, value in cell.more.items():
        _put_more(found, column, other, value)


def _put(
    found: RowValues, column: str, name: str, cell: CellValue, fields: Mapping[str, Field]
) -> None:
    """Give a field its value; of several columns that are one field, nothing is lost."""
    values, kind = found.values, fields[name].kind if name in fields else "text"
    now = values.get(name)
    if name == "note" and column and not means(column, "note"):
        found.noted.append(f"{column}: {cell.value}")
    elif now in (None, "", []):
        values[name] = cell.value
    elif name in _JOINED:
        values[name] = f"{now} {cell.value}"
    elif kind == "emails" and cell.value not in str(now).split(";"):
        values[name] = f"{now};{cell.value}"
    elif kind == "multiline":
        values[name] = f"{now}\n{cell.value}"
    elif kind == "codes":
        values[name] = [*now, *cell.value]
    elif name == "phone_no" and cell.value != now:
        _put_more(found, column, "mobile_phone_no", cell.value)
    elif cell.value != now:
        found.noted.append(f"{column}: {cell.value}")


def _put_more(found: RowValues, column: str, name: str, value: str) -> None:
    if name in found.more:
        found.noted.append(f"{column}: {value}")
    else:
        found.more[name] = (column, value)


def _by_label(row: Row, column: str, name: str) -> str:
    """Return the field of a phone by the label that stands beside it: `Phone 1 - Label`."""
    if name not in _PHONES:
        return name
    base = column.rpartition(" - ")[0]
    labels = (row.cells.get(f"{base} - {each.title()}", "") for each in _LABELS if base)
    words = {word for label in labels for word in folded(label).replace("*", " ").split()}
    if words & _MOBILE:
        return "mobile_phone_no"
    return "fax_no" if "fax" in words or {"work", "fax"} <= words else name


def _complete(found: RowValues, ways: Ways) -> None:
    """Give back the zeros that a sheet took from numbers, where the country's form says so."""
    values, country = found.values, str(found.values.get("country_code") or "")
    columns = {name: column for column, name in ways.columns.items()}
    text = values.get("post_code", "")
    whole = completed_post_code(str(text), country) if text else ""
    if whole and whole != text:
        values["post_code"] = whole
        found.tell(columns.get("post_code", ""), f"{text} → {whole}")
    for name in _PHONES:
        number = values.get(name, "")
        if isinstance(number, str) and number.isdecimal() and len(number) < 13:
            whole = completed_phone(number, country)
            if whole != number:
                values[name] = whole
                found.tell(columns.get(name, ""), f"{number} → {whole}")
    for name, value in values.items():
        if isinstance(value, Number):
            values[name] = str(value)


def _with_type(found: RowValues) -> None:
    """Find out whether a row is a person: it has parts of a name, and nothing says otherwise; and
    take `Surname, Given` apart.
    """
    values = found.values
    has_parts = any(values.get(name) for name in ("first_name", "surname", "middle_name"))
    if has_parts and not values.get("type"):
        values["type"], found.is_guessed = "person", True
    if values.get("type") != "person":
        if not has_parts:
            return
        if values.get("type") == "company" and values.get("name"):
            # A firm of an address book, with the person who answers there.
            parts = [str(values.pop(each, "") or "") for each in _PARTS]
            found.noted.append(f"N: {' '.join(filter(None, parts))}")
        return
    if has_parts:
        _drop_name(found)
        return
    surname, comma, given = str(values.get("name", "")).partition(",")
    if comma and given.strip() and "," not in given and not has_legal_form(given):
        values.pop("name")
        values["surname"], values["first_name"] = surname.strip(), given.strip()


def _drop_name(found: RowValues) -> None:
    """Leave out the name of a person, which is made of its parts; another name is not lost: it is
    its company where it has a legal form, else it goes to the note.
    """
    values = found.values
    name = str(values.pop("name", "") or "")
    words = {word for part in _PARTS for word in folded(str(values.get(part) or "")).split()}
    others = set(folded(name.replace(",", " ")).split()) - words
    if not name or not others:
        return
    if has_legal_form(name) and not values.get("company_name"):
        values["company_name"] = name
    else:
        found.noted.append(f"FN: {name}")


_PARTS = ("first_name", "middle_name", "surname")
