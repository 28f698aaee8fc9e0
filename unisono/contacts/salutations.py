"""How somebody is addressed in letters and e-mails: by a formula of the contact's salutation, per
language, formal and informal ("Estimada señora Muñoz:").
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from unisono.contacts.person_names import first_surname
from unisono.setup.code_names import base_of
from unisono.setup.models import FORMAL, INFORMAL, SalutationFormula, Setup

# Whoever has no salutation of their own is addressed by these codes, where setup names no others.
ANY_PERSON, ANY_COMPANY = "PERSON", "COMPANY"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
Formulas = Mapping[tuple[str, str, str], str]
PLACEHOLDERS = (
    "name",
    "first_name",
    "middle_name",
    "surname",
    "first_surname",
    "job_title",
    "company",
)


def unknown_placeholders(text: str) -> list[str]:
    """Return what stands in braces in a formula and is no placeholder."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]


def formulas_in_use() -> Formulas:
    """Return all formulas by salutation, language and formality: some dozens; one statement."""
    rows = SalutationFormula.objects.order_by()
    return {(row.salutation_id, row.language_code, row.formality): row.text for row in rows}


def salutations_of(
    contact: Any, setup: Setup, language: str, known: Formulas, attention: str = ""
) -> dict[str, str]:
    """Return how a letter in a language (a BCP 47 tag) addresses a contact, formally and
    informally; with `attention`, a person of whom only the name is known. None without attention:
    nobody in particular. `known` are the formulas in use.

    A formula is not used where what it names is blank: then that of any person or company is, else
    a plain one.
    """
    values = _values(contact, attention)
    is_person = bool(attention) or (contact is not None and contact.type == "person")
    codes = list(_codes(None if attention else contact, setup, is_person))
    tags = list(dict.fromkeys((language, base_of(language))))
    plain = _plain(values["name"] if is_person else "", language)
    return {
        formality: next(
            (
                _filled(text, values)
                for code in codes
                for tag in tags
                if (text := known.get((code, tag, formality))) and _fits(text, values)
            ),
            plain,
        )
        for formality in (FORMAL, INFORMAL)
    }


def _fits(text: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name, name) for name in _PLACEHOLDER.findall(text))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _plain(name: str, language: str) -> str:
    with override(base_of(language)):
        return _("Dear %(name)s,") % {"name": name} if name else _("Dear Sir or Madam,")


def _values(contact: Any, attention: str) -> Mapping[str, str]:
    known = dict.fromkeys(PLACEHOLDERS, "")
    if attention or contact is None:
        return {**known, "name": attention}
    company = contact.company.name if contact.company else ""
    if contact.type == "company":
        return {**known, "name": contact.name, "company": contact.name}
    own = {name: str(getattr(contact, name)) for name in (*PLACEHOLDERS[:4], "job_title")}
    return {**known, **own, "first_surname": first_surname(contact.surname), "company": company}


def _codes(contact: Any, setup: Setup, is_person: bool) -> Iterator[str]:
    if contact is not None and contact.salutation_code_id:
        yield contact.salutation_code_id
    if is_person:
        yield from filter(None, (setup.default_person_salutation_code_id, ANY_PERSON))
    else:
        yield from filter(None, (setup.default_company_salutation_code_id, ANY_COMPANY))
