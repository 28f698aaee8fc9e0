"""Why two records may be the same party, in the reader's language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


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
