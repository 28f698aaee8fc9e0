"""The addresses of the whole product."""

from django.urls import include, path

from unisono.api.main import api
from unisono.web import views

handler404 = "unisono.api.fallbacks.not_found"
handler500 = "unisono.api.fallbacks.server_error"
handler400 = "unisono.api.fallbacks.bad_request"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("account/", include("unisono.web.account_urls")),
    path("api/v1/", api.urls),
]
