"""Inputs of forms, made from the registry's fields, and what comes back from them.

A form sends along what it showed (`base`), so that only what a person changed reaches a use case:
what they did not touch is never blanked, and what others changed meanwhile is not put back.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pycountry
from babel import Locale, numbers
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Refused
from unisono.common.field_help import field_meaning
from unisono.common.hostile import refuse_text
from unisono.common.money import is_amount
from unisono.common.text import whole_number
from unisono.records.code_lists import codes_with_descriptions
from unisono.records.queries import reserved_codes
from unisono.web import formatting, labels, languages

_TYPES = {"phone": "tel", "date": "date"}
_ONLY_A_PREFIX = re.compile(r"\+\s*\d{1,3}\s*")  # of a phone: no number is that short
_LONGEST_NUMBER = 40  # characters of a typed number that are looked at
_NUMBERS = ("company_no", "primary_contact_no", "contact_no")
Codes = list[tuple[str, str]]


@dataclass
class Input:
    """One input: what it is called, its value, its choices, what is wrong with it. `suggests` is
    where options for what is typed come from.
    """

    name: str
    label: str
    kind: str
    value: object
    type: str = "text"
    options: list[tuple[str, str]] = field(default_factory=list)
    length: int = 0
    error: str = ""
    help: str = ""
    required: bool = False
    suggests: str = ""
    meaning: str = ""

    @property
    def described_by(self) -> str:
        """Return the ids of what stands beside the input to describe it."""
        beside = {"err": self.error, "help": self.help, "mean": self.meaning}
        return " ".join(f"{each}-{self.name}" for each, text in beside.items() if text)


def inputs_of(fields: Sequence[Field], values: Given, place: str = "") -> list[Input]:
    """Return the inputs of fields, filled with stored values; one statement reads all code lists
    that they refer to. `place` says of what they are fields, and so what they mean.
    """
    known = codes_with_descriptions({each.refers_to for each in fields if each.refers_to})
    made = [_input(each, values.get(each.name, ""), known) for each in fields]
    for each in made:
        each.meaning = _(meaning) if (meaning := field_meaning(place, each.name)) else ""
    return made


def grouped_inputs(
    groups: Sequence[tuple[str, Sequence[Field]]], values: Given, place: str = ""
) -> list[tuple[str, list[Input]]]:
    """Return the inputs of fields in groups."""
    made = {
        each.name: each
        for each in inputs_of([each for _title, some in groups for each in some], values, place)
    }
    return [(title, [made[each.name] for each in some]) for title, some in groups if some]


def _input(each: Field, value: Any, known: Mapping[str, Codes]) -> Input:
    made = Input(
        each.name, labels.field(each.name), each.kind, value, _TYPES.get(each.kind, "text")
    )
    made.length, made.required = each.length, each.name in ("name", "code")
    made.options = _options(each, value, known)
    if each.kind == "money":
        made.value = shown_amount(value)
    if each.kind == "percent" and is_amount(value):
        made.value = formatting.decimal(Decimal(str(value)))
    if each.kind == "codes":
        made.value = list(value or ())
    if each.kind == "language":
        made.value, made.suggests = languages.shown(value or ""), "language"
    if each.kind == "emails":
        made.help = _("Several: separated by ;")
    if each.name in _NUMBERS:
        made.suggests = "company" if each.name == "company_no" else "contact"
        made.value = value or ""
    return made


def _options(each: Field, value: Any, lists: Mapping[str, Codes]) -> list[tuple[str, str]]:
    """Return the choices of an input; what is stored is among them, even if nobody could choose it
    anew.
    """
    if each.kind == "choice":
        found = [(choice, labels.choice(each.name, choice)) for choice in each.choices]
    elif each.kind in ("code", "codes"):
        found = [
            (code, f"{code} · {said}" if said else code) for code, said in lists[each.refers_to]
        ]
        found = _by_hand(found, value) if each.name == "business_relation_codes" else found
        found = found if each.kind == "codes" else [("", "—"), *found]
    elif each.kind == "country":
        found = country_choices()
    elif each.kind == "currency":
        found = [("", "—"), *_currencies(get_language() or "en")]
    elif each.kind == "language":
        found = [(each, "") for each in languages.common()]
    else:
        return []
    known = {code for code, _label in found}
    extra = (
        [value]
        if isinstance(value, str) and value and value not in known and each.kind != "language"
        else []
    )
    return found + [(code, code) for code in extra]


def _by_hand(found: list[tuple[str, str]], present: Collection[str]) -> list[tuple[str, str]]:
    """Return the business relations that can be set by hand: not those that links add [1.2], unless
    they are there.
    """
    reserved = reserved_codes()
    return [(code, said) for code, said in found if code not in reserved or code in present]


def country_choices() -> Codes:
    """Return all countries by name, and none."""
    return [("", "—"), *_countries(get_language() or "en")]


@lru_cache(maxsize=4)
def _countries(language: str) -> list[tuple[str, str]]:
    territories = Locale(language.split("-")[0]).territories
    found = [
        (each.alpha_2, territories.get(each.alpha_2) or each.name) for each in pycountry.countries
    ]
    return sorted(found, key=lambda pair: labels.sortable(pair[1]))


@lru_cache(maxsize=4)
def _currencies(language: str) -> list[tuple[str, str]]:
    names = Locale(language.split("-")[0]).currencies
    return sorted(
        (each.alpha_3, f"{each.alpha_3} · {names.get(each.alpha_3) or each.name}")
        for each in pycountry.currencies
    )


def shown_amount(value: object) -> str:
    """Return an amount as a person types it in their language, without thousands marks; what is
    none as it is.
    """
    if not is_amount(value):
        return str(value or "")
    return str(numbers.format_decimal(Decimal(str(value)), "0.00", formatting.locale()))


def typed(each: Field, post: QueryDict) -> Any:
    """Return what a form sent for a field, as use cases take it."""
    texts = post.getlist(each.name)
    text = texts[-1].replace("\r\n", "\n") if texts else ""
    if each.kind == "flag":
        return text == "true"
    if each.kind == "codes":
        return sorted({code for code in texts if code})
    if each.kind == "money":
        return _amount(text)
    if each.kind == "percent":
        number = typed_number(text.strip().removesuffix("%"))
        return text.strip() if number is None else f"{number:f}"
    if each.kind == "language":
        return languages.tag_of(text)
    if each.kind == "phone" and _ONLY_A_PREFIX.fullmatch(text.strip()):
        return ""
    if each.name in _NUMBERS:
        return text.strip() or None
    return text


def typed_whole(text: object) -> object:
    """Return a typed whole number as one; anything else as it is, to be refused."""
    number = whole_number(text.strip()) if isinstance(text, str) else None
    return text if number is None else number


def _amount(text: str) -> str:
    """Return an amount typed in the reader's language as the contract has it; anything else as it
    is, to be refused.
    """
    if not text.strip():
        return "0.00"
    number = typed_number(text)
    return text.strip() if number is None else str(number)


def typed_number(text: str) -> Decimal | None:
    """Return a number typed in the reader's language; None for what is none, or has powers of ten:
    1E400000000.
    """
    text = text.strip()
    if len(text) > _LONGEST_NUMBER or any(char.isalpha() for char in text):
        return None
    try:
        return numbers.parse_decimal(text, formatting.locale(), strict=True)
    except numbers.NumberFormatError:
        return None


def base_of(fields: Iterable[Field | Input], values: Given) -> str:
    """Return what a form shows, to be sent along with it."""
    return json.dumps({each.name: _plain(values.get(each.name)) for each in fields})


def changed(fields: Iterable[Field], post: QueryDict) -> Content:
    """Return the fields that a person changed in a form: those that came, and are not what was
    shown.
    """
    base = sent_values(post, "base")
    found = {each.name: typed(each, post) for each in fields if each.name in post}
    return {
        name: value
        for name, value in found.items()
        if name not in base or _plain(value) != base[name]
    }


def sent_values(post: QueryDict, name: str) -> Content:
    """Return what a form carried along as JSON; nothing where it is none. Raises Refused for text
    that cannot be.
    """
    try:
        values = json.loads(post.get(name, "{}"))
    except (ValueError, RecursionError):
        return {}
    refuse_text(values, name)
    return values if isinstance(values, dict) else {}


def _plain(value: object) -> object:
    """Return a value as JSON has it, lists in order; texts as a form brings them back."""
    if isinstance(value, tuple | list | set):
        return sorted(map(str, value))
    return value.strip() if isinstance(value, str) else "" if value is None else value


def first_base(
    post: QueryDict, fields: Iterable[Field | Input], values: Given, refusal: Refused | None
) -> str:
    """Return what a form showed first, so that a correction does not put back what others changed
    meanwhile.
    """
    return str(post["base"]) if refusal and "base" in post else base_of(fields, values)


def number_error(error: FieldError) -> str:
    """Return what is wrong with a number for somebody who typed it; the contract's own words are
    for programs.
    """
    return _("This is not a number.") if error.code == "type" else error.message


def with_errors(
    inputs: Iterable[Input], refusal: Refused | None, sent: QueryDict | None = None
) -> Sequence[FieldError]:
    """Put what a refusal says beside the inputs it names, and what was typed into them; return what
    names none here.
    """
    if refusal is None:
        return ()
    by_name = {each.name: each for each in inputs}
    for each in by_name.values():
        if sent is not None and each.name in sent:
            texts = sent.getlist(each.name)
            each.value = [code for code in texts if code] if each.kind == "codes" else texts[-1]
            if each.kind == "flag":
                each.value = texts[-1] == "true"
    rest = [] if refusal.errors else [FieldError("", refusal.code, refusal.message)]
    for error in refusal.errors:
        if error.field in by_name:
            made = by_name[error.field]
            made.error = number_error(error) if made.kind == "money" else error.message
        else:
            rest.append(error)
    return rest
