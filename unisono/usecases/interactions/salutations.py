"""How a contact is addressed, for those who write to it."""

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_read
from unisono.cards.world_codes import language_tag
from unisono.common.errors import FieldError, Invalid
from unisono.contacts.models import Contact
from unisono.contacts.salutations import formulas_in_use, salutations_of
from unisono.documents import papers
from unisono.records.queries import find
from unisono.setup.models import FORMAL, INFORMAL, OurCompany
from unisono.setup.queries import setup_now


def salutation(contact_no: str, language: str, formality: str, actor: Actor) -> str:
    """Return how a contact is addressed in a language (BCP 47), "": in the one of its papers;
    `formality` is formal or informal. Raises NotAllowed, NotFound, Invalid.
    """
    require_read(actor, "contact")
    if formality not in (FORMAL, INFORMAL):
        message = _("This must be one of: %(choices)s.") % {"choices": "formal, informal"}
        raise Invalid([FieldError("formality", "choice", message)])
    if language and (known := language_tag(language)) is None:
        message = _("This is not a language tag such as es-ES: %(value)s") % {"value": language}
        raise Invalid([FieldError("language", "unknown", message)])
    rows = Contact.objects.select_related("company")
    contact = rows.get(pk=find("contact", contact_no).key.id)
    spoken = (language and known) or contact_language(contact)
    found = salutations_of(contact, setup_now(), spoken, formulas_in_use())
    return found[formality]


def contact_language(contact: Contact) -> str:
    """Return the language in which a contact is written to: Spanish or English."""
    own = getattr(contact, "language_code", "") or OurCompany.objects.get().language_code
    return papers.language_of(own or "en")
