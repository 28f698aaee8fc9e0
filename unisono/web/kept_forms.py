"""A form that was sent without a session, or with a token of before: nothing of it is stored, and
nothing of it is lost. A page carries it, has the sign-in beside it, and sends it on by a click.
"""

from urllib.parse import urlsplit

from allauth.account.forms import LoginForm
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.http import is_same_domain
from django.utils.translation import gettext as _

from unisono.access.models import User
from unisono.common.borders import Content
from unisono.common.paths import SLASH
from unisono.web import labels
from unisono.web.language import speak
from unisono.web.parts import is_part
from unisono.web.problems import refused_part, typed_texts
from unisono.web.whose_page import owner_of

# The script opens the sign-in on top of the page, which stays as it is: `out`, or `stale`.
SIGNED_OUT = "Signed-Out"
_SIGNING_IN = "/account/"  # passwords and codes: nothing that could be kept


def may_be_kept(request: HttpRequest) -> bool:
    """Tell whether a form is one of our own pages' that carries what somebody typed. What another
    site sent is never shown, let alone sent on.
    """
    is_form = request.method == "POST" and not is_part(request)
    return is_form and not request.path_info.startswith(_SIGNING_IN) and _is_from_here(request)


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that a page of ours sent it: by Sec-Fetch-Site, and by Origin,
    or else Referer. Where it says nothing, no.
    """
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    parts = urlsplit(origin)
    ours = f"{request.scheme}://{request.get_host()}"
    return site == "same-origin" and (
        f"{parts.scheme}://{parts.netloc}" == ours or _is_trusted(parts.scheme, parts.netloc)
    )


def _is_trusted(scheme: str, host: str) -> bool:
    trusted = [urlsplit(each) for each in settings.CSRF_TRUSTED_ORIGINS]
    return any(
        scheme == each.scheme and is_same_domain(host, each.netloc.lstrip("*")) for each in trusted
    )


def signed_out_part(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Return the answer to the script: `out` without a session, `stale` with a token of before.
    Whoever does not understand it shows the message.
    """
    title = _("You were signed out") if why == "out" else _("This form is too old")
    response = refused_part(request, title, _("Reload the page and send it again."), status)
    response[SIGNED_OUT] = why
    return response


def kept_page(request: HttpRequest) -> HttpResponse:
    """Return the page that keeps a form: 401 with the sign-in, 403 where somebody is signed in. It
    can be sent on by whose page it stood on, and copied by others.
    """
    owner, user = owner_of(request), request.user
    is_in = isinstance(user, User)
    if not is_in:
        _speak_as_before(request, owner)
    context = {
        **_carried(request),
        "owner": owner,
        "is_in": is_in,
        "goes_on": owner is not None and (not is_in or user.pk == owner),
        "typed": typed_texts(request),
        "form": None if is_in else LoginForm(),
    }
    return render(request, "account/kept.html", context, status=403 if is_in else 401)


def _speak_as_before(request: HttpRequest, owner: int | None) -> None:
    """Answer in the language that the page was in, where its reader chose one."""
    languages = User.objects.filter(pk=owner or 0).values_list("language", flat=True)
    if language := languages.first():
        speak(request, language)


def _carried(request: HttpRequest) -> Content:
    """Return what a form sent, to be sent once more; passwords and files have to be given again."""
    path = escape_uri_path(request.path_info).replace(escape_uri_path(SLASH), "%2F")
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    sent = [
        (name, text)
        for name, texts in request.POST.lists()
        if name != "csrfmiddlewaretoken" and not _is_secret(name)
        for text in texts
    ]
    return {
        "address": f"{path}?{query}" if query else path,
        "is_multipart": request.content_type == "multipart/form-data",  # as large as it was
        "sent": sent,
        "secrets": [(name, labels.field(name)) for name in request.POST if _is_secret(name)],
        "files": [
            (name, ", ".join(file.name or "" for file in files))
            for name, files in request.FILES.lists()
        ],
    }


def _is_secret(name: str) -> bool:
    return "password" in name
