"""The table of post codes: which countries it has, loaded from a file, removed."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from unisono.access.roles import require_administrator
from unisono.common.errors import FieldError, Refused, required
from unisono.setup.queries import countries_with_post_codes
from unisono.usecases.setup.post_codes import MOST, load_post_codes, remove_post_codes
from unisono.web import formatting, inputs
from unisono.web.frame import acting
from unisono.web.parts import say

_HERE = "/setup/post-codes"


@require_http_methods(["GET", "POST"])
def post_codes(request: HttpRequest) -> HttpResponse:
    """Show which countries' post codes are there, or load a file of them."""
    actor = acting(request)
    require_administrator(actor)
    errors: tuple[FieldError, ...] = ()
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if not isinstance(file, UploadedFile):
                raise Refused(_("Choose a file."), errors=(required("file"),))
            country = request.POST.get("country_code", "")
            loaded = load_post_codes(file.chunks(), str(file.name), country, actor=actor)
        except Refused as refusal:
            errors = refusal.errors or (FieldError("file", refusal.code, refusal.message),)
        else:
            told = ", ".join(
                f"{formatting.country(code)} {formatting.whole(count)}"
                for code, count in loaded.items()
            )
            say(request, _("Loaded: %(countries)s.") % {"countries": told})
            return HttpResponseRedirect(_HERE)
    found = countries_with_post_codes()
    context = {
        "rows": [(code, formatting.country(code), count) for code, count in found.items()],
        "countries": inputs.country_choices(),
        "given": request.POST.get("country_code", ""),
        "errors": errors,
        "limit": settings.MOST_UPLOADED_BYTES // 1024 // 1024,
        "most": formatting.whole(MOST),
    }
    return render(request, "post_codes.html", context, status=422 if errors else 200)


@require_POST
def remove(request: HttpRequest, country: str) -> HttpResponse:
    """Remove the post codes of a country."""
    count = remove_post_codes(country, actor=acting(request))
    say(request, _("Removed: %(count)s.") % {"count": formatting.whole(count)})
    return HttpResponseRedirect(_HERE)
