"""What each field means: what it is, what it decides, what happens where it is blank.

Forms, the handbook and the description of the API take their sentences from here. The keys are the
names of fields, per kind of record, document, list or part of setup.
"""

from unisono.common.field_help.cards import CARDS
from unisono.common.field_help.code_lists import CODE_LISTS
from unisono.common.field_help.documents import DOCUMENTS
from unisono.common.field_help.setup import SETUP

_PLACES = {**CARDS, **DOCUMENTS, **SETUP, **CODE_LISTS}
# Where a place says nothing of a field, these say it; a code list has what all have.
_ELSE = {
    "contact": "card",
    "customer": "card",
    "vendor": "card",
    "bank_account": "card",
    "alternative_address": "card",
    "customer-templates": "customer",
    "vendor-templates": "vendor",
}


def field_meaning(place: str, name: str) -> str:
    """Return the sentence about a field in English, "" where there is none. `place` is a kind of
    record, document, line, message, cover-sheet, interaction, company, setup or a code list's name.
    """
    while place:
        if found := _PLACES.get(place, {}).get(name):
            return found
        place = _ELSE.get(place, "")
    return CODE_LISTS["code-list"].get(name, "")
