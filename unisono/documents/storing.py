"""Documents come, change and go: rows written, and said to the recorder; nothing is decided
here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unisono.cards.models import value_of
from unisono.common.borders import Content, Given
from unisono.common.text import folded, key_of
from unisono.documents.fields import BY_NAME, DOCUMENT_FIELDS
from unisono.documents.lines import Line, line_texts, refuse_too_much
from unisono.documents.models import Document, DocumentLine
from unisono.documents.queries import lines_of
from unisono.documents.totals import decimals_of
from unisono.history.recording import Recorder

# What a document is tied to: the name in the contract, and the column.
TIES: dict[str, str] = {
    "contact_no": "contact_id",
    "company_no": "company_id",
    "customer_no": "customer_id",
    "vendor_no": "vendor_id",
    "source_no": "source_id",
}
CODES: dict[str, str] = {
    "customer_template": "customer_template_id",
    "vendor_template": "vendor_template_id",
}
PLAIN = ("status", "party_no")


@dataclass(frozen=True)
class State:
    """A document as the history knows it: its values, the keys of what it is tied to, its lines
    with their ties.
    """

    values: Content
    ids: dict[str, int | None]


def put(document: Document, values: Given) -> None:
    """Set header fields from checked values; nothing is stored."""
    for name, value in values.items():
        field = BY_NAME[name]
        if field.kind == "date":
            setattr(document, name, date.fromisoformat(value) if value else None)
        else:
            setattr(
                document,
                f"{name}_id" if field.is_reference else name,
                (value or None) if field.is_reference else value,
            )


def state_of(document: Document, lines: Sequence[Line]) -> State:
    """Return what a document holds now."""
    values: Content = {field.name: value_of(document, field) for field in DOCUMENT_FIELDS}
    values |= {name: getattr(document, name) for name in PLAIN}
    values |= {name: getattr(document, column) or "" for name, column in CODES.items()}
    for name in TIES:
        tied = getattr(document, name.removesuffix("_no"))
        values[name] = tied.no if tied else ""
    values["lines"] = [
        {
            **line_texts(line, document.currency_code),
            **({"blanket_line": line.blanket_line} if line.blanket_line else {}),
        }
        for line in lines
    ]
    return State(values, {name: getattr(document, column) for name, column in TIES.items()})


def create(
    document: Document,
    lines: Sequence[Line],
    recorder: Recorder,
    causes: Mapping[str, str] | None = None,
) -> None:
    """Store a new document with its lines, and record its creation."""
    document.created_at = document.created_at or recorder.now
    document.modified_at = recorder.now
    document.created_by = document.created_by or recorder.actor.name
    _compute(document, lines)
    document.save(force_insert=True)
    _store_lines(document, lines)
    state, why = state_of(document, lines), causes or {}
    filled = {
        name: [_blank(value), value, why.get(name, "typed")]
        for name, value in state.values.items()
        if value
    }
    recorder.add(
        "created",
        document.type,
        document.pk,
        document.no,
        document.version,
        filled,
        {"ties": _pairs(state)},
    )


def change(
    document: Document,
    lines: Sequence[Line],
    before: State,
    recorder: Recorder,
    causes: Mapping[str, str] | None = None,
) -> bool:
    """Store what changed of a document since `before`, and record it; tell whether anything did."""
    after, why = state_of(document, lines), causes or {}
    changed = {name: value for name, value in after.values.items() if value != before.values[name]}
    ids = {
        name: [before.ids[name], id_] for name, id_ in after.ids.items() if id_ != before.ids[name]
    }
    if not changed and not ids:
        return False
    document.version += 1
    document.modified_at = recorder.now
    _compute(document, lines)
    document.save()
    if "lines" in changed:
        _store_lines(document, lines)
    rows = {
        name: [before.values[name], value, why.get(name, "typed")]
        for name, value in changed.items()
    }
    detail = {"ties": ids} if ids else None
    recorder.add("changed", document.type, document.pk, document.no, document.version, rows, detail)
    return True


def remove(document: Document, recorder: Recorder) -> None:
    """Delete a document with its lines, keeping a snapshot in the history."""
    state = state_of(document, lines_of(document))
    gone = {name: [value, None, "deleted"] for name, value in state.values.items()}
    kept = {
        "created_at": document.created_at.isoformat(),
        "created_by": document.created_by,
        "ties": state.ids,
    }
    recorder.add(
        "deleted", document.type, document.pk, document.no, document.version + 1, gone, kept
    )
    document.delete()


def _compute(document: Document, lines: Sequence[Line]) -> None:
    """Set what follows from the rest: sums, and what search needs."""
    totals = refuse_too_much(lines, document.currency_code)
    document.subtotal, document.vat_total, document.total = (
        totals.subtotal,
        totals.vat_total,
        totals.total,
    )
    texts = (document.no, document.name, document.external_document_no, document.city)
    document.search_text = "\n".join(folded(text) for text in texts if text)
    document.no_key = key_of(document.no)


def _store_lines(document: Document, lines: Sequence[Line]) -> None:
    """Write lines in their places: a line that stays keeps its key, by which orders call off from
    it.
    """
    decimals = decimals_of(document.currency_code)
    present = {row.position: row for row in document.lines.all()}
    rows = []
    for position, line in enumerate(lines, 1):
        row = present.get(position) or DocumentLine(document=document, position=position)
        row.description, row.quantity, row.unit_price = (
            line.description,
            line.quantity,
            line.unit_price,
        )
        row.discount_pct, row.vat_pct, row.blanket_line_id = (
            line.discount_pct,
            line.vat_pct,
            line.blanket_line,
        )
        row.amount = line.amount(decimals)
        rows.append(row)
    names = [
        "description",
        "quantity",
        "unit_price",
        "discount_pct",
        "vat_pct",
        "blanket_line",
        "amount",
    ]
    DocumentLine.objects.bulk_update([row for row in rows if row.pk], names)
    DocumentLine.objects.bulk_create([row for row in rows if not row.pk])
    document.lines.filter(position__gt=len(lines)).delete()


def _pairs(state: State) -> dict[str, list[int | None]]:
    return {name: [None, id_] for name, id_ in state.ids.items() if id_}


def _blank(value: Any) -> Any:
    return [] if isinstance(value, list) else ""
