"""The entries of code lists that a fresh installation has [1.3]: their codes are the same in every
language, their names are kept in each.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from unisono.common.kinds import FACTS
from unisono.common.marking import N_
from unisono.contacts.salutations import ANY_COMPANY, ANY_PERSON
from unisono.customers.models import CustomerTemplate
from unisono.documents.types import TYPES
from unisono.interactions.models import InteractionGroup, InteractionTemplate
from unisono.setup.models import (
    FORMAL,
    INFORMAL,
    BusinessRelation,
    CodeName,
    MailText,
    NumberSeries,
    Salutation,
    SalutationFormula,
)
from unisono.usecases.setup import naming
from unisono.vendors.models import VendorTemplate

LANGUAGES = ("en", "es")
_SERIES = {
    "sales_quote": N_("Sales quotes"),
    "sales_order": N_("Sales orders"),
    "sales_blanket_order": N_("Sales blanket orders"),
    "purchase_quote": N_("Purchase quotes"),
    "purchase_order": N_("Purchase orders"),
    "purchase_blanket_order": N_("Purchase blanket orders"),
    "service_order": N_("Service orders"),
}
_GROUPS = {
    "DOCUMENTS": N_("Documents"),
    "MESSAGES": N_("Letters and e-mails"),
    "CALLS": N_("Calls"),
    "MEETINGS": N_("Meetings and notes"),
}
# Code: what it is called, group, direction, initiated by, medium.
_TEMPLATES: dict[str, tuple[str, str, str, str, str]] = {
    "DOC-CREATED": (N_("Document created"), "DOCUMENTS", "", "us", ""),
    "DOC-PRINTED": (N_("Document printed"), "DOCUMENTS", "out", "us", "letter"),
    "DOC-EMAILED": (N_("Document sent by e-mail"), "DOCUMENTS", "out", "us", "email"),
    "DOC-CLOSED": (N_("Document closed"), "DOCUMENTS", "", "us", ""),
    "COVER-SHEET": (N_("Cover sheet printed"), "MESSAGES", "out", "us", "letter"),
    "EMAIL": (N_("E-mail"), "MESSAGES", "out", "us", "email"),
    "LETTER": (N_("Letter"), "MESSAGES", "out", "us", "letter"),
    "CALL": (N_("Phone call"), "CALLS", "out", "us", "phone"),
    "CALL-IN": (N_("Incoming call"), "CALLS", "in", "them", "phone"),
    "MEETING": (N_("Meeting"), "MEETINGS", "", "us", "meeting"),
    "NOTE": (N_("Note"), "MEETINGS", "", "", "note"),
}
_TYPES = {"company": N_("company"), "person": N_("person")}


@dataclass(frozen=True)
class Seed:
    """An entry: its list, code, name (a text of the interface; `word` narrows it, as in
    "Customers: company"), and its other fields.
    """

    model: Any
    code: str
    text: str
    word: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    def said(self) -> str:
        """Return its name in the active language."""
        return f"{_(self.text)}: {_(self.word)}" if self.word else _(self.text)

    def names(self) -> dict[str, str]:
        """Return its name in each language of the interface."""
        found: dict[str, str] = {}
        for language in LANGUAGES:
            with override(language):
                found[language] = self.said()
        return found

    def plant(self) -> None:
        """Make the entry, in a transaction of the caller's."""
        made = self.model._default_manager.create(
            code=self.code, description=self.said(), **self.fields
        )
        naming.put_names(made, self.names())


def party_seeds() -> Iterator[Seed]:
    """Yield what contacts, customers, vendors and bank accounts need."""
    for facts in FACTS.values():
        yield _series(facts.code, facts.words.many, f"{facts.prefix}000001")
        if not facts.is_contact:
            yield Seed(BusinessRelation, facts.code, facts.words.many)
    for kind, model in (("customer", CustomerTemplate), ("vendor", VendorTemplate)):
        for type_, word in _TYPES.items():
            code, many = f"{FACTS[kind].code}-{type_.upper()}", FACTS[kind].words.many
            yield Seed(model, code, many, word, {"contact_type": type_})


# Code: what it is called; its formal and informal formula per language.
SALUTATIONS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "MR": (
        N_("Mr"),
        {
            "es": ("Estimado señor {first_surname}:", "Hola, {first_name}:"),
            "en": ("Dear Mr {surname},", "Dear {first_name},"),
        },
    ),
    "MS": (
        N_("Ms"),
        {
            "es": ("Estimada señora {first_surname}:", "Hola, {first_name}:"),
            "en": ("Dear Ms {surname},", "Dear {first_name},"),
        },
    ),
    ANY_PERSON: (
        N_("Any person"),
        {
            "es": ("Estimado/a {name}:", "Hola, {first_name}:"),
            "en": ("Dear {name},", "Dear {first_name},"),
        },
    ),
    ANY_COMPANY: (
        N_("Company"),
        {
            "es": ("Estimados señores:", "Hola:"),
            "en": ("Dear Sir or Madam,", "Hello,"),
        },
    ),
}


def plant_salutations(codes: Collection[str]) -> None:
    """Make the salutations of these codes, with their formulas."""
    for code in codes:
        text, formulas = SALUTATIONS[code]
        Seed(Salutation, code, text).plant()
        for language, (formal, informal) in formulas.items():
            for formality, formula in ((FORMAL, formal), (INFORMAL, informal)):
                SalutationFormula.objects.create(
                    salutation_id=code, language_code=language, formality=formality, text=formula
                )


def document_seeds() -> Iterator[Seed]:
    """Yield what documents and the log need."""
    for info in TYPES.values():
        yield _series(info.series, _SERIES[info.name], f"{info.prefix}000001")
    for code, text in _GROUPS.items():
        yield Seed(InteractionGroup, code, text)
    for code, (text, group, direction, initiated_by, medium) in _TEMPLATES.items():
        ways = {"direction": direction, "initiated_by": initiated_by, "medium": medium}
        yield Seed(InteractionTemplate, code, text, "", {"group_id": group, **ways})
    yield from _mail_texts()


def _mail_texts() -> Iterator[Seed]:
    """Yield a text for every type of document in each language; more special ones can be added."""
    for language in LANGUAGES:
        with override(language):
            fields = {"language_code": language, "subject": _("{document} {no} from {company}")}
            fields["body"] = _(
                "{salutation}\n\nPlease find attached: {document} {no}.\n\nKind "
                "regards,\n{sender}\n{company}"
            )
        code = f"DOCUMENT-{language.upper()}"
        yield Seed(MailText, code, N_("Every document"), "", fields)


def _series(code: str, text: str, first: str) -> Seed:
    return Seed(NumberSeries, code, text, "", {"first_no": first, "next_no": first})


def name_seeds_of_before() -> None:
    """Give what an installation from before codes had names was seeded with its names, once; what
    somebody called otherwise since is left as it is.
    """
    if CodeName.objects.exists():
        return
    # Where somebody has salutations of their own, only what letters to everybody else go by.
    every = (ANY_PERSON, ANY_COMPANY) if Salutation.objects.exists() else SALUTATIONS
    there = set(Salutation.objects.values_list("code", flat=True))
    plant_salutations([code for code in every if code not in there])
    for seed in (*party_seeds(), *document_seeds()):
        names = seed.names()
        for found in seed.model._default_manager.filter(
            code=seed.code, description__in=names.values()
        ):
            naming.put_names(found, names)
