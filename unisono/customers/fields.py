"""The fields that only a customer has."""

from unisono.cards.fields import BANK_IDENTIFIERS, CONTACT_PERSON, NOTE, TERMS, Field, shared_fields
from unisono.common.marking import N_

CUSTOMER_FIELDS: tuple[Field, ...] = (
    Field(
        "customer_posting_group",
        length=20,
        section="invoicing",
        rank=8,
        label=N_("Customer posting group"),
    ),
    *TERMS,
    Field("price_group_code", length=20, section="invoicing", rank=3, label=N_("Price group")),
    Field(
        "credit_limit",
        "money",
        section="invoicing",
        rank=1,
        aliases="creditlimit limitecredito riesgo riesgomaximo",
        label=N_("Credit limit"),
    ),
    Field(
        "blocked",
        "choice",
        choices=("", "ship", "invoice", "all"),
        length=10,
        section="invoicing",
        rank=4,
        label=N_("Blocked for"),
    ),
    Field("privacy_blocked", "flag", label=N_("Privacy blocked")),
    *BANK_IDENTIFIERS,
    CONTACT_PERSON,
    NOTE,
)
NOT_IN_TEMPLATES = frozenset({"name", "search_name", "iban", "swift_code", "contact_name", "note"})
TEMPLATE_FIELDS = tuple(
    field
    for field in (*shared_fields("customer"), *CUSTOMER_FIELDS)
    if field.name not in NOT_IN_TEMPLATES
)
