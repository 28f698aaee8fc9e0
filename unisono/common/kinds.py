"""The registry of kinds of record: what differs between a contact, a customer, a vendor and a bank account.

Lists of kinds, statements, addresses and pages are built from these lines. Nothing here knows Django.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["contact", "customer", "vendor", "bank_account"]
CONTACT: Kind = "contact"


@dataclass(frozen=True)
class KindFacts:
    """What one kind of record has, and where it stands in addresses.

    `follows_type`: its type, company or person, follows its contact's; `has_contact_person`: it names one, who may be
    its primary contact; `has_template`: it is created from one; `has_documents`: quotes and orders are written for it;
    `of_companies`: only a company may be linked with it [2.5]; `one_per_contact`: a contact has one, unless setup
    allows several [2.6].
    """

    kind: Kind
    collection: str
    follows_type: bool = False
    has_contact_person: bool = False
    has_template: bool = False
    has_documents: bool = False
    of_companies: bool = False
    one_per_contact: bool = False

    @property
    def is_contact(self) -> bool:
        """Tell whether this is the kind that all others are linked with."""
        return self.kind == CONTACT


FACTS: dict[str, KindFacts] = {
    facts.kind: facts
    for facts in (
        KindFacts(CONTACT, "contacts", has_documents=True),
        KindFacts(
            "customer",
            "customers",
            follows_type=True,
            has_contact_person=True,
            has_template=True,
            has_documents=True,
            one_per_contact=True,
        ),
        KindFacts(
            "vendor",
            "vendors",
            has_contact_person=True,
            has_template=True,
            has_documents=True,
            one_per_contact=True,
        ),
        KindFacts("bank_account", "bank-accounts", of_companies=True),
    )
}
KINDS: tuple[Kind, ...] = tuple(facts.kind for facts in FACTS.values())
ROLES: tuple[Kind, ...] = tuple(facts.kind for facts in FACTS.values() if not facts.is_contact)


def is_contact(kind: str) -> bool:
    """Tell whether records of this kind are contacts, and no role records."""
    return kind == CONTACT


class Key(NamedTuple):
    """Names a record: its kind and its key in the database (0: not stored yet)."""

    kind: str
    id: int

    @property
    def is_contact(self) -> bool:
        """Tell whether this names a contact."""
        return is_contact(self.kind)
