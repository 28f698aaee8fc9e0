"""The fields that only a vendor has."""

from unisono.cards.fields import BANK_IDENTIFIERS, NOTE, Field, shared_fields
from unisono.common.marking import N_

VENDOR_FIELDS: tuple[Field, ...] = (
    Field("purchaser_code", "code", refers_to="setup.Salesperson", label=N_("Purchaser")),
    Field("vendor_posting_group", length=20, section="invoicing", rank=8, label=N_("Vendor posting group")),
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
    Field("our_account_no", length=20, section="invoicing", rank=7, label=N_("Our account number")),
    Field(
        "blocked",
        "choice",
        choices=("", "payment", "all"),
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
    field for field in (*shared_fields("vendor"), *VENDOR_FIELDS) if field.name not in NOT_IN_TEMPLATES
)
