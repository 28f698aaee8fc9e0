"""The REST interface: its addresses, and what becomes of refusals."""

import logging
import math
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as ShapeError

from unisono.api import (
    audit,
    document_batches,
    documents,
    duplicates,
    history,
    imports,
    integrity,
    interactions,
    jobs,
    links,
    post_codes,
    privacy,
    search,
    setup,
)
from unisono.api.document import completed
from unisono.api.merging_records import merge_router
from unisono.api.problems import problem, refused
from unisono.api.records import router_of
from unisono.api.requests import Bearer, StrictJSON
from unisono.api.schemas import READ_ONLY
from unisono.api.throttling import PerToken
from unisono.common.borders import Content
from unisono.common.errors import FieldError, Invalid, Refused, unknown_field
from unisono.common.kinds import FACTS, KIND_NAMES, MERGED_KINDS
from unisono.common.paths import COLLECTIONS, DOCUMENT_COLLECTIONS
from unisono.common.unavailable import refusal_of
from unisono.records.code_lists import LISTS
from unisono.records.queries import MergedAway, moved_path

DESCRIPTION = """
Contacts, customers, vendors and bank accounts, kept equal.

* Sign in with `Authorization: Bearer TOKEN` (`unisono token create USERNAME`).
* Errors are problem documents (RFC 9457); messages follow `Accept-Language` (en, es), codes never change.
* Every record has a `version`, sent as `ETag`. A `PATCH` with an old `If-Match` is merged field by field, or answered
  409 `edit-conflict`; without it, only the fields sent are touched and the last word wins.
* `Idempotency-Key` on a `POST` makes a retry return the first answer (kept for 24 hours).
* Unknown fields, filters and sort fields are refused. Numbers with a `/` travel as `%2F`.
* A record's `cause` in the history is `typed`, `link`, `template`, `default`, `derived`, `undo`, `restore`, `repair`,
  `company-deleted`, `company:NO` (inherited) or `customer:NO` and the like (came from there); `via` also `rules`,
  `setup` and `repair`. Both are `other` where they would name a kind of record that you may not see.
* Long work is a job: `POST /jobs` answers 202 and its address; what it changes bears its `act`.
* Every write names its change set in the header `Change-Set`, which undoing takes.
* Documents are created at a contact, customer or vendor, or at their own list with `contact_no`, `customer_no` or
  `vendor_no`. `lines` are always all of them; an `amount` sent back is accepted where it is what the line comes to.
  `status` is changed by `PATCH`: open, released, closed; only an open document takes other changes (409 `not-open`).
  A blocked party is 422 `blocked`; of several customers one is to be named, else 422 `customer-choice`.
* `POST …/print` answers JSON, or the PDF to `Accept: application/pdf`. E-mails are sent by a job that tries again;
  `GET /interactions/{id}` tells how far one got, `POST …/resend` sends it once more.
"""
log = logging.getLogger(__name__)


class Api(NinjaAPI):
    """The API, with a complete OpenAPI document."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the OpenAPI document."""
        return completed(super().get_openapi_schema(**options))


api = Api(
    title="Unísono",
    version="1",
    description=DESCRIPTION,
    auth=Bearer(),
    throttle=[PerToken()],
    parser=StrictJSON(),
    urls_namespace="api",
)
for kind, collection in COLLECTIONS.items():
    api.add_router(f"/{collection}", router_of(kind))
api.add_router("/contacts", links.contacts)
api.add_router("/contacts", interactions.contacts)
api.add_router("/contacts", privacy.contacts)
api.add_router("/contacts", duplicates.contacts)
for kind in (kind for kind in KIND_NAMES if FACTS[kind].has_documents):
    api.add_router(f"/{COLLECTIONS[kind]}", documents.party_router(kind))
for kind in MERGED_KINDS[1:]:
    api.add_router(f"/{COLLECTIONS[kind]}", merge_router(kind))
for type_, collection in DOCUMENT_COLLECTIONS.items():
    api.add_router(f"/{collection}", documents.router_of(type_))
for name in LISTS:
    api.add_router(f"/{name}", setup.code_list_router(name))
for router in (
    links.router,
    setup.router,
    history.router,
    jobs.router,
    integrity.router,
    search.router,
    interactions.router,
    document_batches.router,
    duplicates.router,
    imports.router,
    post_codes.router,
    privacy.router,
    audit.router,
):
    api.add_router("", router)


@api.exception_handler(Refused)
def on_refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A rule said no; a merged contact's number leads to the one that is left [9.2]."""
    asked = request.path_info, request.META.get("QUERY_STRING", "")
    if isinstance(refusal, MergedAway) and (path := moved_path(*asked)):
        response = HttpResponse(status=308)
        response["Location"] = path
        return response
    return refused(refusal)


@api.exception_handler(AuthenticationError)
def on_unauthenticated(request: HttpRequest, error: Any) -> HttpResponse:
    """No token, or a wrong one."""
    return problem(401, "not-signed-in", _("Send a valid token: Authorization: Bearer TOKEN."))


@api.exception_handler(Throttled)
def on_throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    """More requests than a token may send."""
    wait = math.ceil(error.wait or 1)
    message = _("This token sends too many requests. Wait %(seconds)s seconds.")
    response = problem(429, "too-many-requests", message % {"seconds": wait})
    response["Retry-After"] = str(wait)
    return response


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The request could not be read."""
    if refusal := getattr(request, "refusal", None):
        return refused(refusal)
    return problem(error.status_code, "malformed", str(error))


@api.exception_handler(ShapeError)
def on_bad_shape(request: HttpRequest, error: ShapeError) -> HttpResponse:
    """A body or query has not the documented shape: name every bad field."""
    is_json = (
        request.content_type != "multipart/form-data"
    )  # which was read as a stream, and cannot be read again
    if is_json and not request.body and any("body" in each["loc"] for each in error.errors):
        return problem(400, "malformed", _("The body is not valid JSON."))
    return refused(Invalid([_field_error(each) for each in error.errors]))


@api.exception_handler(Exception)
def on_defect(request: HttpRequest, error: Exception) -> HttpResponse:
    """A defect of ours: logged with its trace, told without; or something that is away."""
    if refusal := refusal_of(error):
        return refused(refusal)
    log.error("%s %s", request.method, request.path, exc_info=error)
    return problem(500, "server-error", _("Something went wrong on our side. Nothing was changed."))


def _field_error(error: Content) -> FieldError:
    """Return a shape error in our words; its place is (body, payload, field, …)."""
    loc = error["loc"][1:] if error["loc"][0] == "file" else error["loc"]
    place = [str(part) for part in loc if part not in ("body", "query", "path", "payload")]
    field, type_ = ".".join(place) or "body", str(error["type"])
    if type_ == "extra_forbidden":
        if field in READ_ONLY:
            return FieldError(field, "read-only", _("This is set by the system; leave it out."))
        return unknown_field(field)
    if type_ == "missing":
        return FieldError(field, "required", _("This must be filled in."))
    if type_ == "literal_error":
        choices = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", "")
        return FieldError(
            field, "choice", _("This must be one of: %(choices)s.") % {"choices": choices}
        )
    wanted = {
        "string_type": _("This must be text."),
        "bool_type": _("This must be true or false."),
        "bool_parsing": _("This must be true or false."),
        "int_type": _("This must be a whole number."),
        "int_parsing": _("This must be a whole number."),
        "list_type": _("This must be a list."),
        "dict_type": _("This must be an object."),
        "model_attributes_type": _("This must be an object."),
    }
    return FieldError(field, "type", wanted.get(type_, _("This value is not allowed here.")))
