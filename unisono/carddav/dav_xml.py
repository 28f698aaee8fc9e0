"""The XML of WebDAV: bodies read without entities and not deeper than any client writes them,
answers written piece by piece, so that a hundred thousand cards are never in memory at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape

# Only types and the writer of trees; what comes from outside is read by defusedxml.
from xml.etree.ElementTree import Element, ParseError, tostring  # nosec B405

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from unisono.common.hostile import Malformed

DAV, CARD, SERVER = "DAV:", "urn:ietf:params:xml:ns:carddav", "http://calendarserver.org/ns/"
_PREFIXES = {DAV: "D", CARD: "C", SERVER: "S"}
_OPEN = (
    '<?xml version="1.0" encoding="utf-8"?>\n<D:{} xmlns:D="DAV:" '
    'xmlns:C="urn:ietf:params:xml:ns:carddav" xmlns:S="http://calendarserver.org/ns/">'
)
WHOLE = "\x1f"  # before XML that is the property itself, and not what is within it
# What XML 1.0 has no way to say (2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST = 30  # elements within elements; clients come to eight
OK, NOT_FOUND, FORBIDDEN = "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 403 Forbidden"
TOO_MUCH, FAILED = "HTTP/1.1 507 Insufficient Storage", "HTTP/1.1 424 Failed Dependency"


def dav(name: str) -> str:
    """Return a name of WebDAV as trees have it."""
    return f"{{{DAV}}}{name}"


def card(name: str) -> str:
    """Return a name of CardDAV as trees have it."""
    return f"{{{CARD}}}{name}"


def server(name: str) -> str:
    """Return a name of the extensions by Apple's calendar server."""
    return f"{{{SERVER}}}{name}"


def read(body: bytes) -> Element | None:
    """Return the tree of a body, None for a body of nothing; raise Malformed for what is no XML,
    names entities, or is deeper than it may be.
    """
    if not body.strip():
        return None
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Malformed("The body is not XML that is taken.") from error
    if _is_deeper(root, _DEEPEST):
        raise Malformed("The body is not XML that is taken.")
    return root


def _is_deeper(root: Element, most: int) -> bool:
    level = [root]
    for _n in range(most):
        level = [child for each in level for child in each]
        if not level:
            return False
    return True


def tag(name: str, inner: str = "") -> str:
    """Return an element by its name in a tree; `inner` is XML. Names of others bring their
    namespace along.
    """
    space, _brace, local = name.removeprefix("{").rpartition("}")
    prefix = _PREFIXES.get(space)
    if prefix is None:
        opened = f'{local} xmlns="{escape(space)}"'
        return f"<{opened}>{inner}</{local}>" if inner else f"<{opened}/>"
    return f"<{prefix}:{local}>{inner}</{prefix}:{local}>" if inner else f"<{prefix}:{local}/>"


def text(value: str) -> str:
    """Return a text as it stands within an element; what no XML can hold is left out."""
    known = _NO_XML.sub("", value)
    # Escaped, else a reader of XML would take CRLF for LF.
    return escape(known, quote=False).replace("\r", "&#13;")


def href(address: str) -> str:
    """Return the element of an address."""
    return tag(dav("href"), text(address))


def kept(element: Element) -> str:
    """Return a property that a client sets as the XML that it is stored in."""
    element.tail = None
    return WHOLE + tostring(element, encoding="unicode")


def response(address: str, found: Mapping[str, str], missing: Iterable[str] = ()) -> str:
    """Return the answer about an address: properties by name with their XML, and those that there
    are not.
    """
    parts = []
    if found:
        parts.append(propstat(found.items(), OK))
    if missing := list(missing):
        parts.append(propstat(((name, "") for name in missing), NOT_FOUND))
    return tag(dav("response"), href(address) + ("".join(parts) or propstat((), OK)))


def propstat(properties: Iterable[tuple[str, str]], status: str) -> str:
    """Return properties with the status that they share; what begins with WHOLE is an element
    already.
    """
    inner = "".join(
        xml[1:] if xml.startswith(WHOLE) else tag(name, xml) for name, xml in properties
    )
    return tag(dav("propstat"), tag(dav("prop"), inner) + tag(dav("status"), status))


def no_response(address: str, status: str = NOT_FOUND, more: str = "") -> str:
    """Return the answer that there is nothing at an address, or why it is left out."""
    return tag(dav("response"), href(address) + tag(dav("status"), status) + more)


def document(root: str, parts: Iterable[str]) -> Iterator[bytes]:
    """Yield a document: `root` is a name of WebDAV, the parts are XML; some kilobytes at a time."""
    pending = [_OPEN.format(root)]
    size = 0
    for part in parts:
        pending.append(part)
        size += len(part)
        if size > 32_768:
            yield "".join(pending).encode("utf-8", "replace")
            pending, size = [], 0
    pending.append(f"</D:{root}>\n")
    yield "".join(pending).encode("utf-8", "replace")
