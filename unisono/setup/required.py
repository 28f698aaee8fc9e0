"""What setup must say before something can be done, and what it says."""

from django.utils.translation import gettext as _

from unisono.common.errors import Refused


class SetupMissing(Refused):
    """A switch of setup that this needs is empty [1.1]."""

    code = "setup-missing"


def setup_missing(field: str) -> SetupMissing:
    """Return the refusal that names an empty field of setup."""
    return SetupMissing(
        _("Setup has no %(field)s; fill it in first.") % {"field": field}, field=field
    )
