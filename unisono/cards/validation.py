"""What a field accepts [6.1] to [6.7]: cleans values, names every bad field in one answer."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from email_validator import SPECIAL_USE_DOMAIN_NAMES
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum import get_cc_module

from unisono.cards import world_codes as codes
from unisono.cards.address_formats import fits, format_of
from unisono.cards.email_lists import addresses
from unisono.cards.fields import Field
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, unknown_field
from unisono.common.money import LONGEST_AMOUNT, is_amount
from unisono.common.text import NO_LENGTH, composed, is_control, key_of

# Syntax is what counts [6.2]: names such as .local are at home in companies' own networks.
SPECIAL_USE_DOMAIN_NAMES.clear()
_MOST_MONEY = Decimal("9999999999999.99")
_RATE = re.compile(r"\d{1,3}(\.\d{1,4})?", re.ASCII)  # as exact as a line keeps it
_FIRST_YEAR = 1900  # what comes before is a slip of the fingers
_EXTENSION = re.compile(r"(?:\s*(?:ext\.?|x)\s*\d+)$", re.IGNORECASE)


class Bad(Exception):
    """A value that a field does not accept."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass
class Checked:
    """Clean values, and what deserves a warning although it was accepted."""

    values: Content = field(default_factory=dict)
    warnings: list[FieldError] = field(default_factory=list)

    def forget_warnings_of_old(self, present: Given) -> None:
        """Leave out the warnings of values that stand there already, in the same country."""
        if not self.warnings:
            return
        changed = {name for name, value in self.values.items() if value != present.get(name, "")}
        if "country_code" not in changed:
            self.warnings = [each for each in self.warnings if each.field in changed]


def check_values(
    fields: Mapping[str, Field],
    raw: Given,
    country: str = "",
    vat_check: str = "warn",
    codes: "KnownCodes | None" = None,
) -> Checked:
    """Return the cleaned values of these fields; raise Invalid that names every bad field at once.

    `country` is the record's country for checking a VAT number where none is sent along;
    `vat_check` is setup's switch; `codes` saves looking up codes for each of many records.
    """
    checked, errors = Checked(), []
    for name, value in raw.items():
        if name not in fields:
            errors.append(unknown_field(name))
            continue
        try:
            checked.values[name] = _CHECKS[fields[name].kind](fields[name], value)
        except Bad as bad:
            errors.append(FieldError(name, bad.code, bad.message))
    if errors:
        raise Invalid(errors)
    _check_references(fields, checked.values, missing_codes if codes is None else codes.missing)
    country = checked.values.get("country_code", country)
    _check_vat(fields, checked, country, vat_check)
    _check_post_code(checked, country)
    return checked


def check_text(value: object, length: int, several_lines: bool = False) -> str:
    """Return the text trimmed and composed [6.6]; raise Bad where it is none, too long, or has
    control characters.
    """
    if not isinstance(value, str):
        raise Bad("type", _("This must be text."))
    text = composed(value)
    if several_lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # What is printable as a whole, as almost everything is, needs no look at each character.
    if not text.isprintable() and any(
        is_control(c) and not (several_lines and c in "\n\t") for c in text
    ):
        raise Bad("control-characters", _("Control characters are not allowed."))
    if len(text) > length:
        message = _("At most %(limit)s characters; this has %(count)s.") % {
            "limit": length,
            "count": len(text),
        }
        raise Bad("too-long", message)
    return text


def check_no(value: object) -> str:
    """Return a record's number [6.7]; raise Bad where it is none."""
    no = check_text(value, NO_LENGTH)
    if not no:
        raise Bad("required", _("A number has at least one character."))
    if no in (".", "..") or not all(_is_letter_or_digit(char) or char in "-_./ " for char in no):
        raise Bad(
            "characters",
            _("A number has letters, digits, - _ . / and blanks between them: %(no)s") % {"no": no},
        )
    return no


def _is_letter_or_digit(char: str) -> bool:
    """Tell whether a character is a letter, a mark on one, or a decimal digit, of any script."""
    return unicodedata.category(char)[0] in "LM" or char.isdecimal()


def check_code(value: object) -> str:
    """Return a code of a code list in capitals; raise Bad where it is none."""
    return check_text(key_of(check_no(value)), NO_LENGTH)


def _text(field: Field, value: object) -> str:
    return check_text(value, field.length)


