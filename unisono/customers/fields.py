"""The fields that only a customer has."""

from unisono.cards.fields import BANK_IDENTIFIERS, NOTE, Field, shared_fields
from unisono.common.marking import N_

CUSTOMER_FIELDS: tuple[Field, ...] = (
    Field("customer_posting_group", length=20, section="invoicing", rank=8, label=N_("Customer posting group")),
    Field("gen_bus_posting_group", length=20, section="invoicing", rank=9, label=N_("Business posting group")),
    Field("vat_bus_posting_group", length=20, section="invoicing", rank=9, label=N_("VAT posting group")),
    Field(
        "payment_terms_code",
        "code",
        refers_to="setup.PaymentTerms",
        section="invoicing",
        rank=2,
        aliases="paymentterms paymenttermscode terminospago condicionespago",
        label=N_("Payment terms"),
    ),
    Field(
        "payment_method_code",
        "code",
        refers_to="setup.PaymentMethod",
        section="invoicing",
        rank=2,
        aliases="paymentmethod paymentmethodcode formapago",
        label=N_("Payment method"),
    ),
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
    Field(
        "contact_name",
        length=100,
        aliases="contactname contact contacto nombrecontacto personacontacto contactperson attention ala atencion",
        label=N_("Contact person"),
    ),
    NOTE,
)
NOT_IN_TEMPLATES = frozenset({"name", "search_name", "iban", "swift_code", "contact_name", "note"})
TEMPLATE_FIELDS = tuple(
    field for field in (*shared_fields("customer"), *CUSTOMER_FIELDS) if field.name not in NOT_IN_TEMPLATES
)
