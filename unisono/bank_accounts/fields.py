"""The fields that only a bank account has."""

from unisono.cards.fields import BANK_IDENTIFIERS, NOTE, Field
from unisono.common.marking import N_

BANK_ACCOUNT_FIELDS: tuple[Field, ...] = (
    Field("description", length=100, label=N_("Description")),
    Field("bank_account_no", length=50, section="invoicing", rank=6, label=N_("Account number")),
    Field("bank_branch_no", length=20, section="invoicing", rank=6, label=N_("Branch")),
    *BANK_IDENTIFIERS,
    Field("our_contact_code", "code", refers_to="setup.Salesperson", label=N_("Our contact")),
    Field(
        "bank_account_posting_group",
        length=20,
        section="invoicing",
        rank=8,
        label=N_("Bank posting group"),
    ),
    Field("blocked", "flag", section="invoicing", rank=4, label=N_("Blocked for")),
    NOTE,
)
