"""The fields that only a bank account has."""

from unisono.cards.fields import BANK_IDENTIFIERS, NOTE, Field

BANK_ACCOUNT_FIELDS: tuple[Field, ...] = (
    Field("description", length=100),
    Field("bank_account_no", length=50, section="invoicing", rank=6),
    Field("bank_branch_no", length=20, section="invoicing", rank=6),
    *BANK_IDENTIFIERS,
    Field("our_contact_code", "code", refers_to="setup.Salesperson"),
    Field("bank_account_posting_group", length=20, section="invoicing", rank=8),
    Field("blocked", "flag", section="invoicing", rank=4),
    NOTE,
)
