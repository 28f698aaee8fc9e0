"""Short ways to documents and the log that stories begin with; all through the use cases."""

from unisono.documents.models import Document
from unisono.interactions.models import Interaction
from unisono.usecases.documents.creating import create_document
from unisono.usecases.interactions.assigning import assign_templates

LINES = [{"description": "Consultoría", "quantity": "2", "unit_price": "10.00", "vat_pct": "21"}]


def paper(actor, type_, contact_no=None, lines=LINES, **fields):
    """A document's number."""
    values = {**({"contact_no": contact_no} if contact_no else {}), "lines": lines, **fields}
    return create_document(type_, values, actor=actor).no


def stored(type_, no):
    """The document as it is in the database now."""
    rows = Document.objects.select_related("contact", "customer", "vendor", "source")
    return rows.get(type=type_, no=no)


def log_of(contact_no):
    """What was logged for a contact, oldest first: (action, number of the document)."""
    rows = Interaction.objects.filter(contact__no=contact_no).order_by("id")
    return list(rows.values_list("action", "document_no"))


def without_template(actor, *actions):
    """Take the template of actions away, so that they log nothing."""
    assign_templates(dict.fromkeys(actions, ""), actor=actor)
