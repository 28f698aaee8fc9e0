"""The seven types of document: which side they are of, how they are called in addresses, what they
may become.
"""

from dataclasses import dataclass
from typing import Literal

from unisono.common.paths import DOCUMENT_COLLECTIONS

Side = Literal["sales", "purchase"]
STATUSES = ("open", "released", "closed")


@dataclass(frozen=True)
class DocumentType:
    """One type of document. `right` is the kind of record by which [10.3] decides; `becomes` what
    it is made into.
    """

    name: str
    side: Side
    series: str
    prefix: str
    becomes: str = ""
    is_quote: bool = False
    is_blanket: bool = False

    @property
    def collection(self) -> str:
        """Return what documents of the type are called in addresses."""
        return DOCUMENT_COLLECTIONS[self.name]

    @property
    def role(self) -> str:
        """Return the kind of record that the document is for: customer or vendor."""
        return "customer" if self.side == "sales" else "vendor"

    @property
    def purpose(self) -> str:
        """Return what of a contact's other addresses is for papers of the type."""
        return "quotes" if self.is_quote else "service" if self.prefix == "SV" else "orders"

    @property
    def right(self) -> str:
        """Return the kind by which reading and writing are allowed."""
        return f"{self.side}_document"


_ALL = (
    DocumentType("sales_quote", "sales", "SQUOTE", "SQ", "sales_order", is_quote=True),
    DocumentType("sales_order", "sales", "SORDER", "SO"),
    DocumentType("sales_blanket_order", "sales", "SBLANKET", "SB", "sales_order", False, True),
    DocumentType("purchase_quote", "purchase", "PQUOTE", "PQ", "purchase_order", is_quote=True),
    DocumentType("purchase_order", "purchase", "PORDER", "PO"),
    DocumentType(
        "purchase_blanket_order", "purchase", "PBLANKET", "PB", "purchase_order", False, True
    ),
    DocumentType("service_order", "sales", "SERVICE", "SV"),
)
TYPES: dict[str, DocumentType] = {each.name: each for each in _ALL}
QUOTES = frozenset(each.name for each in _ALL if each.is_quote)