def _multiline(field: Field, value: object) -> str:
    return check_text(value, field.length, several_lines=True)


def _phone(field: Field, value: object) -> str:
    phone = check_text(value, field.length)
    number = _EXTENSION.sub("", phone)
    if any(char.isalpha() for char in number):
        raise Bad("letters", _("A phone number has no letters: %(value)s") % {"value": phone})
    if phone and not all(char.isdecimal() or char.isspace() or char in "+()-./" for char in number):
        raise Bad(
            "characters",
            _("A phone number has digits, blanks and + ( ) - . / only: %(value)s")
            % {"value": phone},
        )
    if phone and not any(char.isdecimal() for char in number):
        raise Bad("digits", _("A phone number has digits: %(value)s") % {"value": phone})
    return phone


def is_phone(text: str) -> bool:
    """Tell whether a text is one that a phone field takes, but for its length."""
    try:
        return bool(_phone(Field("phone_no", length=len(text)), text))
    except Bad:
        return False


def _emails(field: Field, value: object) -> str:
    """Return addresses as they are stored, separated by `;`, however they were listed."""
    text = check_text(value, 4 * field.length)
    listed = ";".join(addresses(text))
    if text and not listed:
        wrong = next((each for each in re.split(r"[;,]", text) if not addresses(each)), text)
        message = _("This is not an e-mail address (several are separated by ;): %(value)s") % {
            "value": wrong.strip() or text
        }
        raise Bad("email", message)
    return check_text(listed, field.length)


def _vat(field: Field, value: Any) -> str:
    return check_text(key_of(check_text(value, field.length)), field.length)


def _iban(field: Field, value: object) -> str:
    text = re.sub(r"[\s.-]", "", check_text(value, 60)).upper().removeprefix("IBAN").lstrip(":")
    try:
        return str(IBAN(text).compact) if text else ""
    except SchwiftyException as error:
        raise Bad("iban", _("This IBAN is not valid: %(value)s") % {"value": text}) from error


def _bic(field: Field, value: object) -> str:
    text = re.sub(r"\s", "", check_text(value, 30)).upper()
    try:
        return str(BIC(text).compact) if text else ""
    except SchwiftyException as error:
        raise Bad("bic", _("This BIC is not valid: %(value)s") % {"value": text}) from error


def _country(field: Field, value: object) -> str:
    code = check_text(value, 60).upper()
    if code and not codes.is_country(code):
        raise Bad(
            "unknown",
            _("There is no country code %(value)s; use two letters, such as ES (ISO 3166).")
            % {"value": code},
        )
    return code


def _currency(field: Field, value: object) -> str:
    code = check_text(value, 60).upper()
    if code and not codes.is_currency(code):
        raise Bad(
            "unknown",
            _("There is no currency code %(value)s; use three letters, such as EUR (ISO 4217).")
            % {"value": code},
        )
    return code


def _language(field: Field, value: object) -> str:
    text = check_text(value, field.length)
    tag = codes.language_tag(text) if text else ""
    if tag is None:
        raise Bad(
            "unknown", _("This is not a language tag such as es-ES: %(value)s") % {"value": text}
        )
    return tag


def _code(field: Field, value: object) -> str:
    text = check_text(value, NO_LENGTH)
    return key_of(text)


