"""Documents come into being, from a contact or from a customer or vendor [7.1] [7.2]."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.validation import check_values
from unisono.common.borders import Content, Given, Stored
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import Kind
from unisono.common.text import key_of
from unisono.documents import parties as whom
from unisono.documents import storing
from unisono.documents.fields import fields_of
from unisono.documents.lines import Line, check_lines, without_rate
from unisono.documents.models import Document
from unisono.documents.numbers import document_no
from unisono.documents.parties import Parties
from unisono.documents.queries import days_after, due_date
from unisono.documents.types import DocumentType
from unisono.history.recording import Recorder
from unisono.interactions.logging import Action, log_action
from unisono.links.templates import TEMPLATES
from unisono.setup.models import Setup

VIA = "document"
_OWN = ("no", "contact_no", "customer_no", "vendor_no", "template_code", "lines")


def check_header(info: DocumentType, values: Given) -> Content:
    """Return the checked header fields among those sent; raise Invalid for unknown ones, or of the
    other side.
    """
    other = "vendor_no" if info.role == "customer" else "customer_no"
    known = {field.name: field for field in fields_of(info.name)}
    names = tuple(name for name in _OWN if name != other)
    checked = check_values(
        known, {n: v for n, v in values.items() if n not in names}, "", "off"
    ).values
    if checked.get("document_date", "-") == "":
        raise Invalid([FieldError("document_date", "required", _("This must be filled in."))])
    return checked


def check_sent(
    info: DocumentType, values: Given, currency: str = "", present: Sequence[Line] = ()
) -> Content:
    """Return the checked header fields among those sent; raise Invalid that names what is wrong
    there and in lines.
    """
    errors, own = list[FieldError](), Content()
    try:
        own = check_header(info, values)
    except Invalid as invalid:
        errors += invalid.errors
    try:
        check_lines(values.get("lines", []), own.get("currency_code", currency), present)
    except Invalid as invalid:
        errors += invalid.errors
    if errors:
        raise Invalid(errors)
    return own


def drafted(
    info: DocumentType,
    parties: Parties,
    template: Stored,
    own: Given,
    actor: Actor,
    setup: Setup,
) -> tuple[Document, list[str]]:
    """Return a document of today with its parties and values, not stored, and the names of what it
    took over from them.
    """
    today = clock().date()
    on = date.fromisoformat(own.get("document_date") or today.isoformat())
    taken = {
        n: v for n, v in whom.taken_over(info, parties, template, on).items() if n not in own and v
    }
    if (
        not taken.get("salesperson_code")
        and "salesperson_code" not in own
        and actor.salesperson_code
    ):
        taken["salesperson_code"] = actor.salesperson_code
    document = Document(
        type=info.name,
        contact=parties.contact,
        company=parties.company,
        party_no=whom.party_no(parties),
    )
    setattr(document, info.role, parties.record)
    if template is not None and parties.record is None:
        setattr(document, f"{info.role}_template_id", template.code)
    values = {"document_date": on.isoformat(), **taken, **own}
    values.setdefault("due_date", due_date(on, values.get("payment_terms_code", "")))
    if info.is_quote and setup.quote_validity_days:
        values.setdefault("valid_until_date", days_after(on, setup.quote_validity_days))
    storing.put(document, values)
    return document, list(taken)


def rate_warnings(raw: object, vat_pct: str) -> list[FieldError]:
    """Return the warning that lines with a price were stored with 0 % VAT, which nobody said."""
    places = [] if vat_pct else without_rate(raw)
    if not places:
        return []
    numbers = ", ".join(str(place + 1) for place in places)
    message = _("These lines have no VAT rate, and were stored with 0 %%: %(numbers)s.")
    return [FieldError("lines", "vat-blank", message % {"numbers": numbers})]


def found_cause(info: DocumentType, parties: Parties) -> str:
    """Return why a document has what it took over, as the history says it: customer:C00010."""
    kind = info.role if parties.record is not None else "contact"
    return f"{kind}:{whom.party_no(parties)}"


def store_new(
    document: Document,
    lines: list[Line],
    typed: object,
    setup: Setup,
    recorder: Recorder,
    causes: Mapping[str, str] | None = None,
) -> list[FieldError]:
    """Store a new document under its number, and log it; return the warnings that the person
    deserves.
    """
    document.no = document_no(document.type, typed, setup)
    document.no_key = key_of(document.no)
    storing.create(document, lines, recorder, causes)
    return log_document(document, "created", recorder.actor, recorder.now)


def log_document(
    document: Document, what: str, actor: Actor, now: datetime, **more: Any
) -> list[FieldError]:
    """Log what was done with a document for its contact; see log_action."""
    key = f"{document.type}_{what}"
    seller = document.salesperson_code_id or ""
    action = Action(
        key, document.contact, document.type, document.no, salesperson_code=seller, **more
    )
    return log_action(action, actor, now)


def template_for(info: DocumentType, code: object, parties: Parties) -> Stored:
    """Return the template of a quote whose contact is no customer yet: the one named, else the only
    one that fits.
    """
    if parties.record is not None or not info.is_quote:
        if code:
            message = _(
                "Only a quote for somebody who is no customer or vendor yet has a template."
            )
            raise Invalid([FieldError("template_code", "not-needed", message)])
        return None
    return quote_template(info.role, code, parties.company.type)


def quote_template(kind: Kind, code: object, contact_type: str) -> Stored:
    """Return the template of this code, or the only one that fits the contact's type; None. Raises
    Invalid.
    """
    model = TEMPLATES[kind][0]
    if not code:
        fitting = list(model._default_manager.filter(contact_type=contact_type)[:2])
        return fitting[0] if len(fitting) == 1 else None
    found = (
        model._default_manager.filter(code=key_of(code)).first() if isinstance(code, str) else None
    )
    if found is None:
        raise Invalid(
            [
                FieldError(
                    "template_code", "unknown", _("There is no template %(code)s.") % {"code": code}
                )
            ]
        )
    if found.contact_type != contact_type:
        message = _("Template %(code)s is for contacts of the other type.") % {"code": found.code}
        raise Invalid([FieldError("template_code", "template-type", message)])
    return found
