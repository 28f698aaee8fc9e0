"""What stands on every page around its content: who is signed in, where one can go, what is under
way.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unisono.access.actors import actor_of_user
from unisono.access.models import User
from unisono.access.roles import Actor
from unisono.common.borders import Content
from unisono.common.kinds import KIND_NAMES
from unisono.links.naming import kind_names
from unisono.usecases.jobs import jobs
from unisono.web import document_names, paths
from unisono.web.labels import ICONS
from unisono.web.middleware import is_page
from unisono.web.parts import is_part


@dataclass(frozen=True)
class Place:
    """Somewhere to go: what it is called, its address, its icon."""

    name: str
    url: str
    icon: str


def acting(request: HttpRequest) -> Actor:
    """Return who acts on this page."""
    user = request.user
    assert isinstance(user, User)
    return actor_of_user(user)


def places(actor: Actor) -> list[Place]:
    """Return where this person can go."""
    found = [Place(_("Home"), "/", "home")]
    found += [
        Place(kind_names(kind), paths.list_url(kind), ICONS[kind])
        for kind in KIND_NAMES
        if actor.may_read(kind)
    ]
    return found


def document_places(actor: Actor) -> list[Place]:
    """Return the lists of documents that this person sees."""
    names = document_names.types_names()
    found = [
        Place(names[name], document_names.list_url(name), document_names.ICONS[name])
        for name in document_names.readable_types(actor)
    ]
    return [
        *found,
        *(
            [Place(_("Interactions"), "/interactions/", "message")]
            if actor.may_read("interaction")
            else []
        ),
    ]


def tools(actor: Actor) -> list[Place]:
    """Return what else there is for this person."""
    found = [Place(_("Jobs"), "/jobs/", "clock")]
    if actor.may_read("contact"):
        found.append(Place(_("Duplicates"), "/duplicates/", "copy"))
        found.append(Place(_("Suggestions"), "/suggestions/", "link"))
    if any(actor.may_write(kind) for kind in KIND_NAMES):
        found.append(Place(_("Import"), "/import/", "file-import"))
    if actor.is_administrator:
        found += [
            Place(_("Check"), "/check/", "shield-check"),
            Place(_("Privacy"), "/privacy/", "lock"),
            Place(_("Setup"), "/setup/", "settings"),
        ]
    return found


def _provider() -> Content | None:
    """Return the company's provider that one can sign in by, None where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return {"id": apps[0]["provider_id"], "name": apps[0]["name"]} if apps else None


def frame(request: HttpRequest) -> Content:
    """Return what the frame shows; for parts of a page, and for nobody, next to nothing."""
    user = getattr(request, "user", None)
    if not is_page(request) or not isinstance(user, User) or not user.is_active:
        nobody = {"theme": "", "language": get_language(), "languages": settings.LANGUAGES}
        return {**nobody, "provider": _provider()}
    actor = actor_of_user(user)
    common = {
        "actor": actor,
        "theme": user.theme,
        "density": user.density,
        "language": get_language(),
    }
    if is_part(request):
        return common
    return {
        **common,
        "places": places(actor),
        "document_lists": document_places(actor),
        "tools": tools(actor),
        "live_jobs": jobs.is_something_under_way(actor),
    }
