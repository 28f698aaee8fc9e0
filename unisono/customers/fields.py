"""The fields that only a customer has."""

from unisono.cards.fields import BANK_IDENTIFIERS, NOTE, Field, shared_fields

CUSTOMER_FIELDS: tuple[Field, ...] = (
    Field("customer_posting_group", length=20),
    Field("gen_bus_posting_group", length=20),
    Field("vat_bus_posting_group", length=20),
    Field("payment_terms_code", "code", refers_to="setup.PaymentTerms"),
    Field("payment_method_code", "code", refers_to="setup.PaymentMethod"),
    Field("price_group_code", length=20),
    Field("credit_limit", "money"),
    Field("blocked", "choice", choices=("", "ship", "invoice", "all"), length=10),
    Field("privacy_blocked", "flag"),
    *BANK_IDENTIFIERS,
    Field("contact_name", length=100),
    NOTE,
)
NOT_IN_TEMPLATES = frozenset({"name", "search_name", "iban", "swift_code", "contact_name", "note"})
TEMPLATE_FIELDS = tuple(
    field for field in (*shared_fields("customer"), *CUSTOMER_FIELDS) if field.name not in NOT_IN_TEMPLATES
)
