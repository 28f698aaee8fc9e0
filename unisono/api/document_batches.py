"""Many documents at once: printed together, released or closed as one act."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from unisono.api import document_schemas as shapes
from unisono.api.answers import answer, warnings_shown
from unisono.api.documents import disposition
from unisono.api.requests import ActingRequest, idempotent, keyed_actor
from unisono.common.errors import FieldError, Invalid, Refused
from unisono.documents.types import TYPES
from unisono.usecases.documents import many

router = Router(tags=["Documents"])


@router.post(
    "/document-papers",
    summary="Print documents: one as PDF, several as a zip; each is logged with its own paper",
)
def print_documents(request: HttpRequest, payload: shapes.PapersBody) -> HttpResponse:
    """Print documents."""
    type_ = _type(payload.document_type)
    printed = many.print_many(type_, payload.filter, actor=keyed_actor(request))
    if printed.file is None:
        raise Refused(printed.failed[0][1], code="unprintable")
    response = HttpResponse(printed.file.content, content_type=printed.file.type)
    response.headers["Content-Disposition"] = disposition(printed.file.name, "attachment")
    return response


@router.post(
    "/document-statuses",
    response=shapes.StatusesShown,
    summary="Release, close or open documents, each for itself; all are one act",
)
@idempotent
def set_statuses(request: ActingRequest, payload: shapes.StatusesBody) -> HttpResponse:
    """Set the status of documents; those that were refused are named."""
    type_ = _type(payload.document_type)
    done = many.set_status_of_many(type_, payload.filter, payload.status, actor=request.actor)
    failed = [{"no": no, "message": message} for no, message in done.failed]
    content = {"changed": [*done.done, *done.unchanged], "failed": failed, "act": done.act}
    return answer({**content, **warnings_shown(done.warnings)})


def _type(name: str) -> str:
    """Return the type of document of this name; raise Invalid."""
    if name not in TYPES:
        message = _("This must be one of: %(choices)s.") % {"choices": ", ".join(TYPES)}
        raise Invalid([FieldError("document_type", "choice", message)])
    return name
