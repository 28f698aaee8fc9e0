"""Documents change while they are open; released and closed ones only change their status."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Given
from unisono.common.errors import FieldError, InUse, Invalid
from unisono.common.kinds import Key
from unisono.common.outcome import Outcome
from unisono.documents import parties as whom
from unisono.documents import storing
from unisono.documents.blankets import covers, refuse_over
from unisono.documents.drafting import (
    VIA,
    check_sent,
    found_cause,
    log_document,
    quote_template,
    rate_warnings,
)
from unisono.documents.lines import Line, check_lines, number_text
from unisono.documents.models import Document, DocumentLine
from unisono.documents.queries import due_date, lines_of, vat_rate_of
from unisono.documents.states import (
    document_date,
    locked_document,
    refuse_successors,
    require_document_version,
    require_open,
    set_status,
)
from unisono.documents.types import STATUSES, TYPES
from unisono.history.recording import recorder_for
from unisono.links.values import Record
from unisono.records.versions import refuse_stale
from unisono.usecases.transaction import writing

_PARTIES = ("contact_no", "customer_no", "vendor_no")


@writing
def change_document(
    type_: str, no: str, values: Given, *, actor: Actor, expected: int | None = None
) -> Outcome:
    """Change the fields sent of a document; `lines` are all of them, `status` open, released or
    closed.

    Raises NotFound, Invalid, NotOpen, EditConflict with an old `expected` version and fields
    changed since, InUse where orders were called off from lines that would go, AlreadyOrdered, and
    what naming other parties raises.
    """
    document = locked_document(type_, no, actor)
    lines = lines_of(document)
    before, recorder = storing.state_of(document, lines), recorder_for(actor, VIA)
    record = Record(Key(type_, document.pk), document.no, document.version, {})
    refuse_stale(record, before.values, values, expected)
    status = _status(values)
    rest = {name: value for name, value in values.items() if name != "status"}
    if rest and status != "open":
        require_open(document)
    party = document.party
    causes = _fill(document, rest, lines)
    if "lines" in rest:
        lines = _lines(document, rest, lines)
    if (
        document.party != party
    ):  # an order of somebody else takes nothing from this one's blanket order
        lines = [replace(line, blanket_line=None) for line in lines]
    refuse_over(document, lines)
    if status and status != before.values["status"]:
        set_status(document, status)
    storing.change(document, lines, before, recorder, causes)
    warnings = rate_warnings(rest.get("lines"), vat_rate_of(document)) if "lines" in rest else []
    if document.status == "closed" and before.values["status"] != "closed":
        warnings += log_document(document, "closed", actor, recorder.now)
    return Outcome(type_, document.no, warnings=warnings)


def _status(values: Given) -> str:
    """Return the status that was sent, "" for none; raise Invalid."""
    status = values.get("status", "")
    if "status" in values and status not in STATUSES:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(STATUSES)}
        raise Invalid([FieldError("status", "choice", message)])
    return str(status)


def _fill(document: Document, values: Given, lines: list[Line]) -> dict[str, str]:
    """Set what was sent of header and parties; return the causes of what followed from other
    parties.
    """
    info = TYPES[document.type]
    own = check_sent(info, values, document.currency_code, lines)
    causes, terms = dict[str, str](), document.payment_terms_code_id
    if "template_code" in values or any(name in values for name in _PARTIES):
        causes = _change_parties(document, values, own)
    due = own.pop("due_date", None)
    dated = "document_date" in own
    storing.put(document, own)
    if due is None and (dated or document.payment_terms_code_id != terms):
        due = due_date(document_date(document), document.payment_terms_code_id or "")
    if due is not None:
        storing.put(document, {"due_date": due})
    return causes


def _change_parties(document: Document, values: Given, own: Given) -> dict[str, str]:
    """Name other parties; their data are taken over except for what was sent along."""
    info, kind = TYPES[document.type], TYPES[document.type].role
    contact_no = values.get("contact_no", document.contact.no if document.contact else None)
    record_no = values.get(
        f"{kind}_no", document.party.no if document.party and "contact_no" not in values else None
    )
    found = whom.parties_of(info, contact_no, record_no)
    if found.contact is None and found.record is None:
        raise Invalid(
            [
                FieldError(
                    "contact_no",
                    "required",
                    _("Say with whom: a contact, or a customer or vendor."),
                )
            ]
        )
    if found.record is None and not info.is_quote:
        raise whom.party_required(info, found.contact)
    template = None
    if found.record is None:
        template = quote_template(
            kind, values.get("template_code", document.template_code), found.company.type
        )
    setattr(document, f"{kind}_template_id", template.code if template else None)
    moved = (found.contact, found.company, found.record) != (
        document.contact,
        document.company,
        document.party,
    )
    document.contact, document.company = found.contact, found.company
    setattr(document, kind, found.record)
    if not moved:
        return {}
    document.party_no = whom.party_no(found)
    taken = whom.taken_over(info, found, template, document_date(document))
    taken = {name: value for name, value in taken.items() if name not in own}
    storing.put(document, taken)
    return dict.fromkeys(taken, found_cause(info, found))


def _lines(document: Document, values: Given, present: list[Line]) -> list[Line]:
    """Return the lines that were sent; raise InUse where orders were called off from one that would
    go.
    """
    rate = vat_rate_of(document)
    lines = check_lines(values["lines"], document.currency_code, present, rate)
    called = DocumentLine.objects.filter(document=document, called_off__isnull=False).distinct()
    for row in called:
        ordered = sum((each.quantity for each in row.called_off.all()), Decimal(0))
        line = lines[row.position - 1] if row.position <= len(lines) else Line(quantity=ordered - 1)
        if not covers(line.quantity, ordered) or line.description != row.description:
            texts = {"position": row.position, "quantity": number_text(ordered)}
            message = _(
                "%(quantity)s of line %(position)s are ordered; it keeps its place, text and at "
                "least that many."
            )
            raise InUse(message % texts, field=f"lines.{row.position - 1}.quantity")
    return lines


@writing
def delete_document(type_: str, no: str, *, actor: Actor, expected: int | None = None) -> Outcome:
    """Delete an open document that nothing was made from; raises NotOpen, InUse,
    PreconditionFailed, NotFound.
    """
    document = locked_document(type_, no, actor)
    require_document_version(document, expected)
    require_open(document)
    refuse_successors(document)
    recorder = recorder_for(actor, VIA)
    storing.remove(document, recorder)
    return Outcome(type_, document.no)
