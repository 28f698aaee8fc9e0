"""Refusals as problem documents (RFC 9457)."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import gettext as _

from unisono.common.borders import Content
from unisono.common.errors import FieldError, Refused
from unisono.common.unavailable import told_to_wait

_BASE = "https://unisono.example/problems/"


def problem(
    status: int, code: str, detail: str, errors: tuple[FieldError, ...] = (), **extra: object
) -> HttpResponse:
    """Return the problem document of a status, a stable slug and a sentence in the reader's
    language.
    """
    body: Content = {
        "type": _BASE + code,
        "title": _title(status),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = [error._asdict() for error in errors]
    body.update(extra)
    text = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def refused(refusal: Refused) -> HttpResponse:
    """Return the problem document of a refusal."""
    response = problem(
        refusal.status, refusal.code, refusal.message, refusal.errors, **refusal.extra
    )
    return told_to_wait(response)


def _title(status: int) -> str:
    return {
        400: _("Malformed request"),
        401: _("Not signed in"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Method not allowed"),
        409: _("Conflict with the present state"),
        412: _("Precondition failed"),
        413: _("Too large"),
        415: _("Unsupported media type"),
        422: _("Refused by a rule"),
        429: _("Too many requests"),
        503: _("Not available at this moment"),
        507: _("No room left"),
    }.get(status, _("Server error"))
