"""Open quotes get the customer or vendor that their contact becomes [2.8]; what deleting a party
does to documents.
"""

from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from unisono.common.borders import Content, Rows
from unisono.common.errors import InUse
from unisono.common.kinds import FACTS, Kind, is_contact
from unisono.documents import storing
from unisono.documents.models import Document
from unisono.documents.queries import (
    document_rows,
    documents_that_keep,
    due_date,
    lines_of,
    waiting_quotes,
)
from unisono.history.recording import Recorder
from unisono.links.kinds import KINDS
from unisono.links.values import Record


def hand_over_quotes(contact: Record, record: Record, recorder: Recorder) -> list[str]:
    """Let the waiting quotes of a contact have the customer (vendor) that it is tied to; return
    their numbers.
    """
    # Held, since somebody may be writing in them; parties are locked already, by their order.
    found = list(waiting_quotes(contact.key.id, record.key.kind).select_for_update(of=("self",)))
    for quote in found:
        hand_over(quote, record, recorder)
    return [quote.no for quote in found]


def hand_over(quote: Document, record: Record, recorder: Recorder) -> None:
    """Give a quote its customer (vendor): what it printed stays; terms and salesperson only where
    it has none.
    """
    kind, lines = record.key.kind, lines_of(quote)
    before = storing.state_of(quote, lines)
    row = KINDS[kind].model._default_manager.get(pk=record.key.id)
    setattr(quote, kind, row)
    quote.party_no = record.no
    setattr(quote, f"{kind}_template_id", None)
    buyer = "salesperson_code" if kind == "customer" else "purchaser_code"
    filled: Content = {}
    for name, source in (("payment_terms_code", "payment_terms_code"), ("salesperson_code", buyer)):
        if not before.values[name] and (value := getattr(row, f"{source}_id")):
            filled[name] = value
    if "payment_terms_code" in filled and not before.values["due_date"]:
        on = date.fromisoformat(before.values["document_date"])
        filled["due_date"] = due_date(on, filled["payment_terms_code"])
    storing.put(quote, filled)
    cause = f"{kind}:{record.no}"
    storing.change(quote, lines, before, recorder, dict.fromkeys(before.values, cause))


def refuse_open_documents(record: Record) -> None:
    """Raise InUse while documents of a customer or vendor are open [4.2]."""
    refuse_open(record.no, documents_that_keep(record.key.kind, [record.key.id]))


def refuse_only_party(contacts: Collection[Record]) -> None:
    """Raise InUse where a contact is the only party of an open quote [4.4]."""
    for contact in contacts:
        refuse_open(contact.no, documents_that_keep("contact", [contact.key.id]))


def refuse_open(no: str, documents: Rows) -> None:
    """Raise InUse, naming the first of these open documents, where there is one."""
    if numbers := list(documents.order_by("pk").values_list("no", flat=True)[:6]):
        texts = {
            "no": no,
            "numbers": ", ".join([*numbers[:5], *(["…"] if len(numbers) > 5 else [])]),
        }
        raise InUse(_("%(no)s has open documents: %(numbers)s.") % texts)


def unlink_documents(kind: Kind, ids: Collection[int], recorder: Recorder) -> None:
    """Take records that go out of their documents, which keep what they printed [4.4]."""
    ties = ("contact", "company") if is_contact(kind) else (kind,)
    tied = reduce(or_, (Q(**{f"{tie}_id__in": ids}) for tie in ties))
    for document in (
        document_rows().filter(tied).order_by("pk") if FACTS[kind].has_documents else ()
    ):
        lines = lines_of(document)
        before = storing.state_of(document, lines)
        for tie in ties:
            if getattr(document, f"{tie}_id") in ids:
                setattr(document, tie, None)
        storing.change(document, lines, before, recorder, {f"{kind}_no": "deleted"})
