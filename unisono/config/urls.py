"""The addresses of the whole product."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from unisono.api import fallbacks
from unisono.api.main import api
from unisono.carddav import views as carddav
from unisono.web import problems

urlpatterns = [
    path("account/", include("unisono.web.account_urls")),
    path("api/v1/", api.urls),
    path("carddav", carddav.door),
    path("carddav/", carddav.door),
    path("carddav/<path:below>", carddav.door),
    path(".well-known/carddav", carddav.well_known),
    path(".well-known/carddav/", carddav.well_known),
    path("", include("unisono.web.urls")),
]


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for an address that does not exist: a problem document for programs, a page for
    people.
    """
    return (
        fallbacks.not_found(request, exception) if _is_api(request) else problems.not_found(request)
    )


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for a request that Django itself refuses."""
    return (
        fallbacks.bad_request(request, exception)
        if _is_api(request)
        else problems.bad_request(request)
    )


def handler500(request: HttpRequest) -> HttpResponse:
    """Answer for a defect."""
    return fallbacks.server_error(request) if _is_api(request) else problems.server_error(request)
