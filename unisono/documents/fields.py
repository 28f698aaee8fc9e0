"""The header fields of documents, in the order of the contract."""

from unisono.cards.fields import ADDRESS_BLOCK, SHARED, Field
from unisono.documents.types import QUOTES

_CARD = {field.name: field for field in SHARED}
# What a document copies from its party, and keeps [7.3]; `attention` is the person it goes to,
# within a company.
PARTY_FIELDS: tuple[Field, ...] = (
    _CARD["name"],
    _CARD["name_2"],
    Field("attention", length=100),
    *(_CARD[name] for name in ADDRESS_BLOCK),
    _CARD["vat_registration_no"],
    _CARD["email"],
    _CARD["language_code"],
    _CARD["format_region"],
    _CARD["currency_code"],
    _CARD["salesperson_code"],
    Field("payment_terms_code", "code", refers_to="setup.PaymentTerms"),
    Field("payment_method_code", "code", refers_to="setup.PaymentMethod"),
)
OWN_FIELDS: tuple[Field, ...] = (
    Field("document_date", "date"),
    Field("due_date", "date"),
    Field("valid_until_date", "date"),
    Field("external_document_no", length=35),
    Field("introduction", "multiline", length=4000),
    Field("work_description", "multiline", length=10_000),
    Field("note", "multiline", length=10_000),
)
DOCUMENT_FIELDS: tuple[Field, ...] = (*OWN_FIELDS, *PARTY_FIELDS)
BY_NAME: dict[str, Field] = {field.name: field for field in DOCUMENT_FIELDS}
PARTY_NAMES: tuple[str, ...] = tuple(field.name for field in PARTY_FIELDS)


def fields_of(type_: str) -> tuple[Field, ...]:
    """Return the header fields that a type of document has: what was done is a service order's
    alone, only quotes are valid until a day.
    """
    without = {
        *(() if type_ == "service_order" else ("work_description",)),
        *(() if type_ in QUOTES else ("valid_until_date",)),
    }
    return tuple(field for field in DOCUMENT_FIELDS if field.name not in without)
