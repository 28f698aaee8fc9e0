"""The numbers of documents: typed, or the next of their series [1.4]."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from unisono.cards.validation import Bad, check_no
from unisono.common.errors import FieldError, Invalid
from unisono.common.text import key_of
from unisono.documents.models import Document
from unisono.setup import series
from unisono.setup.models import Setup
from unisono.setup.required import setup_missing


def document_no(type_: str, typed: object, setup: Setup) -> str:
    """Return the number of a new document: the typed one, or the next of its series; call it last,
    it locks.

    Raises Invalid, NumberTaken, SetupMissing, SeriesExhausted.
    """
    code = getattr(setup, f"{type_}_nos_id")
    if typed:
        series.refuse_typed(code)
        return _free_no(type_, typed)
    if code is None:
        raise setup_missing(f"{type_}_nos")

    def taken(keys: Collection[str]) -> list[str]:
        return list(
            Document.objects.filter(type=type_, no_key__in=keys).values_list("no_key", flat=True)
        )

    return series.next_nos(code, 1, taken)[0]


def _free_no(type_: str, typed: object) -> str:
    try:
        no = check_no(typed)
    except Bad as bad:
        raise Invalid([FieldError("no", bad.code, bad.message)]) from bad
    if no.lower().endswith(".pdf"):  # its own address would be that of another one's paper
        message = _("A number has letters, digits, - _ . / and blanks between them: %(no)s") % {
            "no": no
        }
        raise Invalid([FieldError("no", "characters", message)])
    if Document.objects.filter(type=type_, no_key=key_of(no)).exists():
        raise series.NumberTaken(_("The number %(no)s is taken.") % {"no": no}, field="no")
    return no
