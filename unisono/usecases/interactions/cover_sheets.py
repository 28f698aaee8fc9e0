"""Cover sheets for one or many contacts: printed together, each logged with its own sheet [8.1]."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.cards.fields import Field
from unisono.cards.validation import check_values
from unisono.common.borders import Content, Stored
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid, NotFound
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.contacts.queries import addresses_on
from unisono.contacts.salutations import formulas_in_use, salutations_of
from unisono.documents import papers, printing
from unisono.interactions.actions import COVER_SHEET
from unisono.interactions.entry_values import File, refuse_blocked
from unisono.interactions.logging import Action, log_action, log_or_tell
from unisono.interactions.queries import INTERACTION
from unisono.setup.models import FORMAL, INFORMAL, OurCompany
from unisono.setup.queries import setup_now
from unisono.usecases.documents.printing import missing_warning
from unisono.usecases.transaction import writing

MOST = 100  # contacts at a time
_NO_LETTERS = ("email", "fax")  # types of correspondence that are none
FIELDS = {
    "subject": Field("subject", length=200),
    "body": Field("body", "multiline", length=10_000),
    "salutation": Field("salutation", "choice", choices=(FORMAL, INFORMAL, "none")),
}


def print_cover_sheets(
    contact_nos: Sequence[object], values: Content, *, actor: Actor
) -> tuple[File, list[FieldError]]:
    """Return one PDF with a sheet for each contact, and warnings that it deserves; each is logged
    with its own sheet.

    Of several contacts those are left out, and named, who want no mailings or other than letters,
    unless `everybody` is true. The language is each contact's own; `subject` and `body` are the
    same for all, with each contact's salutation before a body, formal unless `salutation` says
    informal or none. Raises Invalid, NotFound, Refused (privacy-blocked).
    """
    require_write(actor, INTERACTION)
    everybody = values.get("everybody", False)
    rest = {name: value for name, value in values.items() if name != "everybody"}
    checked = check_values(FIELDS, rest, "", "off").values
    contacts, left_out = wanted_letters(_contacts(contact_nos), everybody is True)
    now = clock()
    for contact in contacts:
        refuse_blocked(contact)
    ours = OurCompany.objects.get()
    pictures = {"logo": bytes(ours.logo)} if ours.logo else {}
    others = addresses_on(
        [id_ for each in contacts for id_ in (each.pk, each.company_id) if id_], now.date()
    )
    greeted = partial(salutations_of, setup=setup_now(), known=formulas_in_use())
    sheets = [_sheet(contact, others, checked, ours, now.date(), greeted) for contact in contacts]
    together = {**sheets[0], "sheets": [each for data in sheets for each in data["sheets"]]}
    whole = printing.render("cover_sheet", together, pictures)
    single = (
        [printing.render("cover_sheet", data, pictures).pdf for data in sheets]
        if len(sheets) > 1
        else [whole.pdf]
    )
    logged = list(zip(contacts, single, strict=True))
    warnings = log_or_tell(lambda: _log(logged, actor=actor))
    return _file(whole.pdf), [*left_out, *warnings, *missing_warning(whole.missing)]


def _sheet(
    contact: Stored,
    others: dict[int, Stored],
    texts: dict[str, str],
    ours: OurCompany,
    on: date,
    greeted: Callable[..., dict[str, str]],
) -> Content:
    """Return the data of one contact's sheet: a person of a company gets it at the company."""
    company = contact.company or contact
    address = others.get(contact.pk) or others.get(company.pk)
    person = contact.name if contact.company else ""
    language = papers.language_of(
        contact.language_code or ours.language_code or get_language() or "en"
    )
    party = company if person else contact
    body = texts.get("body", "")
    how = texts.get("salutation", FORMAL)
    if body and how != "none":
        body = f"{greeted(contact, language=language)[how]}\n\n{body}"
    return papers.cover_sheets(
        [(party, address, person)],
        texts.get("subject", ""),
        body,
        ours,
        language,
        on,
    )


def _contacts(numbers: Sequence[object]) -> list[Stored]:
    """Return the contacts of these numbers, each once, in their order; raise Invalid, NotFound."""
    keys = list(dict.fromkeys(key_of(no) for no in numbers if isinstance(no, str) and no))
    if not 1 <= len(keys) <= MOST:
        message = _("Choose 1 to %(limit)s contacts.") % {"limit": MOST}
        raise Invalid([FieldError("contact_nos", "range", message)])
    rows = {
        row.no_key: row for row in Contact.objects.select_related("company").filter(no_key__in=keys)
    }
    if lacking := [key for key in keys if key not in rows]:
        raise NotFound(_("There is no contact %(no)s.") % {"no": lacking[0]})
    return [rows[key] for key in keys]


def wanted_letters(
    contacts: list[Stored], everybody: bool
) -> tuple[list[Stored], list[FieldError]]:
    """Return the contacts that take letters among several, and the warning that names the others;
    one that was chosen alone, or everybody, takes them all the same. Raises Invalid where nobody is
    left.
    """
    if everybody or len(contacts) < 2:
        return contacts, []
    left_out = [
        each
        for each in contacts
        if each.exclude_from_segment or each.correspondence_type in _NO_LETTERS
    ]
    if not left_out:
        return contacts, []
    message = _("Left out, since they want no mailings or no letters: %(names)s.")
    names = ", ".join(f"{each.name} ({each.no})" for each in left_out)
    error = FieldError("contact_nos", "left-out", message % {"names": names})
    if len(left_out) == len(contacts):
        raise Invalid([error])
    return [each for each in contacts if each not in left_out], [error]


@writing
def _log(sheets: Sequence[tuple[Stored, bytes]], *, actor: Actor) -> list[FieldError]:
    warnings: list[FieldError] = []
    for contact, pdf in sheets:
        action = Action(
            f"{COVER_SHEET}_printed", contact, document_type=COVER_SHEET, files=[_file(pdf)]
        )
        warnings += log_action(action, actor, clock())
    return list(dict.fromkeys(warnings))


def _file(pdf: bytes) -> File:
    return File(_("Cover sheet") + ".pdf", "application/pdf", pdf)
