"""Where the request that is being answered comes from."""

import ipaddress
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# As `client_address` returns it; "" where no request is answered: commands, and the worker.
address: ContextVar[str] = ContextVar("address", default="")
Handler = Callable[[HttpRequest], HttpResponse]


def client_address(request: HttpRequest) -> str:
    """Return the address a request comes from; of IPv6 the network, for whoever has one address has
    all of it.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    believed = forwarded[-settings.PROXIES] if 0 < settings.PROXIES <= len(forwarded) else ""
    for text in (believed, request.META.get("REMOTE_ADDR", "")):
        try:
            found = ipaddress.ip_address(text.strip())
        except ValueError:
            continue
        found = getattr(found, "ipv4_mapped", None) or found  # of a socket for both
        if found.version == 6 and not found.is_loopback:
            return str(ipaddress.ip_network((found, 64), strict=False).network_address)
        return str(found)
    return "127.0.0.1"  # a socket of this machine has no address


def known_address(get_response: Handler) -> Handler:
    """Let what answers a request know where it comes from: the audit puts it on record, and limits
    count by it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        token = address.set(client_address(request))
        try:
            return get_response(request)
        finally:
            address.reset(token)

    return handle
