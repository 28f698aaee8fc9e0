"""The fields that only a vendor has."""

from unisono.cards.fields import BANK_IDENTIFIERS, CONTACT_PERSON, NOTE, TERMS, Field, shared_fields
from unisono.common.marking import N_

VENDOR_FIELDS: tuple[Field, ...] = (
    Field("purchaser_code", "code", refers_to="setup.Salesperson", label=N_("Purchaser")),
    Field(
        "vendor_posting_group",
        length=20,
        section="invoicing",
        rank=8,
        label=N_("Vendor posting group"),
    ),
    *TERMS,
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
    CONTACT_PERSON,
    NOTE,
)
NOT_IN_TEMPLATES = frozenset({"name", "search_name", "iban", "swift_code", "contact_name", "note"})
TEMPLATE_FIELDS = tuple(
    field
    for field in (*shared_fields("vendor"), *VENDOR_FIELDS)
    if field.name not in NOT_IN_TEMPLATES
)
