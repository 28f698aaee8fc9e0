"""From a request to plain values: strict JSON, who acts, versions, numbers in paths, retries."""

import functools
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.parser import Parser
from ninja.security import HttpBearer

from unisono.access.models import RequestKey
from unisono.access.roles import (
    Actor,
    refuse_reader,
    require_administrator,
    require_read,
    require_write,
)
from unisono.common.borders import Content
from unisono.common.errors import Conflict, Invalid, KeyInUse, Refused
from unisono.common.hostile import Malformed, refuse_text
from unisono.common.paths import COLLECTIONS, DOCUMENT_COLLECTIONS
from unisono.common.text import whole_number
from unisono.documents.types import TYPES
from unisono.records.code_lists import LISTS
from unisono.usecases.transaction import answered_once
from unisono.usecases.users import answers, opening

_ADMINISTERED = frozenset(
    {"setup", "company", "sync-rules", "interaction-template-setup", "post-codes", *LISTS}
)
_DOCUMENTS = {collection: type_ for type_, collection in DOCUMENT_COLLECTIONS.items()}
_READING = ("GET", "HEAD", "OPTIONS")
View = TypeVar("View", bound=Callable[..., HttpResponse])


class StrictJSON(Parser):
    """JSON without NaN and endless nesting; text without U+0000, lone surrogates and control
    characters [6.6].
    """

    def parse_body(self, request: Any) -> Any:
        """Return the body; raise what is wrong with it.

        Ninja turns whatever is raised here into a plain 400, so the refusal is kept on the request
        for its answer.
        """
        try:
            text = request.body.decode("utf-8")
            body = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_each_once)
            refuse_text(body, "")
        except Invalid as invalid:
            request.refusal = invalid
            raise
        except (ValueError, RecursionError) as error:
            request.refusal = Malformed(_("The body is not valid JSON."))
            raise request.refusal from error
        return body


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _each_once(pairs: list[tuple[str, Any]]) -> Content:
    """Return an object; one that has a member twice is ambiguous, and nothing is silently
    ignored.
    """
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


class ActingRequest(HttpRequest):
    """A request whose token was looked at (`auth`: whose it is, and what it leaves of the role);
    with `idempotent`, also who acts, with the request's key.
    """

    auth: Actor
    actor: Actor


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who acts by the token, None for a wrong one; raise TokenExpired, TooManyFailures,
        and NotAllowed for what the token or the role leaves out.
        """
        actor = opening.actor_by(token)
        if actor is not None:
            if request.method not in _READING:
                refuse_reader(actor)
            _require_kind(request, actor)
        return actor


def _require_kind(request: HttpRequest, actor: Actor) -> None:
    """Refuse whoever has no right to a kind of record before anything of the request is looked at
    [10.3].
    """
    collection, _slash, rest = request.path_info.removeprefix("/api/v1/").partition("/")
    kind = next((kind for kind, name in COLLECTIONS.items() if name == collection), None)
    if kind is not None:
        require_read(actor, kind)
        if request.method not in _READING and "/" not in rest:
            require_write(actor, kind)
    elif collection in _DOCUMENTS:
        right = TYPES[_DOCUMENTS[collection]].right
        require_read(actor, right)
        if request.method not in _READING and not rest.endswith("/print"):
            require_write(actor, right)
    elif request.method not in _READING and collection in _ADMINISTERED:
        require_administrator(actor)


def bearer_is_valid(request: HttpRequest) -> bool:
    """Tell whether the request carries a token that opens the door."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and opening.is_valid(token.strip())


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts: the token's user."""
    return cast(ActingRequest, request).auth


def expected_version(request: HttpRequest) -> int | None:
    """Return the version of `If-Match`, None where there is none; raise Malformed for anything but
    an integer.
    """
    value = request.headers.get("If-Match")
    if value is None or value.strip() == "*":
        return None
    version = whole_number(value.strip().removeprefix("W/").strip('"'))
    if version is None:
        raise Malformed(_('If-Match takes a version, such as "7".'))
    return version


def keyed_actor(request: HttpRequest) -> Actor:
    """Return who acts, with the `Idempotency-Key` and a digest of the request; raise Malformed for
    a bad key.
    """
    actor, key = actor_of(request), request.headers.get("Idempotency-Key")
    if key is None:
        return actor
    if not 1 <= len(key) <= 200 or not key.isprintable():
        raise Malformed(_("An Idempotency-Key has 1 to 200 printable characters."))
    content = b"\n".join(
        [(request.method or "").encode(), request.get_full_path().encode(), request.body]
    )
    return replace(actor, request_key=(key, hashlib.sha256(content).hexdigest()))


def idempotent(view: View) -> View:
    """Let `Idempotency-Key` make a retry return the first answer; the view finds the actor in
    `request.actor`.
    """

    @functools.wraps(view)
    def answered(request: ActingRequest, *args: object, **kwargs: object) -> HttpResponse:
        request.actor = keyed_actor(request)
        if request.actor.request_key is None:
            return view(request, *args, **kwargs)
        if kept := answers.kept_answer(request.actor):
            return _replayed(kept, request.actor)
        try:
            return answered_once(
                lambda: view(request, *args, **kwargs),
                lambda response: _keep(request.actor, response),
                actor=request.actor,
            )
        except KeyInUse:
            return _replayed(answers.kept_answer(request.actor), request.actor)

    return answered  # type: ignore[return-value]  # the same parameters; wraps keeps the signature that ninja reads


def _keep(actor: Actor, response: HttpResponse) -> None:
    if response.status_code < 300:
        text, location = response.content.decode(), response.get("Location", "")
        answers.keep_answer(actor, response.status_code, text, location)


def _replayed(kept: RequestKey | None, actor: Actor) -> HttpResponse:
    """Return the first answer, which was stored with what the request did."""
    if kept is None or actor.request_key is None or kept.status == 0:
        message = _(
            "The first request with this key was carried out, but its answer was not kept; look "
            "before you retry."
        )
        raise Conflict(message, code="idempotency-unfinished")
    if kept.digest != actor.request_key[1]:
        message = _("This Idempotency-Key was used for another request.")
        raise Refused(message, code="idempotency-key-reused")
    response = HttpResponse(kept.answer, status=kept.status, content_type="application/json")
    if kept.location:
        response["Location"] = kept.location
    if isinstance(content := json.loads(kept.answer or "null"), dict) and "version" in content:
        response["ETag"] = f'"{content["version"]}"'
    return response
