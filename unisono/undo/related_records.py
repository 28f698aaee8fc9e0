"""What is no party but has a history: documents, other addresses, the log. How each is read and
written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.common.borders import Content, Given, Stored
from unisono.common.errors import InUse
from unisono.common.text import key_of
from unisono.contacts.fields import ALTERNATIVE_ADDRESS
from unisono.contacts.models import AlternativeAddress, Contact
from unisono.contacts.queries import ADDRESS_FIELDS, address_values
from unisono.customers.models import Customer
from unisono.documents import storing as documents
from unisono.documents.blankets import refuse_over
from unisono.documents.fields import BY_NAME
from unisono.documents.lines import Line
from unisono.documents.models import Document, DocumentLine
from unisono.documents.queries import document_rows, lines_of
from unisono.documents.types import TYPES
from unisono.history.models import Change
from unisono.history.recording import Recorder
from unisono.interactions import entry_values
from unisono.interactions.entries import put_back
from unisono.interactions.models import Interaction
from unisono.interactions.queries import INTERACTION, state_of
from unisono.links.storing import moment
from unisono.records import other_addresses as addresses
from unisono.vendors.models import Vendor

Ids = Mapping[str, int | None]
_TIED: Content = {
    "contact_no": Contact,
    "company_no": Contact,
    "customer_no": Customer,
    "vendor_no": Vendor,
    "source_no": Document,
}
_TEMPLATES = {
    "customer_template": Field("customer_template", "code", refers_to="customers.CustomerTemplate"),
    "vendor_template": Field("vendor_template", "code", refers_to="vendors.VendorTemplate"),
}


@dataclass(frozen=True)
class RelatedRecord:
    """A stored row as the history knows it: its values, and the keys of what it is tied to."""

    row: Stored
    no: str
    values: Given
    ids: Ids


class RelatedKind(Protocol):
    """How one sort of related record is found, written, deleted and brought back."""

    fields: Mapping[str, Field]

    def find(self, id_: int) -> RelatedRecord | None:
        """Return the row of this key as it is now."""

    def write(self, related: RelatedRecord, values: Given, ids: Ids, recorder: Recorder) -> None:
        """Put values and ties back, as an undo."""

    def delete(self, related: RelatedRecord, recorder: Recorder) -> None:
        """Delete the row; raises InUse where something hangs on it."""

    def restore(self, change: Change, values: Given, ids: Ids, recorder: Recorder) -> None:
        """Bring a deleted row back under its key; raises InUse where its place is taken."""


RELATED = frozenset((*TYPES, ALTERNATIVE_ADDRESS, INTERACTION))  # as the history calls them


def is_related(kind: str) -> bool:
    """Tell whether the history calls one of these so."""
    return kind in RELATED


def related_kind(kind: str) -> RelatedKind:
    """Return how related records of this kind are treated."""
    if kind == ALTERNATIVE_ADDRESS:
        return _Addresses()
    return _Entries() if kind == INTERACTION else _Documents()


def right_of(kind: str) -> str:
    """Return the kind by which it is decided who sees and changes what the history calls so
    [10.3].
    """
    if kind in TYPES:
        return TYPES[kind].right
    return "contact" if kind == ALTERNATIVE_ADDRESS else kind


def is_there(name: str, id_: int | None) -> bool:
    """Tell whether what a related record would be tied to exists."""
    return id_ is None or _TIED[name]._default_manager.filter(pk=id_).exists()


class _Documents:
    fields: Mapping[str, Field] = {**BY_NAME, **_TEMPLATES}

    def find(self, id_: int) -> RelatedRecord | None:
        row = document_rows().filter(pk=id_).first()
        if row is None:
            return None
        state = documents.state_of(row, lines_of(row))
        return RelatedRecord(row, row.no, state.values, state.ids)

    def write(self, related: RelatedRecord, values: Given, ids: Ids, recorder: Recorder) -> None:
        row, lines = related.row, lines_of(related.row)
        before = documents.State(dict(related.values), dict(related.ids))
        lines = _put(row, values, ids, lines)
        refuse_over(row, lines)
        documents.change(row, lines, before, recorder, dict.fromkeys(before.values, "undo"))

    def delete(self, related: RelatedRecord, recorder: Recorder) -> None:
        if made := list(
            Document.objects.filter(source=related.row).values_list("no", flat=True)[:5]
        ):
            texts = {"no": related.no, "users": ", ".join(made)}
            raise InUse(_("%(no)s cannot go, since %(users)s depend on it.") % texts)
        documents.remove(related.row, recorder)

    def restore(self, change: Change, values: Given, ids: Ids, recorder: Recorder) -> None:
        if Document.objects.filter(type=change.kind, no_key=key_of(change.no)).exists():
            raise InUse(_("The number %(no)s is taken by now.") % {"no": change.no})
        detail = change.detail or {}
        row = Document(
            pk=change.record_id, type=change.kind, no=change.no, version=change.version_after + 1
        )
        row.created_at, row.created_by = moment(detail["created_at"]), detail["created_by"]
        lines = _put(row, values, ids, [])
        refuse_over(row, lines)
        documents.create(row, lines, recorder, dict.fromkeys(values, "undo"))


def _put(row: Document, values: Given, ids: Ids, lines: list[Line]) -> list[Line]:
    """Set a document's values and ties as the history has them; return its lines."""
    documents.put(row, {name: value for name, value in values.items() if name in BY_NAME})
    for name in documents.PLAIN:
        if name in values:
            setattr(row, name, values[name])
    for name, column in documents.CODES.items():
        if name in values:
            setattr(row, column, values[name] or None)
    for name, id_ in ids.items():
        setattr(row, documents.TIES[name], id_)
    return _lines(values["lines"]) if "lines" in values else lines


