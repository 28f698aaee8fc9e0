"""What setup must say before something can be done, and what it says."""

from django.utils.translation import gettext as _

from unisono.common.errors import Refused
from unisono.setup.models import Setup


class SetupMissing(Refused):
    """A switch of setup that this needs is empty [1.1]."""

    code = "setup-missing"


def setup_missing(field: str) -> SetupMissing:
    """Return the refusal that names an empty field of setup."""
    return SetupMissing(_("Setup has no %(field)s; fill it in first.") % {"field": field}, field=field)


def relation_code(setup: Setup, role: str) -> str | None:
    """Return the business relation code of a role kind, None where it is switched off [1.1]."""
    return getattr(setup, f"{role}_relation_code_id") or None


def series_code(setup: Setup, kind: str) -> str | None:
    """Return setup's number series for a kind of record."""
    return getattr(setup, f"{kind}_nos_id") or None
