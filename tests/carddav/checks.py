"""What an answer must be, by the names that Apple's tests have for it. Each check returns what is
wrong, "" for nothing.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, fromstring

from httpx import Response

from unisono.exchange.content_lines import content_lines

DAV = "{DAV:}"
NOTHING = "-"  # the value of a variable for an address that a server does not have
Args = dict[str, list[str]]


class Checks:
    """The checks of answers; bodies that are compared with lie in `folder`."""

    def __init__(self, folder: Path, filled: Callable[[str], str]) -> None:
        self.folder, self.filled = folder, filled

    def wrong(self, callback: str, args: Args, answer: Response, address: str) -> str:
        """Return what is wrong with an answer to a request of an address."""
        return str(getattr(self, callback)(args, answer, address))

    def statusCode(self, args: Args, answer: Response, address: str) -> str:
        (wanted,) = args.get("status") or ["2xx"]
        status = str(answer.status_code)
        is_right = status[0] == wanted[0] if wanted.endswith("xx") else status == wanted
        return "" if is_right else f"{status}, not {wanted}: {answer.text[:200]}"

    def header(self, args: Args, answer: Response, address: str) -> str:
        for text in args["header"]:
            name, equals, value = text.lstrip("!").partition("$")
            name, differs, other = name.partition("!")
            found = answer.headers.get(name)
            if (text.startswith("!") and found is not None) or (
                not text.startswith("!") and found is None
            ):
                return f"{text}: {found}"
            if (equals and found != self.filled(value)) or (
                differs and found == self.filled(other)
            ):
                return f"{text}: {found}"
        return ""

    def prepostcondition(self, args: Args, answer: Response, address: str) -> str:
        root = _xml(answer)
        names = [each.tag for each in root] if root is not None else []
        is_error = answer.status_code in (403, 409, 507) and root is not None
        is_error = is_error and root.tag == f"{DAV}error"
        wanted = args.get("error", names)
        return "" if is_error and set(wanted) <= set(names) else f"{answer.status_code} {names}"

    def multistatusItems(self, args: Args, answer: Response, address: str) -> str:
        if answer.status_code != 207:
            return f"{answer.status_code}: {answer.text[:200]}"
        ok, bad = [], []
        for href, status, _props in _responses(answer):
            (ok if status // 100 == 2 else bad).append(href)
        if "totalcount" in args:
            count = len(ok) + len(bad)
            return "" if str(count) == args["totalcount"][0] else f"{count} answers: {ok} {bad}"
        for found, name in ((ok, "okhrefs"), (bad, "badhrefs")):
            named = map(self.filled, args.get(name, ()))
            wanted = {_whole(address, each) for each in named if each != NOTHING}
            missing, more = wanted - set(found), set(found) - wanted
            if more or (missing and "ignoremissing" not in args):
                return f"{name}: lacks {sorted(missing)}, has {sorted(more)}"
        return ""

    def propfindItems(self, args: Args, answer: Response, address: str) -> str:
        if answer.status_code != 207:
            return f"{answer.status_code}: {answer.text[:200]}"
        ignored = {_whole(address, each) for each in args.get("ignore", ())}
        seen = 0
        for href, _status, props in _responses(answer):
            if href in ignored:
                continue
            seen += 1
            for text in args.get("okprops", ()):
                name, equals, value = text.partition("$")
                found = props.get(name)
                wanted = _text(self.filled(value))
                if found is None or found[0] != 200 or (equals and found[1] != wanted):
                    return f"{href}: {text} is {found}"
            for name in args.get("badprops", ()):
                if props.get(name, (404, ""))[0] == 200:
                    return f"{href}: {name} is there"
        wanted = args.get("count", [str(seen)])[0]
        return "" if str(seen) == wanted else f"{seen} answers, not {wanted}"

    def xmlElementMatch(self, args: Args, answer: Response, address: str) -> str:
        root = _xml(answer)
        if root is None:
            return f"{answer.status_code}: no XML"
        for name, is_wanted in (("exists", True), ("notexists", False)):
            for path in args.get(name, ()):
                if bool(_at(root, self.filled(path))) is not is_wanted:
                    return f"{name}: {path}"
        return ""

    def addressDataMatch(self, args: Args, answer: Response, address: str) -> str:
        wanted = (self.folder / args["filepath"][0]).read_bytes()
        lacking = _lines(wanted) - _lines(answer.content)
        more = _lines(answer.content) - _lines(wanted)
        return f"lacks {sorted(lacking)}, has {sorted(more)}" if lacking or more else ""

    def dataMatch(self, args: Args, answer: Response, address: str) -> str:
        wanted = (self.folder / args["filepath"][0]).read_bytes()
        return "" if answer.content.split() == wanted.split() else answer.text[:300]

    def dataString(self, args: Args, answer: Response, address: str) -> str:
        return next((f"no {e}" for e in args["contains"] if self.filled(e) not in answer.text), "")


def _lines(card: bytes) -> set[tuple[str, ...]]:
    """Return the properties of a card, however they are folded and in whatever order."""
    found = set()
    for line in content_lines(card.splitlines(keepends=True)):
        types = tuple(sorted(each.upper() for each in line.types))
        found.add((line.group, line.name, *types, line.value))
    return found


def _responses(answer: Response) -> Iterator[tuple[str, int, dict[str, tuple[int, str]]]]:
    """Yield of each response its address, its status (200 for one with properties), and its
    properties with their status and text.
    """
    root = _xml(answer)
    for each in root.findall(f"{DAV}response") if root is not None else ():
        props = {
            prop.tag: (_status(stat.findtext(f"{DAV}status")), "".join(prop.itertext()).strip())
            for stat in each.findall(f"{DAV}propstat")
            for prop in stat.find(f"{DAV}prop") or ()
        }
        status = each.findtext(f"{DAV}status")
        yield unquote(each.findtext(f"{DAV}href", "")), _status(status) if status else 200, props


def _text(value: str) -> str:
    """Return a value as text; some are written as the XML that Apple's server answers."""
    return "".join(fromstring(value).itertext()) if value.startswith("<") else value


def _status(text: str | None) -> int:
    return int((text or "HTTP/1.1 0").split()[1])


def _xml(answer: Response) -> Element | None:
    try:
        return fromstring(answer.content)
    except ParseError:
        return None


def _whole(address: str, relative: str) -> str:
    """Return an address that is told relative to a request's, or is whole."""
    return relative if relative.startswith("/") else unquote(address) + relative


def _at(root: Element, path: str) -> list[Element]:
    """Return the elements at a path of names from the root on; `[+x]` asks for a text with x."""
    first, *rest = path.lstrip("/").replace("/{", "\n{").split("\n")
    path, _bracket, text = rest[-1].partition("[+") if rest else (first, "", "")
    found = [root] if root.tag == first or not rest else []
    for name in (*rest[:-1], path) if rest else ():
        found = [child for each in found for child in each if child.tag == name]
    return [each for each in found if text.rstrip("]") in "".join(each.itertext())]


def element_text(answer: Response, path: str) -> str:
    """Return the text of the first element at a path, "" for none."""
    root = _xml(answer)
    found = _at(root, path) if root is not None else []
    return "".join(found[0].itertext()).strip() if found else ""
