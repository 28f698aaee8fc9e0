"""Values as people read them: countries, languages, amounts, yes and no."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError, numbers
from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.common.kinds import Kind
from unisono.documents.lines import price_text
from unisono.documents.totals import decimals_of
from unisono.links.kinds import KINDS
from unisono.links.values import Value
from unisono.web import code_names, labels

_NAMED = 3  # names in a sentence; the others are counted


def locale() -> Locale:
    """Return the reader's language as Babel has it."""
    return Locale(get_language().split("-")[0]) if get_language() else Locale("en")


def value(field: Field | None, stored: Any) -> str:
    """Return a field's value as people read it; "" where there is none."""
    if stored is None or stored == "" or stored == ():
        return ""
    kind = field.kind if field else "text"
    if kind == "flag" or isinstance(stored, bool):
        return _("Yes") if stored else _("No")
    if kind == "codes" and field is not None:
        return ", ".join(code_names.named(field.refers_to, str(code)) for code in stored)
    if isinstance(stored, list | tuple):
        return ", ".join(map(str, stored))
    if kind == "code" and field is not None:
        return code_names.named(field.refers_to, str(stored))
    if kind == "money":
        return (
            ""
            if Decimal(stored) == 0
            else str(numbers.format_decimal(Decimal(stored), "#,##0.00", locale()))
        )
    if kind == "percent":
        return f"{decimal(Decimal(stored))} %"
    if kind == "choice" and field is not None:
        return labels.choice(field.name, str(stored))
    if kind == "date":
        return day(str(stored))
    if kind == "country":
        return country(str(stored))
    if kind == "language":
        return language(str(stored))
    return str(stored)


def day(text: str) -> str:
    """Return a day (ISO text) as the reader writes it."""
    try:
        return str(format_date(date.fromisoformat(text), "medium", locale()))
    except ValueError:
        return text


def decimal(number: Decimal) -> str:
    """Return a number without needless zeros, as the reader writes it."""
    return str(numbers.format_decimal(number, "#,##0.#####", locale()))


def price(amount: Decimal, currency: str) -> str:
    """Return a unit price, which may have more decimals than its currency."""
    behind = len(price_text(amount, currency).partition(".")[2])
    return str(
        numbers.format_decimal(amount, "#,##0" + ("." + "0" * behind if behind else ""), locale())
    )


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with its currency's decimals and code, as the reader writes it."""
    decimals = decimals_of(currency)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return " ".join(
        part for part in (numbers.format_decimal(amount, pattern, locale()), currency) if part
    )


def country(code: str) -> str:
    """Return a country's name with its code: Spain (ES)."""
    name = locale().territories.get(code)
    return f"{name} ({code})" if name else code


def language(tag: str) -> str:
    """Return a language's name with its tag: Spanish (es-ES)."""
    name = language_name(tag)
    return f"{name} ({tag})" if name != tag else tag


def language_name(tag: str) -> str:
    """Return a language's name, the tag where it has none."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def whole(number: int) -> str:
    """Return a whole number with the reader's thousands mark."""
    return str(numbers.format_decimal(number, "#,##0", locale()))


def few(names: Sequence[str]) -> str:
    """Return the first three names, and how many more there are."""
    more, text = len(names) - _NAMED, ", ".join(names[:_NAMED])
    return _("%(names)s and %(more)s more") % {"names": text, "more": more} if more > 0 else text


def href(field: Field, text: str) -> str:
    """Return what a click on a value does: call or write; "" for nothing."""
    if field.kind == "phone" and text:
        return "tel:" + "".join(char for char in text if char.isdigit() or char == "+")
    return "mailto:" + text.replace(";", ",") if field.kind == "emails" and text else ""


def changes(kind: Kind, fields: Iterable[tuple[str, Value, Value]]) -> list[tuple[str, str, str]]:
    """Return what changes on a record: the name of each field, its old and its new value."""
    known = KINDS[kind].fields
    return [
        (labels.field(name), value(known.get(name), old), value(known.get(name), new))
        for name, old, new in fields
    ]
