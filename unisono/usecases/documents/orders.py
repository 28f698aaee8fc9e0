"""Orders are made from quotes and from blanket orders [7.2]."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.cards.models import value_of
from unisono.cards.validation import Bad
from unisono.common.borders import Stored
from unisono.common.clock import clock
from unisono.common.errors import Conflict, FieldError, Invalid, NotFound, unknown_field
from unisono.common.outcome import Outcome
from unisono.documents import parties as whom
from unisono.documents import storing
from unisono.documents.drafting import VIA, store_new
from unisono.documents.fields import DOCUMENT_FIELDS
from unisono.documents.lines import Line, check_number
from unisono.documents.models import Document
from unisono.documents.parties import Parties
from unisono.documents.queries import due_date, lines_of, remaining
from unisono.documents.states import AlreadyOrdered, locked_document
from unisono.documents.types import TYPES
from unisono.history.recording import Recorder, recorder_for
from unisono.records.creating_as import store_creation
from unisono.setup.queries import setup_now
from unisono.usecases.records.creating_as import plan_creation
from unisono.usecases.transaction import writing

_NOT_COPIED = ("document_date", "due_date", "valid_until_date", "work_description")


class NothingLeft(Conflict):
    """Everything of a blanket order is ordered."""

    code = "nothing-left"


@writing
def make_order(
    type_: str,
    no: str,
    *,
    actor: Actor,
    create_party: bool = False,
    template: Stored = None,
    quantities: object = None,
) -> Outcome:
    """Make an order from a quote, or from what is left of a blanket order, and return it; the quote
    is closed.

    Where a quote's contact is no customer (vendor) yet, it becomes one by the quote's template,
    else by `template`, only with `create_party`; a person acts for its company [7.2]. `quantities`
    of a blanket order: [{"line": 1, "quantity": "3"}], left out: all that is left. Raises
    PartyRequired, AlreadyOrdered, NothingLeft, Invalid, and what creating a customer raises;
    nothing is changed then.
    """
    quote = locked_document(type_, no, actor)
    info = quote.info
    if not info.becomes:
        raise NotFound(_("Orders are made from quotes and blanket orders."))
    _refuse_ended(quote)
    recorder = recorder_for(actor, VIA)
    if quote.party is None:
        _create_party(quote, create_party, template, recorder)
        quote = locked_document(type_, no, actor)
    found = Parties(quote.contact, quote.company, quote.party)
    whom.refuse_blocked(TYPES[info.becomes], found)
    lines = lines_of(quote) if info.is_quote else _called_off(quote, quantities)
    order = _copy(quote, found)
    warnings = store_new(
        order,
        lines,
        "",
        setup_now(),
        recorder,
        dict.fromkeys(storing.state_of(order, lines).values, quote.no),
    )
    if info.is_quote:
        _close(quote, recorder)
    return Outcome(order.type, order.no, warnings=warnings)


def _refuse_ended(quote: Document) -> None:
    """Raise AlreadyOrdered for a quote that became an order, Conflict for one that was closed."""
    if quote.status != "closed":
        return
    if made := Document.objects.filter(source=quote).first():
        raise AlreadyOrdered(
            _("%(no)s became the order %(order)s.") % {"no": quote.no, "order": made.no}
        )
    raise Conflict(_("%(no)s is closed; open it again first.") % {"no": quote.no}, code="not-open")


def _create_party(quote: Document, confirmed: bool, template: Stored, recorder: Recorder) -> None:
    """Create the customer (vendor) of a quote's contact; its open quotes, this one too, get it
    [2.8].
    """
    info, code = quote.info, template or quote.template_code
    if quote.contact is None or not confirmed or not code:
        raise whom.party_required(info, quote.contact)
    if quote.company not in (None, quote.contact.company or quote.contact):
        texts = {"contact": quote.contact.name, "company": quote.company.name, "no": quote.no}
        message = _(
            "%(contact)s does not act for %(company)s any more: refresh %(no)s from its party "
            "first."
        )
        raise Conflict(message % texts, code="party-moved")
    require_write(recorder.actor, info.role)
    creation = plan_creation(quote.contact.no, info.role, code, actor=recorder.actor, lock=True)
    store_creation(info.role, creation, setup_now(), recorder)


def _copy(quote: Document, found: Parties) -> Document:
    """Return an order with what a quote or blanket order says, of today; not stored. Who takes
    orders alone, at another address or e-mail, gets it there.
    """
    today = clock().date()
    values = {
        each.name: value_of(quote, each) for each in DOCUMENT_FIELDS if each.name not in _NOT_COPIED
    }
    values["document_date"] = today.isoformat()
    values["due_date"] = due_date(today, values["payment_terms_code"])
    order = Document(
        type=quote.info.becomes, contact=found.contact, company=found.company, source=quote
    )
    order.party_no = whom.party_no(found)
    setattr(order, quote.info.role, found.record)
    values.update(whom.by_purpose(found, today, order.info.purpose))
    storing.put(order, values)
    return order


def _close(quote: Document, recorder: Recorder) -> None:
    lines = lines_of(quote)
    before = storing.state_of(quote, lines)
    quote.status = "closed"
    storing.change(quote, lines, before, recorder, {"status": "ordered"})


def _called_off(blanket: Document, quantities: object) -> list[Line]:
    """Return the lines of an order from a blanket order; raise Invalid, NothingLeft."""
    left = remaining(blanket)
    agreed = [line.quantity for line in lines_of(blanket)]
    rest = {n: quantity for n, quantity in enumerate(left) if quantity * agreed[n] > 0}
    wanted = _wanted(quantities, left) if quantities is not None else rest
    keys = list(blanket.lines.order_by("position").values_list("pk", flat=True))
    lines = [
        replace(line, quantity=wanted[number], blanket_line=keys[number])
        for number, line in enumerate(lines_of(blanket))
        if wanted.get(number)
    ]
    if not lines:
        raise NothingLeft(_("Nothing is left to order of %(no)s.") % {"no": blanket.no})
    return lines


def _wanted(quantities: object, left: Sequence[Decimal]) -> dict[int, Decimal]:
    """Return how much of which line is wanted; raise Invalid naming what is wrong."""
    if not isinstance(quantities, list):
        raise Invalid([FieldError("lines", "type", _("This must be a list of lines."))])
    wanted, errors = dict[int, Decimal](), list[FieldError]()
    for place, each in enumerate(quantities):
        found = _one_wanted(each, f"lines.{place}", left, wanted)
        errors += [found] if found else []
    if errors:
        raise Invalid(errors)
    return wanted


def _one_wanted(
    each: object, place: str, left: Sequence[Decimal], wanted: dict[int, Decimal]
) -> FieldError | None:
    """Take in how much of one line is wanted; return what is wrong with it."""
    if not isinstance(each, Mapping):
        return FieldError(place, "type", _("This must be an object."))
    if unknown := [name for name in each if name not in ("line", "quantity")]:
        return unknown_field(f"{place}.{unknown[0]}")
    number = each.get("line")
    if (
        not isinstance(number, int)
        or isinstance(number, bool)
        or not 1 <= number <= len(left)
        or number - 1 in wanted
    ):
        return FieldError(
            f"{place}.line", "unknown", _("There is no such line, or it stands twice.")
        )
    try:
        quantity = check_number("quantity", each.get("quantity", ""))
    except Bad as bad:
        return FieldError(f"{place}.quantity", bad.code, bad.message)
    rest = left[number - 1]
    if quantity and (quantity * rest < 0 or abs(quantity) > abs(rest)):
        message = _("Only %(quantity)s are left of this line.") % {
            "quantity": f"{rest.normalize():f}"
        }
        return FieldError(f"{place}.quantity", "range", message)
    wanted[number - 1] = quantity
    return None
