"""How many requests a program may send."""

import hashlib
import math
import threading
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

from unisono.common import whence


class PerToken(threading.local, SimpleRateThrottle):
    """So many requests a minute for each token, counted in the memory of this process: the limit is
    divided by the processes that answer. Requests from this machine itself are not limited.

    Local to each thread, since ninja keeps what it has just counted on this object.
    """

    def __init__(self) -> None:
        super().__init__("1/m")
        # Not the database, which would have to write for each request.
        self.cache = caches["memory"]

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Return by what requests are counted, None for those that are not."""
        address = whence.address.get()
        if not settings.REQUESTS_PER_MINUTE or (address and ip_address(address).is_loopback):
            return None
        self.num_requests = math.ceil(settings.REQUESTS_PER_MINUTE / settings.PROCESSES)
        token = request.headers.get("Authorization", "").partition(" ")[2].strip()
        return f"requests-{hashlib.sha256(token.encode()).hexdigest()}"
