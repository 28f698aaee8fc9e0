"""Values as people read them: countries, languages, amounts, yes and no."""

from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError, numbers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.web import labels


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
    if kind == "codes" or isinstance(stored, list | tuple):
        return ", ".join(map(str, stored))
    if kind == "money":
        return "" if Decimal(stored) == 0 else str(numbers.format_decimal(Decimal(stored), "#,##0.00", locale()))
    if kind == "choice" and field is not None:
        return labels.choice(field.name, str(stored))
    if kind == "country":
        return country(str(stored))
    if kind == "language":
        return language(str(stored))
    return str(stored)


def country(code: str) -> str:
    """Return a country's name with its code: Spain (ES)."""
    name = locale().territories.get(code)
    return f"{name} ({code})" if name else code


def language(tag: str) -> str:
    """Return a language's name with its tag: Spanish (es-ES)."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(locale())
    except (UnknownLocaleError, ValueError):
        return tag
    return f"{name} ({tag})" if name else tag


def whole(number: int) -> str:
    """Return a whole number with the reader's thousands mark."""
    return str(numbers.format_decimal(number, "#,##0", locale()))
