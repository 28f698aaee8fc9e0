"""What a cell says as a value of a field, as people and programs write it; and what was made of it,
in the reader's language: nothing changes in silence.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from unisono.cards.email_lists import addresses
from unisono.cards.fields import Field
from unisono.cards.world_codes import country_of_name
from unisono.common.text import folded
from unisono.exchange.amounts import amount_of
from unisono.exchange.reading import Number

# What people write where they have nothing to say. `s/n` is none: a street without number has it.
PLACEHOLDERS = frozenset(
    "- -- --- – — . .. ... / // # ## ? ?? xx xxx 0@0 n/a n.a. n.a na n/d n.d. nd n/c none null nil "
    "nan \\n unknown desconocido ninguno ninguna nada sin".split()
) | frozenset(
    (
        "sin correo", "sin email", "sin e-mail", "sin mail", "sin telefono", "sin tlf", "sin fax", "sin web",
        "sin movil", "sin datos", "sin dato", "sin nif", "sin cif", "no tiene", "no consta", "no disponible",
        "no aplica", "no procede", "not available", "not applicable", "no email", "no phone", "no data",
        "kein", "keine", "(blank)", "blank", "aucun", "aucune", "nessuno", "sense correu", "sem email", "(null)", "<null>",
    )
)  # fmt: skip
_TRUE = frozenset("true yes si s y 1 x verdadero cierto wahr ja j vrai oui o vero sim on".split())
_FALSE = frozenset("false no n 0 falso falsch nein faux non nao off".split())
_COMPANY = frozenset(
    "company organization organisation org empresa compania sociedad firma unternehmen societe "
    "entreprise azienda societa corporate corporation business partnership juridica personajuridica "
    "juridico legal legalentity entidad b2b sa sl gmbh ltd".split()
)
_PERSON = frozenset(
    "person individual individuo persona particular personafisica fisica privat privatperson "
    "particulier privato pessoa pessoafisica pessoasingular proprietorship soleproprietor autonomo "
    "contact contacto b2c personne personnephysique people private".split()
)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_ERROR = re.compile(
    r"#(?:N/?A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|N/D|¡REF!|¡VALOR!|¿NOMBRE\?|¡DIV/0!|¡NUM!)",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.IGNORECASE)
_POINT_ZERO = re.compile(r"(\d+)\.0+")
_LONGEST_PHONE = 200  # characters of a cell that is looked at: several numbers with remarks
_REMARK = re.compile(r"\s*\(([^()]*[^\W\d_][^()]*)\)\s*$")  # 600 111 222 (tardes)
# Fields in which digits are signs, not amounts: none of them may be lost.
_DIGITS = frozenset(
    "no post_code phone_no mobile_phone_no fax_no vat_registration_no registration_no external_id "
    "bank_account_no bank_branch_no iban our_account_no company_no".split()
)


_NAMES = frozenset(("first_name", "middle_name", "surname"))


@dataclass
class CellValue:
    """A value, what is said of it, and what goes to the note instead; `more` are values of other
    fields that the cell has, too; `refused` is why it is no value.
    """

    value: Any = ""
    said: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)
    refused: str = ""


def value_of_cell(
    text: str, name: str, known: Field | None, befell: str, decimal: str, is_required: bool
) -> CellValue:
    """Return what a cell says of a field; `befell` is what reading said of it, `decimal` the mark
    of its column of amounts.
    """
    kind = known.kind if known else "text"
    if befell == "error" or _ERROR.fullmatch(text.strip()):
        return CellValue(said=[_("The cell holds an error: %(text)s") % {"text": text or "#"}])
    if befell == "formula":
        message = _("The cell has a formula without result; open the file in Excel and save it.")
        return CellValue(said=[message])
    is_part = name in _NAMES and any(map(str.isalnum, text))  # Nan and Sin are names
    if not is_required and not is_part and _is_placeholder(text, kind):
        return CellValue(said=[_("«%(text)s» stands for nothing.") % {"text": text}])
    if kind == "money":
        return CellValue(amount_of(text, decimal))
    if name in _DIGITS and (befell == "digits" or _EXPONENT.fullmatch(text.strip())):
        message = _("Excel has lost digits here: %(text)s; format the column as text.")
        return CellValue(refused=message % {"text": text})
    found = CellValue(text if isinstance(text, Number) else _visible(text))
    if befell in ("date", "flag") and kind not in ("date", "flag"):
        told = _("A date in the sheet") if befell == "date" else _("A truth value in the sheet")
        found.said.append(f"{told}: {text}")
    if entity := _ENTITY.search(text):
        found.said.append(_("HTML signs, such as %(text)s") % {"text": entity[0]})
    if name in _DIGITS and (whole := _POINT_ZERO.fullmatch(str(found.value))):
        found.value = whole[1]
        found.said.append(f"{text} → {whole[1]}")
    _KINDS.get(kind, _text)(found, name)
    return found


def _is_placeholder(text: str, kind: str) -> bool:
    """Tell whether a text says that there is nothing to say; `na` may be Namibia, `x` a yes."""
    word = folded(_visible(text[:40]))
    if kind in ("flag", "note", "multiline") or (kind == "country" and word == "na"):
        return False
    return word in PLACEHOLDERS


def type_of_text(text: str) -> str:
    """Return whether a text says company or person, the text itself where it says neither."""
    word = "".join(filter(str.isalpha, folded(text)))
    if folded(text) in _TRUE:
        return "company"  # of a column that asks whether it is one
    if folded(text) in _FALSE:
        return "person"
    return "company" if word in _COMPANY else "person" if word in _PERSON else text


def _visible(text: str) -> str:
    """Return a text without marks that nobody sees; what is written in full width is narrow."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf").strip()


