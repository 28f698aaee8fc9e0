"""What stands on a paper: a document's values in the words, numbers and dates of its language and
region [7.5].
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from unisono.common.borders import Content, Stored
from unisono.documents.lines import Line, number_text, price_text
from unisono.documents.models import Document
from unisono.documents.postal_addresses import address_lines, recipient
from unisono.documents.totals import Rate, decimals_of, totals_of
from unisono.setup.code_names import name_in
from unisono.setup.models import OurCompany

_READ_SPANISH = frozenset(
    {"es", "ca", "eu", "gl", "ast", "an"}
)  # whoever speaks one of these reads Spanish, too


def language_of(tag: str) -> str:
    """Return the language in which a paper for somebody of this language is written: Spanish, else
    English.
    """
    language = tag.partition("-")[0].lower()
    return "es" if language in _READ_SPANISH else "en"


def locale_of(language_code: str, format_region: str) -> Locale:
    """Return by which habits numbers and dates are written: the region's, else the language's."""
    for tag in (format_region, language_code, "en-GB"):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    raise AssertionError("Babel knows en-GB")


def titles() -> dict[str, str]:
    """Return what each type of document is called on its paper, in the active language."""
    return {
        "sales_quote": _("Quote"),
        "sales_order": _("Order confirmation"),
        "sales_blanket_order": _("Blanket order"),
        "purchase_quote": _("Request for quote"),
        "purchase_order": _("Purchase order"),
        "purchase_blanket_order": _("Purchase blanket order"),
        "service_order": _("Service order"),
    }


def title_of(document: Document) -> str:
    """Return what a document is called in its own language."""
    with override(language_of(document.language_code)):
        return titles()[document.type]


class _Words:
    """Numbers and dates as the reader of a paper writes them."""

    def __init__(self, language_code: str, format_region: str, currency: str) -> None:
        self.language = language_of(language_code)
        self.locale = locale_of(language_code, format_region)
        self.decimals, self.currency = decimals_of(currency), currency

    def amount(self, value: Decimal) -> str:
        pattern = "#,##0" + ("." + "0" * self.decimals if self.decimals else "")
        return str(format_decimal(value, pattern, self.locale))

    def price(self, value: Decimal) -> str:
        behind = len(price_text(value, self.currency).partition(".")[2])
        return str(
            format_decimal(value, "#,##0" + ("." + "0" * behind if behind else ""), self.locale)
        )

    def number(self, value: Decimal) -> str:
        return str(format_decimal(Decimal(number_text(value)), "#,##0.#####", self.locale))

    def percent(self, value: Decimal) -> str:
        return self.number(value) if value else ""

    def day(self, value: date | None) -> str:
        """Return a day in words where the text is of the region's language, else in digits, which
        all can read.
        """
        if value is None:
            return ""
        if self.locale.language == self.language:
            return str(format_date(value, "long", self.locale))
        return str(format_skeleton("yMMdd", value, locale=self.locale, fuzzy=True))


def paper_data(document: Document, lines: Sequence[Line], ours: OurCompany) -> Content:
    """Return all that is printed of a document, as the templates take it."""
    with override(language_of(document.language_code)):
        words = _Words(document.language_code, document.format_region, document.currency_code)
        title = titles()[document.type]
        return {
            **frame(
                ours, words.language, document.document_date, getattr(document, "country_code", "")
            ),
            "title": title,
            "number": document.no,
            "recipient": recipient(document, document.attention, ours.country_code, words.language),
            "facts": _facts(document, words),
            "intro": document.introduction,
            **_lines(lines, words),
            **_totals(lines, words),
            "texts": _texts(document),
        }


def frame(ours: OurCompany, language: str, on: date, country: str = "") -> Content:
    """Return what is the same on all our papers: who we are, language and page numbers; in the
    active language.
    """
    numbers = [
        (_("VAT no."), ours.vat_registration_no),
        (_("Registration no."), ours.registration_no),
    ]
    bank = [("IBAN", ours.iban), ("BIC", ours.swift_code)]
    ways = [(_("Phone"), ours.phone_no), (_("E-mail"), ours.email), (_("Web"), ours.home_page)]
    return {
        "language": language,
        "region": country,
        "date_iso": on.isoformat(),
        "author": ours.name,
        "company": {
            "name": ours.name,
            "lines": [line for line in (ours.name_2, *address_lines(ours, "", language)) if line],
            "facts": [[label, value] for label, value in (*numbers, *ways, *bank) if value],
            "header": ours.document_header,
            "footer": ours.document_footer,
        },
        "page": _("Page {page} of {pages}"),
    }


def _facts(document: Document, words: _Words) -> list[list[str]]:
    is_sale, is_quote = document.info.side == "sales", document.info.is_quote
    is_contact = (
        document.contact is not None and document.party_no == document.contact.no
    )  # no customer yet [7.1]
    named = _("Contact no.") if is_contact else _("Customer no.") if is_sale else _("Vendor no.")
    facts = [
        (_("Number"), document.no),
        (_("Date"), words.day(document.document_date)),
        (named, document.party_no),
        (_("VAT no."), document.vat_registration_no),
        (_("Your reference") if is_sale else _("Reference"), document.external_document_no),
        (_("Your contact") if is_sale else _("Purchaser"), _description(document.salesperson_code)),
        (_("Payment terms"), _description(document.payment_terms_code)),
        (_("Payment method"), _description(document.payment_method_code)),
        (_("Due date"), "" if is_quote else words.day(document.due_date)),
        (_("Valid until"), words.day(document.valid_until_date)),
    ]
    return [[label, value] for label, value in facts if value]


def _description(entry: Stored) -> str:
    return name_in(entry, get_language() or "en")


def _lines(lines: Sequence[Line], words: _Words) -> Content:
    amounts = [line.amount(words.decimals) for line in lines]
    running, sums = Decimal(0), list[str]()
    for amount in amounts:
        running += amount
        sums.append(words.amount(running))
    headings = [_("Description"), _("Quantity"), _("Price"), _("Disc. %"), _("VAT %"), _("Amount")]
    return {
        "columns": headings,
        "lines": [
            [
                line.description,
                words.number(line.quantity),
                words.price(line.unit_price),
                words.percent(line.discount_pct),
                words.number(line.vat_pct),
                words.amount(amount),
            ]
            for line, amount in zip(lines, amounts, strict=True)
        ],
        "running": sums,
        "carried": _("Carried forward"),
        "brought": _("Brought forward"),
    }


def _totals(lines: Sequence[Line], words: _Words) -> Content:
    totals = totals_of(
        ((line.vat_pct, line.amount(words.decimals)) for line in lines), words.decimals
    )
    rows = [[_("Subtotal"), words.amount(totals.subtotal)], *_vat_rows(totals.rates, words)]
    return {
        "totals": rows if totals.vat_total or len(rows) > 2 else [],
        "total": [
            " ".join(part for part in (_("Total"), words.currency) if part),
            words.amount(totals.total),
        ],
    }


def _vat_rows(rates: Iterable[Rate], words: _Words) -> list[list[str]]:
    text = _("VAT %(pct)s on %(base)s")
    return [
        [
            text % {"pct": f"{words.number(rate.pct)} %", "base": words.amount(rate.base)},
            words.amount(rate.vat),
        ]
        for rate in rates
    ]


def _texts(document: Document) -> list[list[str]]:
    return [[_("Work done"), document.work_description]] if document.work_description else []


def cover_sheets(
    sheets: Iterable[tuple[Stored, Stored, str]],
    title: str,
    body: str,
    ours: OurCompany,
    language: str,
    on: date,
) -> Content:
    """Return all that is printed of cover sheets: one each for (contact, address, person whom it
    goes to).
    """
    with override(language):
        words = _Words(language, "", "")
        return {
            **frame(ours, language, on),
            "sheets": [
                {
                    "recipient": _sheet_recipient(contact, address, person, ours, language),
                    "facts": [[_("Date"), words.day(on)], [_("Contact no."), contact.no]],
                    "title": title,
                    "body": body,
                }
                for contact, address, person in sheets
            ],
        }


def _sheet_recipient(
    contact: Stored, address: Stored, person: str, ours: OurCompany, language: str
) -> list[str]:
    lines = recipient(contact, person, ours.country_code, language)
    if address is None:
        return lines
    own = address_lines(contact, ours.country_code, language)
    names = lines[: len(lines) - len(own)]
    return [*names, *address_lines(address, ours.country_code, language)]


def placeholders(document: Document, ours: OurCompany, sender: str) -> Mapping[str, str]:
    """Return what the names in curly braces stand for in the text of an e-mail."""
    return {
        "{document}": title_of(document),
        "{no}": document.no,
        "{name}": document.attention or document.name,
        "{company}": ours.name,
        "{sender}": sender,
    }