def _codes(field: Field, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise Bad("type", _("This must be a list of codes."))
    if len(value) > 200:
        raise Bad("too-long", _("At most %(limit)s entries.") % {"limit": 200})
    return tuple(sorted({check_code(code) for code in value}))


def _choice(field: Field, value: object) -> str:
    if not isinstance(value, str):
        raise Bad("type", _("This must be text."))
    if value not in field.choices:
        choices = ", ".join(choice or '""' for choice in field.choices)
        raise Bad("choice", _("This must be one of: %(choices)s.") % {"choices": choices})
    return value


def _flag(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise Bad("type", _("This must be true or false."))
    return value


def _money(field: Field, value: object) -> str:
    text = check_text(value, LONGEST_AMOUNT) if isinstance(value, str) else ""
    if not is_amount(text):
        raise Bad("type", _('This must be an amount as text, such as "12.50".'))
    amount = Decimal(text)
    if amount < 0 or amount > _MOST_MONEY:
        raise Bad(
            "range", _("The amount must be between 0 and %(limit)s.") % {"limit": _MOST_MONEY}
        )
    if amount != amount.quantize(Decimal("0.01")):
        raise Bad("decimals", _("An amount has at most two decimals."))
    return str(amount.quantize(Decimal("0.01")))


def _percent(field: Field, value: object) -> str:
    """Return a rate without needless zeros ("21", "5.2"), "" for none; a % behind it is taken."""
    text = check_text(value, LONGEST_AMOUNT).removesuffix("%").rstrip()
    if not text:
        return ""
    if not _RATE.fullmatch(text):
        raise Bad("type", _('This must be a percentage as text, such as "21" or "5.2".'))
    rate = Decimal(text)
    if rate > 100:
        raise Bad("range", _("A percentage is from 0 to 100."))
    return f"{rate.normalize():f}"


def _date(field: Field, value: object) -> str:
    text = check_text(value, 10)
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = None
    if text and (day is None or len(text) != 10 or day.year < _FIRST_YEAR):
        raise Bad("date", _("This is not a date such as 2025-03-04: %(value)s") % {"value": text})
    return text


_CHECKS: dict[str, Callable[[Field, object], object]] = {
    "text": _text,
    "multiline": _multiline,
    "phone": _phone,
    "emails": _emails,
    "vat": _vat,
    "iban": _iban,
    "bic": _bic,
    "country": _country,
    "currency": _currency,
    "language": _language,
    "code": _code,
    "codes": _codes,
    "choice": _choice,
    "flag": _flag,
    "money": _money,
    "percent": _percent,
    "date": _date,
}


class KnownCodes:
    """The codes of code lists, each list read once."""

    def __init__(self) -> None:
        self._lists: dict[str, set[str]] = {}

    def missing(self, model: str, wanted: Iterable[str]) -> list[str]:
        """Return those codes that a code list does not have."""
        if model not in self._lists:
            self._lists[model] = set(
                apps.get_model(model)._default_manager.values_list("code", flat=True)
            )
        return [code for code in wanted if code not in self._lists[model]]


def _check_references(
    fields: Mapping[str, Field],
    values: Given,
    missing: Callable[[str, Iterable[str]], list[str]],
) -> None:
    """Raise Invalid for codes that their list does not have."""
    errors = []
    for name, value in values.items():
        if fields[name].kind not in ("code", "codes") or not value:
            continue
        wanted = value if isinstance(value, tuple) else (value,)
        for code in missing(fields[name].refers_to, wanted):
            message = _("There is no code %(code)s in this list.") % {"code": code}
            errors.append(FieldError(name, "unknown", message))
    if errors:
        raise Invalid(errors)


def missing_codes(model: str, wanted: Iterable[str]) -> list[str]:
    """Return those codes that a code list (a model label such as setup.Territory) does not have."""
    wanted = list(wanted)
    manager = apps.get_model(model)._default_manager
    known = set(manager.filter(code__in=wanted).values_list("code", flat=True))
    return [code for code in wanted if code not in known]


def _check_vat(fields: Mapping[str, Field], checked: Checked, country: str, mode: str) -> None:
    """Warn of, or refuse, a VAT number that fails its country's check [6.3]."""
    number = checked.values.get("vat_registration_no", "")
    if not number or mode == "off" or vat_is_valid(number, country):
        return
    message = _("The VAT number %(value)s fails the check of its country.") % {"value": number}
    error = FieldError("vat_registration_no", "vat-check", message)
    if mode == "refuse":
        raise Invalid([error])
    checked.warnings.append(error)


def _check_post_code(checked: Checked, country: str) -> None:
    """Warn of a post code that does not look like one of its country; it is stored all the same."""
    post_code = checked.values.get("post_code", "")
    if fits(post_code, country):
        return
    message = _("The post code %(value)s does not look like one of its country, such as %(like)s.")
    told = message % {"value": post_code, "like": format_of(country).example}
    checked.warnings.append(FieldError("post_code", "post-code", told))


def vat_is_valid(number: str, country: str) -> bool:
    """Tell whether a VAT number passes its country's check, or its prefix'; True where nobody can
    check it. What stands between its signs never decides.
    """
    number = re.sub(r"[\s./-]", "", number)
    prefix = {"EL": "GR"}.get(number[:2], number[:2])
    countries = dict.fromkeys(code for code in (country, prefix) if codes.is_country(code))
    modules = [module for code in countries if (module := get_cc_module(code.lower(), "vat"))]
    return not modules or any(module.is_valid(number) for module in modules)
