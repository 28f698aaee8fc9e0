"""Addresses of records: the same numbers in the paths of pages and of the API."""

from urllib.parse import quote

from django.urls import register_converter
from django.urls.converters import StringConverter

from unisono.common.kinds import FACTS

# Stands for a "/" inside a path segment: numbers may have one, and it travels as %2F [6.7].
SLASH = "\x1f"
COLLECTIONS: dict[str, str] = {kind: facts.collection for kind, facts in FACTS.items()}
DOCUMENT_COLLECTIONS = {
    "sales_quote": "sales-quotes",
    "sales_order": "sales-orders",
    "sales_blanket_order": "sales-blanket-orders",
    "purchase_quote": "purchase-quotes",
    "purchase_order": "purchase-orders",
    "purchase_blanket_order": "purchase-blanket-orders",
    "service_order": "service-orders",
}
# The lists that people filter and arrange, by where they stand.
LIST_COLLECTIONS = {**COLLECTIONS, **DOCUMENT_COLLECTIONS, "interaction": "interactions"}
_LISTS = {collection: name for name, collection in LIST_COLLECTIONS.items()}
_TYPES = {collection: type_ for type_, collection in DOCUMENT_COLLECTIONS.items()}
_KINDS = {collection: kind for kind, collection in COLLECTIONS.items()}


class Number(StringConverter):
    """A number or code in a path: `/` travels as %2F [6.7]."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """Return the number as typed."""
        return value.replace(SLASH, "/")


class Collection(StringConverter):
    """The kind of record that a path's collection is of."""

    regex = "|".join(_KINDS)

    def to_python(self, value: str) -> str:
        """Return the kind."""
        return _KINDS[value]

    def to_url(self, value: str) -> str:
        """Return the collection of a kind."""
        return COLLECTIONS[value]


class DocumentCollection(StringConverter):
    """The type of document that a path's collection is of."""

    regex = "|".join(_TYPES)

    def to_python(self, value: str) -> str:
        """Return the type."""
        return _TYPES[value]

    def to_url(self, value: str) -> str:
        """Return the collection of a type."""
        return DOCUMENT_COLLECTIONS[value]


class ListCollection(StringConverter):
    """The list that a path's collection is."""

    regex = "|".join(_LISTS)

    def to_python(self, value: str) -> str:
        """Return the list's name."""
        return _LISTS[value]

    def to_url(self, value: str) -> str:
        """Return the collection of a list."""
        return LIST_COLLECTIONS[value]


register_converter(Number, "number")
register_converter(ListCollection, "list")
register_converter(DocumentCollection, "document")
register_converter(Collection, "kind")


def segment(no: str) -> str:
    """Return a number as one segment of a path."""
    return quote(no, safe="")
