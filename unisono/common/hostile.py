"""What is refused of a request before its address is looked at, whoever asks [6.6]."""

import re
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from unisono.common.errors import FieldError, Invalid, NotFound, Refused
from unisono.common.paths import SLASH
from unisono.common.text import is_control, whole_number

_BOUNDARY = re.compile(r"[ -~]{0,200}[!-~]")  # as Django's parser takes it, which else would fail
_PORT = re.compile(r":(\d{1,10})$", re.ASCII)
_LAST_PORT = 65_535


class Malformed(Refused):
    """The request cannot be read."""

    code = "malformed"
    status = 400


class TooLarge(Refused):
    """The body is larger than is taken."""

    code = "too-large"
    status = 413


def refuse_body(request: HttpRequest, limit: int | None = None) -> None:
    """Raise TooLarge where the body is larger than so many bytes, else than settings allow;
    Malformed for no length, and for parts that nothing keeps apart (RFC 7578, 4.1).
    """
    length = whole_number(str(request.META.get("CONTENT_LENGTH") or "0"))
    limit = limit or settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    if length is None:
        raise Malformed(_("The length of the body is not a number."))
    if length > limit:
        raise TooLarge(_("The body is larger than %(limit)s bytes.") % {"limit": limit})
    boundary = (request.content_params or {}).get("boundary", "")
    if request.content_type == "multipart/form-data" and not _BOUNDARY.fullmatch(boundary):
        raise Malformed(_("The parts of the body have no boundary that could be one."))


def refuse_address(request: HttpRequest) -> None:
    """Raise NotFound for control characters in the path, Malformed and Refused for what a query
    cannot be, and for a port that no machine has.
    """
    port = _PORT.search(request.META.get("HTTP_HOST", ""))
    if port is not None and not 0 < int(port[1]) <= _LAST_PORT:
        raise Malformed(_("There is no such port: %(port)s") % {"port": port[1]})
    if any(is_control(char) for char in request.path_info.replace(SLASH, "")):
        raise NotFound(_("There is nothing at this address."))
    try:
        unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(_("The query is not valid UTF-8.")) from error
    for name, values in request.GET.lists():
        if len(values) > 1:
            raise invalid(name, "twice", _("This parameter stands twice."))
        if any(is_control(char) for text in (name, *values) for char in text):
            raise invalid(name, "control-characters", _("Control characters are not allowed."))


def invalid(name: str, code: str, message: str) -> Refused:
    """Return the refusal of one parameter."""
    return Refused(message, code="invalid", errors=(FieldError(name, code, message),))


def refuse_text(value: Any, field: str) -> None:
    """Raise Invalid where a value, or what it holds, has control characters other than tab and line
    ends [6.6].
    """
    if isinstance(value, str):
        if any(
            char not in "\t\n\r"
            and (char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff")
            for char in value
        ):
            name = field.encode("utf-8", "replace").decode()
            raise Invalid(
                [FieldError(name, "control-characters", _("Control characters are not allowed."))]
            )
    elif isinstance(value, list):
        for item in value:
            refuse_text(item, field)
    elif isinstance(value, dict):
        for key, item in value.items():
            refuse_text(key, field or key)
            refuse_text(item, field or key)


def refuse_form(request: HttpRequest) -> None:
    """Raise Invalid for text in a form that cannot be."""
    for name, values in request.POST.lists():
        refuse_text([name, *values], name)
