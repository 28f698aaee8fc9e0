"""The kinds of record: their models, tables and fields."""

from dataclasses import dataclass
from functools import cache, cached_property

from unisono.bank_accounts.fields import BANK_ACCOUNT_FIELDS
from unisono.bank_accounts.models import BankAccount
from unisono.cards.fields import SHARED, Field, shared_fields
from unisono.cards.models import Card
from unisono.common import sql
from unisono.common.borders import Stored
from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.contacts.fields import CONTACT_FIELDS, LOST_BY_COMPANIES
from unisono.contacts.models import Contact
from unisono.customers.fields import CUSTOMER_FIELDS
from unisono.customers.models import Customer
from unisono.links.values import Value
from unisono.vendors.fields import VENDOR_FIELDS
from unisono.vendors.models import Vendor


@dataclass(frozen=True)
class KindInfo:
    """One kind of record. `always` are own columns that the planner needs whatever the edit."""

    kind: Kind
    model: type[Card]
    shared: tuple[Field, ...]
    own: tuple[Field, ...]
    always: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Return every registry field of this kind by its name."""
        return {field.name: field for field in (*self.shared, *self.own)}

    def row(self, id_: int) -> Stored:
        """Return an instance that stands for a stored row, for what hangs on its key alone."""
        return self.model(**{"pk": id_})

    @cached_property
    def table(self) -> str:
        """Return the table's name."""
        return self.model._meta.db_table


# The key of a link's role record, whichever kind it is of.
RECORD_OF_LINK = f"COALESCE({', '.join(f'{kind}_id' for kind in LINKED_KINDS)})"


def joined_records() -> str:
    """Return the joins of the role records' tables to the table of links (l), each under its kind's
    name.
    """
    return " ".join(
        f"LEFT JOIN {KINDS[kind].table} {kind} ON {kind}.id = l.{kind}_id" for kind in LINKED_KINDS
    )


KINDS: dict[str, KindInfo] = {
    "contact": KindInfo("contact", Contact, SHARED, CONTACT_FIELDS, ("type", *LOST_BY_COMPANIES)),
    "customer": KindInfo(
        "customer", Customer, shared_fields("customer"), CUSTOMER_FIELDS, ("type",)
    ),
    "vendor": KindInfo("vendor", Vendor, shared_fields("vendor"), VENDOR_FIELDS),
    "bank_account": KindInfo(
        "bank_account", BankAccount, shared_fields("bank_account"), BANK_ACCOUNT_FIELDS
    ),
}


def record_counts() -> dict[str, int]:
    """Return how many records of each kind there are, counted by one statement."""
    counts = ", ".join(f"(SELECT COUNT(*) FROM {info.table})" for info in KINDS.values())
    return dict(zip(KINDS, sql.execute(f"SELECT {counts}").fetchall()[0], strict=True))


def blank_values(kind: Kind) -> dict[str, Value]:
    """Return the values of a record of this kind that nobody has filled yet."""
    return dict(_blanks(kind))


@cache
def _blanks(kind: Kind) -> dict[str, Value]:
    return {name: field.blank for name, field in KINDS[kind].fields.items()}
