"""Files within a JSON body."""

import binascii
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from unisono.common.errors import FieldError, Invalid
from unisono.interactions import entry_values
from unisono.interactions.entry_values import File


def files_of(sent: Sequence[Any]) -> list[File]:
    """Return the files of a body, each with a name that can be kept; raise Invalid for content that
    is no base64.
    """
    found: list[File] = []
    for place, each in enumerate(sent):
        try:
            content = b64decode(each["content"], validate=True)
        except (binascii.Error, ValueError) as error:
            message = _("This is not base64.")
            raise Invalid(
                [FieldError(f"attachments.{place}.content", "base64", message)]
            ) from error
        name = entry_values.safe_name(each["name"])
        found.append(File(name, entry_values.safe_type(each.get("type")), content))
    return found