def _text(found: CellValue, name: str) -> None:
    """Make one line of several: of an address, the first is the address, the rest its second
    line.
    """
    lines = [" ".join(line.split()) for line in str(found.value).splitlines()]
    lines = [line for line in lines if line]
    if name == "type":
        found.value = type_of_text(str(found.value))
    elif len(lines) > 1 and name == "address":
        found.value, rest = lines[0], ", ".join(lines[1:])
        found.more["address_2"] = rest
        found.said.append(f"{lines[0]} | {rest}")
    elif len(lines) > 1 or "\t" in str(found.value):
        found.value = " ".join(lines)
        found.said.append(_("Several lines became one."))
    elif lines and "\xa0" in str(found.value):
        found.value = lines[0]


def _multiline(found: CellValue, _name: str) -> None:
    """Keep lines as they are."""


def _phone(found: CellValue, name: str) -> None:
    """Take the first number, a second one for the other field; a remark goes to the note."""
    if len(str(found.value)) > _LONGEST_PHONE:
        return  # whatever it is, it is none
    text = unicodedata.normalize("NFKC", str(found.value))
    text = "".join("-" if unicodedata.category(char) == "Pd" else char for char in text)
    parts = [part.strip() for part in re.split(r"[\n\r;|]+| / |:::", text) if part.strip()]
    if not parts:
        return
    found.value = " ".join(parts[0].split())
    if remark := _REMARK.search(found.value):
        found.noted.append(found.value)
        found.value = found.value[: remark.start()].strip()
        found.said.append(_("The remark went to the note: %(text)s") % {"text": remark[1]})
    if parts[1:]:
        other = "mobile_phone_no" if name == "phone_no" else "phone_no"
        found.more[other] = parts[1]
        found.said.append(f"{parts[0]} | {parts[1]}")
        if parts[2:]:
            found.noted.append("; ".join(parts[2:]))


def _emails(found: CellValue, _name: str) -> None:
    listed = list(dict.fromkeys(addresses(re.sub(r":::|[\n\r|]+", ";", str(found.value)))))
    if listed and ";".join(listed) != found.value:
        found.value = ";".join(listed)


def _country(found: CellValue, _name: str) -> None:
    found.value = country_of_name(str(found.value)) or found.value


def _flag(found: CellValue, _name: str) -> None:
    word = folded(str(found.value))
    found.value = True if word in _TRUE else False if word in _FALSE else found.value


def _codes(found: CellValue, _name: str) -> None:
    parts = re.split(r"[;,|\n]|:::", str(found.value))
    found.value = [part.strip() for part in parts if part.strip()]


def _identifier(found: CellValue, _name: str) -> None:
    """Write digits and letters of full width as all others."""
    found.value = unicodedata.normalize("NFKC", str(found.value))


def _choice(found: CellValue, name: str) -> None:
    if name == "type":
        found.value = type_of_text(str(found.value))
    else:
        found.value = folded(str(found.value)).replace(" ", "_")


_KINDS: dict[str, Callable[[CellValue, str], None]] = {
    "multiline": _multiline,
    "phone": _phone,
    "emails": _emails,
    "country": _country,
    "flag": _flag,
    "codes": _codes,
    "iban": _identifier,
    "bic": _identifier,
    "vat": _identifier,
    "choice": _choice,
}
