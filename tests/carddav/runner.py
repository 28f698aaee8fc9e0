"""Runs Apple's CardDAV tests against a server: each test, in order, and what was wrong with it."""

import re
import time
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import fromstring

import httpx

from tests.carddav.checks import DAV, Checks, element_text
from tests.carddav.scripts import Request, script_of

SCRIPTS = (
    "put get propfind proppatch current-user-principal well-known errors errorcondition nonascii "
    "limits reports sync-report"
).split()
_VARIABLE = re.compile(r"\$[\w-]+:")
# Said by the scripts themselves, whatever the server.
_PATHS = {
    "$multistatus-response-prefix:": "/{DAV:}multistatus/{DAV:}response",
    "$verify-property-prefix:": "/{DAV:}multistatus/{DAV:}response/{DAV:}propstat/{DAV:}prop",
}


class Runner:
    """Runs scripts for the user of `client`; `variables` are the server's addresses by their names
    in the scripts, `features` what it offers, `others` the clients of other users by their names.
    """

    def __init__(
        self,
        client: httpx.Client,
        folder: Path,
        variables: Mapping[str, str],
        features: Collection[str],
        others: Mapping[str, httpx.Client] = MappingProxyType({}),
    ) -> None:
        self.client, self.folder, self.features = client, folder, features
        self.others = others
        self.variables = {**_PATHS, **variables}
        self.checks = Checks(folder, self.filled)

    def filled(self, text: str) -> str:
        """Return a text with the variables that are known."""
        return _VARIABLE.sub(lambda found: self.variables.get(found[0], found[0]), text)

    def run(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield each test of a script, and what was wrong with it: "" for nothing."""
        script = script_of(self.folder, name, self.features)
        self._empty("$addressbookhome1:/")
        for request in script.before:
            self._prepare(request)
        made: list[str] = []
        for test, requests in script.tests.items():
            yield test, self._test(requests, made)
        for address in made:
            self.client.delete(address)
        for request in script.after:
            self._prepare(request)

    def _prepare(self, request: Request) -> None:
        """Do what a script does before and after its tests. It deletes the book to empty it, which
        Apple's server then makes anew; ours has the books that it has.
        """
        if request.method == "DELETE" and request.addresses[0].endswith(":/"):
            for card in self._children(self.filled(request.addresses[0])):
                self.client.delete(card)
        else:
            self._send(request)

    def _test(self, requests: list[Request], made: list[str]) -> str:
        for place, request in enumerate(requests, 1):
            if wrong := self._checked(request, made):
                return f"request {place}, {request.method}: {wrong}"
        return ""

    def _checked(self, request: Request, made: list[str]) -> str:
        for address, answer in self._send(request):
            if request.is_deleted_after:
                made.append(address)
            for sort, name, variable in request.grabs:
                of_element = element_text(answer, self.filled(name))
                value = of_element if sort == "grabelement" else answer.headers.get(name, "")
                self.variables[variable if variable.endswith(":") else f"${variable}:"] = value
            for check in request.checks:
                if wrong := self.checks.wrong(check.callback, check.args, answer, address):
                    return f"{check.callback}: {wrong}"
        return ""

    def _send(self, request: Request) -> list[tuple[str, httpx.Response]]:
        addresses = [self.filled(each) for each in request.addresses]
        if request.method == "DELAY":
            # The script's own pause: times in HTTP have whole seconds (RFC 9110 5.6.7).
            time.sleep(float(addresses[0]))
            return []
        if request.method == "DELETEALL":
            for address in request.addresses:
                self._empty(address)
            return []
        return [(address, self._one(request, address)) for address in addresses]

    def _one(self, request: Request, address: str) -> httpx.Response:
        body = self.filled(request.body.decode("utf-8", "surrogateescape"))
        headers = {name: self.filled(value) for name, value in request.headers.items()}
        client = self.others.get(request.user[0], self.client) if request.user else self.client
        if not request.is_signed_in:
            unsigned = self.client.build_request(request.method, address, headers=headers)
            return self.client.send(unsigned, auth=None)
        content = body.encode("utf-8", "surrogateescape")
        return client.request(request.method, address, headers=headers, content=content)

    def _empty(self, address: str) -> None:
        """Delete all cards of all books of a home, where the server has it."""
        if _VARIABLE.match(address)[0] not in self.variables:
            return
        for book in self._children(self.filled(address)):
            for card in self._children(book):
                self.client.delete(card)

    def _children(self, address: str) -> list[str]:
        answer = self.client.request("PROPFIND", address, headers={"Depth": "1"})
        hrefs = [each.findtext(f"{DAV}href", "") for each in fromstring(answer.content)]
        return [each for each in hrefs if each.rstrip("/") != address.rstrip("/")]
