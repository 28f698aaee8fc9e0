"""Tokens in words: what each may do, how long, and when it was last used; and the form of a new
one.
"""

from collections.abc import Iterable
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unisono.access.models import ApiToken
from unisono.access.roles import READS, RIGHTS, Actor
from unisono.common.clock import clock
from unisono.common.errors import FieldError, Invalid
from unisono.common.text import whole_number
from unisono.usecases.users.tokens import Scope
from unisono.web import formatting, labels

_DAYS = (30, 90, 365)
_NORMAL = 365  # days: a token that nobody looks after ends by itself
Choice = tuple[str, str, bool]


def shown(tokens: Iterable[ApiToken]) -> list[tuple[ApiToken, str, str]]:
    """Return each token with what it may do, and how long it lives and was last used."""
    return [(token, _scope(token), _state(token)) for token in tokens]


def _scope(token: ApiToken) -> str:
    if token.channel == "carddav":
        return _("contacts by CardDAV")
    said = [] if token.may_write else [_("only reads")]
    if token.kinds is not None:
        said.append(", ".join(labels.right_names(right) for right in token.kinds))
    return " · ".join(said) or _("everything")


def _state(token: ApiToken) -> str:
    said = [_("made %(day)s") % {"day": _day(token.created_at)}]
    if token.expires_at is not None:
        over = token.expires_at <= clock()
        text = _("expired %(day)s") if over else _("until %(day)s")
        said.append(text % {"day": _day(token.expires_at)})
    if token.last_used_at is None:
        said.append(_("never used"))
    else:
        where = {"day": _day(token.last_used_at), "address": token.last_address or "—"}
        said.append(_("last used %(day)s from %(address)s") % where)
    return " · ".join(said)


def _day(moment: datetime) -> str:
    return formatting.day(moment.date().isoformat())


def scope_of(post: QueryDict) -> Scope:
    """Return what a form asks of a new token; raise Invalid for days that are none."""
    text = post.get("days", "")
    days = whole_number(text) if text else None
    if text and days is None:
        raise Invalid([FieldError("days", "type", _("This must be a whole number."))])
    rights = post.getlist("right") if post.get("rights") == "some" else None
    return Scope(post.get("access") != "read", rights, days)


def choices(actor: Actor, post: QueryDict) -> dict[str, list[Choice]]:
    """Return the choices of the form of a new token: value, words, whether it is chosen."""
    days = post.get("days", str(_NORMAL))
    chosen = post.getlist("right")
    lives = [
        (str(n), ngettext("%(n)s day", "%(n)s days", n) % {"n": n}, days == str(n)) for n in _DAYS
    ]
    rights = [
        (right, labels.right_names(right), right in chosen)
        for right in RIGHTS
        if right in READS[actor.role] or actor.is_administrator
    ]
    return {"days": [*lives, ("", _("until revoked"), not days)], "rights": rights}
