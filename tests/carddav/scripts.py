"""Apple's CardDAV tests as data (their README tells the form): suites of tests of requests, each
with what its answer must be.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element, parse


@dataclass(frozen=True)
class Check:
    """What an answer must be: `callback` names the sort of check, `args` its values by name."""

    callback: str
    args: dict[str, list[str]]


@dataclass(frozen=True)
class Request:
    """A request as a script says it, with its variables still in it; `grabs` are what it keeps of
    the answer: (sort, name, variable).
    """

    method: str
    addresses: list[str]
    headers: dict[str, str]
    body: bytes
    user: tuple[str, str] | None
    is_signed_in: bool
    is_deleted_after: bool
    checks: list[Check]
    grabs: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Script:
    """A script: what is done before and after, and its tests by name, in order."""

    before: list[Request]
    after: list[Request]
    tests: dict[str, list[Request]] = field(default_factory=dict)


def script_of(folder: Path, name: str, features: Collection[str]) -> Script:
    """Read a script; what asks for a feature that is not among `features` is left out."""
    root = parse(folder / "tests" / f"{name}.xml").getroot()
    read = _Reader(folder, features)
    script = Script(read.requests(root.find("start")), read.requests(root.find("end")))
    for suite in root.findall("test-suite"):
        if suite.get("ignore") != "yes" and read.has(suite):
            for test in filter(read.has, suite.findall("test")):
                script.tests[f"{name}/{suite.get('name')}/{test.get('name')}"] = read.requests(test)
    return script


class _Reader:
    def __init__(self, folder: Path, features: Collection[str]) -> None:
        self.folder, self.features = folder, frozenset(features)

    def has(self, element: Element) -> bool:
        """Tell whether the features that an element asks for are there, and others are not."""
        wanted, unwanted = (
            {each.text for each in element.findall(f"{name}/feature")}
            for name in ("require-feature", "exclude-feature")
        )
        return wanted <= self.features and not unwanted & self.features

    def requests(self, element: Element | None) -> list[Request]:
        """Return the requests of a part of a script."""
        found = element.findall("request") if element is not None else []
        return [self._request(each) for each in found if self.has(each)]

    def _request(self, element: Element) -> Request:
        data = element.find("data")
        headers = {
            each.findtext("name", ""): each.findtext("value", "")
            for each in element.findall("header")
        }
        if data is not None:
            headers["Content-Type"] = data.findtext("content-type", "")
        path = data.findtext("filepath") if data is not None else None
        body = (self.folder / path).read_bytes() if path else b""
        user = element.get("user")
        return Request(
            element.findtext("method", ""),
            [each.text or "" for each in element.findall("ruri")],
            headers,
            body,
            (user, element.get("pswd", "")) if user else None,
            element.get("auth") != "no",
            element.get("end-delete") == "yes",
            [self._check(each) for each in element.findall("verify") if self.has(each)],
            list(_grabs(element)),
        )

    def _check(self, element: Element) -> Check:
        args: dict[str, list[str]] = {}
        for arg in element.findall("arg"):
            values = [each.text or "" for each in arg.findall("value")]
            args.setdefault(arg.findtext("name", ""), []).extend(values)
        return Check(element.findtext("callback", ""), args)


def _grabs(element: Element) -> Iterator[tuple[str, str, str]]:
    for sort in ("grabelement", "grabheader"):
        for each in element.findall(sort):
            yield sort, each.findtext("name", ""), each.findtext("variable", "")
