"""The registry of kinds of record: what differs between a contact, a customer, a vendor and a bank
account.

Lists of kinds, statements, addresses and pages are built from these lines. Nothing here knows
Django.
"""

from dataclasses import dataclass
from typing import NamedTuple

from unisono.common.marking import N_

# One of KIND_NAMES; they come from addresses, tables and files as texts, and are checked where they
# come in
Kind = str
CONTACT: Kind = "contact"


@dataclass(frozen=True)
class Words:
    """What records of a kind are called, in English: marked for translation, and translated where
    they are shown.

    One, many, with its article, with the indefinite one, with its number, one that is not there,
    and its rule *leads*.
    """

    one: str
    many: str
    the: str
    a: str
    numbered: str
    missing: str
    leads: str = ""


@dataclass(frozen=True)
class KindFacts:
    """What one kind of record has, what it is called, and where it stands in addresses.

    A fresh installation has its series of numbers under `code`, which begins with `prefix` and
    000001; a role kind's business relation has the same code [1.3]. `shape` begins the names of its
    bodies in the API. `listed` are the columns of its lists beside number and name, `asked` the
    fields that creating one from a contact asks for. `follows_type`: its type, company or person,
    follows its contact's; `has_contact_person`: it names one, who may be its primary contact;
    `has_documents`: quotes and orders are written for it; `of_companies`: only a company may be
    linked with it [2.5]; `one_per_contact`: a contact has one, unless setup allows several [2.6].
    """

    kind: Kind
    collection: str
    words: Words
    code: str
    prefix: str
    shape: str
    icon: str
    listed: tuple[str, ...]
    asked: tuple[str, ...] = ()
    follows_type: bool = False
    has_contact_person: bool = False
    has_documents: bool = False
    of_companies: bool = False
    one_per_contact: bool = False

    @property
    def source(self) -> str:
        """Return what records of this kind are called where programs name them: bank_accounts."""
        return self.collection.replace("-", "_")

    @property
    def is_contact(self) -> bool:
        """Tell whether this is the kind that all others are linked with."""
        return self.kind == CONTACT


FACTS: dict[str, KindFacts] = {
    facts.kind: facts
    for facts in (
        KindFacts(
            CONTACT,
            "contacts",
            Words(
                N_("Contact"),
                N_("Contacts"),
                N_("the contact"),
                N_("a contact"),
                N_("the contact %(no)s"),
                N_("There is no contact %(no)s."),
            ),
            code="CONT",
            prefix="CT",
            shape="Contact",
            icon="address-book",
            listed=("links", "company_name", "phone_no", "city"),
            has_documents=True,
        ),
        KindFacts(
            "customer",
            "customers",
            Words(
                N_("Customer"),
                N_("Customers"),
                N_("the customer"),
                N_("a customer"),
                N_("the customer %(no)s"),
                N_("There is no customer %(no)s."),
                N_("Customer leads"),
            ),
            code="CUST",
            prefix="C",
            shape="Customer",
            icon="user-circle",
            listed=("contact_no", "phone_no", "email", "city", "blocked"),
            asked=(
                "credit_limit",
                "payment_terms_code",
                "payment_method_code",
                "iban",
                "swift_code",
                "note",
            ),
            follows_type=True,
            has_contact_person=True,
            has_documents=True,
            one_per_contact=True,
        ),
        KindFacts(
            "vendor",
            "vendors",
            Words(
                N_("Vendor"),
                N_("Vendors"),
                N_("the vendor"),
                N_("a vendor"),
                N_("the vendor %(no)s"),
                N_("There is no vendor %(no)s."),
                N_("Vendor leads"),
            ),
            code="VEND",
            prefix="V",
            shape="Vendor",
            icon="truck-delivery",
            listed=("contact_no", "phone_no", "email", "city", "blocked"),
            asked=(
                "purchaser_code",
                "payment_terms_code",
                "our_account_no",
                "iban",
                "swift_code",
                "note",
            ),
            has_contact_person=True,
            has_documents=True,
            one_per_contact=True,
        ),
        KindFacts(
            "bank_account",
            "bank-accounts",
            Words(
                N_("Bank account"),
                N_("Bank accounts"),
                N_("the bank account"),
                N_("a bank account"),
                N_("the bank account %(no)s"),
                N_("There is no bank account %(no)s."),
                N_("Bank account leads"),
            ),
            code="BANK",
            prefix="B",
            shape="BankAccount",
            icon="building-bank",
            listed=("contact_no", "iban", "currency_code", "city"),
            asked=(
                "description",
                "iban",
                "swift_code",
                "bank_account_no",
                "bank_branch_no",
                "note",
            ),
            of_companies=True,
        ),
    )
}
KIND_NAMES: tuple[Kind, ...] = tuple(facts.kind for facts in FACTS.values())
LINKED_KINDS: tuple[Kind, ...] = tuple(
    facts.kind for facts in FACTS.values() if not facts.is_contact
)
# The switch of setup that lets a contact have several records of a kind, of those that it normally
# has one of [2.6].
# Records that may become one with another of their kind [9.2] [9.4].
MERGED_KINDS: tuple[Kind, ...] = ("contact", "customer", "vendor")
SEVERAL = {
    facts.kind: f"several_{facts.source}_per_contact"
    for facts in FACTS.values()
    if facts.one_per_contact
}


def is_contact(kind: Kind) -> bool:
    """Tell whether records of this kind are contacts, and no role records."""
    return kind == CONTACT


class Key(NamedTuple):
    """Names a record: its kind and its key in the database (0: not stored yet)."""

    kind: Kind
    id: int

    @property
    def is_contact(self) -> bool:
        """Tell whether this names a contact."""
        return is_contact(self.kind)
