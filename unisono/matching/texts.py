"""Why two records may be the same party, in the reader's language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unisono.common.borders import Given


def reasons_of(fields: Sequence[str]) -> list[str]:
    """Return what matching fields say, in the reader's language."""
    texts = {
        "name": _("same name"),
        "phone_no": _("same phone"),
        "email": _("same e-mail"),
        "vat_registration_no": _("same VAT number"),
        "registration_no": _("same registration number"),
        "iban": _("same IBAN"),
        "address": _("same address"),
        "post_code": _("same post code"),
        "city": _("same city"),
    }
    return [texts[name] for name in fields if name in texts]


def left_out_text(left_out: Given) -> str:
    """Return what so many contacts share that nobody was compared by it alone, "" for nothing."""
    counts = {about: int(left_out.get(about, 0)) for about in _ABOUT}
    number, phone, email, name, place = counts.values()
    texts = (
        ngettext(
            "%(n)s VAT, registration or account number",
            "%(n)s VAT, registration or account numbers",
            number,
        ),
        ngettext("%(n)s phone number", "%(n)s phone numbers", phone),
        ngettext("%(n)s e-mail address or domain", "%(n)s e-mail addresses or domains", email),
        ngettext("%(n)s name", "%(n)s names", name),
        ngettext("%(n)s word of a name in one place", "%(n)s words of names in one place", place),
    )
    told = [text % {"n": n} for text, n in zip(texts, counts.values(), strict=True) if n]
    if not told:
        return ""
    return _(
        "Shared by so many that nobody was compared by it alone, only together with more: %(what)s."
    ) % {"what": ", ".join(told)}


_ABOUT = ("number", "phone", "email", "name", "place")  # as `duplicates.keys.ABOUT` has it
