"""The page that says who is signed in: the script reads it, and people who signed in in a window of
its own.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Say who is signed in, with the token of their forms; who is not, is led to the sign-in."""
    return render(request, "account/signed_in.html")