def _lines(rows: Sequence[Given]) -> list[Line]:
    known = set(
        DocumentLine.objects.filter(pk__in=[row.get("blanket_line") for row in rows]).values_list(
            "pk", flat=True
        )
    )
    return [
        _line(row, row["blanket_line"] if row.get("blanket_line") in known else None)
        for row in rows
    ]


def _line(row: Given, blanket_line: int | None) -> Line:
    numbers = (Decimal(row[name]) for name in ("quantity", "unit_price", "discount_pct", "vat_pct"))
    quantity, unit_price, discount, vat = numbers
    return Line(row["description"], quantity, unit_price, discount, vat, blanket_line)


class _Addresses:
    fields: Mapping[str, Field] = ADDRESS_FIELDS

    def find(self, id_: int) -> RelatedRecord | None:
        row: Stored = AlternativeAddress.objects.select_related("contact").filter(pk=id_).first()
        if row is None:
            return None
        return RelatedRecord(
            row, row.contact.no, address_values(row), {"contact_no": row.contact_id}
        )

    def write(self, related: RelatedRecord, values: Given, ids: Ids, recorder: Recorder) -> None:
        addresses.put(related.row, values)
        if contact_id := ids.get("contact_no"):
            addresses.move_address(related.row, contact_id, recorder)
        if not values:
            return
        related.row.version += 1
        related.row.save()
        changed = {name: [related.values[name], value, "undo"] for name, value in values.items()}
        addresses.record_address("changed", related.row, changed, recorder)

    def delete(self, related: RelatedRecord, recorder: Recorder) -> None:
        addresses.remove_address(related.row, recorder)

    def restore(self, change: Change, values: Given, ids: Ids, recorder: Recorder) -> None:
        contact_id: Stored = ids["contact_no"]
        row = AlternativeAddress(
            pk=change.record_id, contact_id=contact_id, version=change.version_after + 1
        )
        addresses.put(row, values)
        row.save(force_insert=True)
        filled = {name: ["", value, "undo"] for name, value in values.items() if value}
        addresses.record_address("created", row, filled, recorder)


class _Entries:
    """Entries of the log: they are corrected and cancelled, and never deleted."""

    fields: Mapping[str, Field] = entry_values.FIELDS

    def find(self, id_: int) -> RelatedRecord | None:
        row = Interaction.objects.filter(pk=id_).first()
        return RelatedRecord(row, str(row.pk), state_of(row), {}) if row else None

    def write(self, related: RelatedRecord, values: Given, ids: Ids, recorder: Recorder) -> None:
        put_back(related.row, values, recorder)

    def delete(self, related: RelatedRecord, recorder: Recorder) -> None:
        raise AssertionError("An entry's creation is no change of a record")

    def restore(self, change: Change, values: Given, ids: Ids, recorder: Recorder) -> None:
        raise AssertionError("Entries are never deleted")
