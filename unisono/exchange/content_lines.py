"""The lines of a vCard (RFC 6350 3.3, RFC 2426, vCard 2.1), each with the bytes that it was written
with: folded or not, with quotes where they belong and where they do not.

A line that cannot be read is itself alone: the rest of its card is taken.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"(?:([\w-]+)\.)?([\w-]+)", re.ASCII)
_ENCODINGS = frozenset(("QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"))
# What version 2.1 writes without TYPE= before it is a type, or one of these.
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True)
class ContentLine:
    """A property: its group, its name in capitals, its parameters by name in capitals, its value as
    it was written, decoded; `raw` are its bytes, line ends included.

    `is_broken` says that it is none.
    """

    raw: bytes
    name: str = ""
    group: str = ""
    value: str = ""
    params: dict[str, list[str]] = field(default_factory=dict)
    is_broken: bool = False

    @property
    def types(self) -> frozenset[str]:
        """Return its types in small letters, of every version: TYPE=HOME,FAX or bare HOME;FAX."""
        found = (each for text in self.params.get("TYPE", ()) for each in text.split(","))
        return frozenset(each.strip().lower() for each in found if each.strip())

    @property
    def text(self) -> str:
        """Return its value as one text: commas and semicolons stand for themselves."""
        return unescaped(self.value).strip()

    @property
    def texts(self) -> list[str]:
        """Return its value as a list, separated by commas."""
        return [part for each in split(self.value, ",") if (part := unescaped(each).strip())]

    @property
    def parts(self) -> list[str]:
        """Return the parts of its value, separated by semicolons, blank ones included."""
        return [unescaped(part).strip() for part in split(self.value, ";")]


def content_lines(physical: Iterable[bytes], encoding: str = "utf-8") -> Iterator[ContentLine]:
    """Return the properties of a card's physical lines; `encoding` is that of the file, where a
    line has no CHARSET.
    """
    for raw in _unfolded(physical):
        yield _read(raw, encoding)


def split(value: str, separator: str, quoted: bool = False) -> list[str]:
    """Return the parts of a value between separators that are not escaped, nor, where texts are
    `quoted`, within quotes.
    """
    parts, part, escaped, within = [], "", False, False
    for char in value:
        if quoted and char == '"' and not escaped:
            within = not within
        if char == separator and not escaped and not within:
            parts.append(part)
            part = ""
        else:
            part += char
        escaped = char == "\\" and not escaped
    return [*parts, part]


def unescaped(text: str) -> str:
    """Return a text without its escapes; what nobody escapes (C:\\Temp) stays."""

    def one(match: re.Match[str]) -> str:
        char = match[1]
        return "\n" if char in "nN" else char if char in ",;:\\" else match[0]

    return _ESCAPED.sub(one, text)


def escaped(text: str) -> str:
    """Return a text as it stands within a value (RFC 6350 3.4)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded_line(line: str) -> str:
    """Return a line in pieces of at most 75 bytes (RFC 6350 3.2) with CRLF, no letter cut apart."""
    pieces: list[str] = []
    piece = ""
    for char in line:
        if len((piece + char).encode()) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = ""
        piece += char
    return "\r\n ".join([*pieces, piece]) + "\r\n"


def _unfolded(physical: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Return the physical lines of each property.

    A line that begins with a blank goes on with the one before; so does what follows a soft break
    of quoted-printable, and a line of base64 without a blank, as version 2.1 writes pictures.
    """
    lines: list[bytes] = []
    for line in physical:
        if not line.strip():
            if lines:
                lines.append(line)  # belongs to what stands before it, and says nothing
            continue
        if lines and (line[:1] in (b" ", b"\t") or _goes_on(lines, line)):
            lines.append(line)
            continue
        if lines:
            yield lines
        lines = [line]
    if lines:
        yield lines


def _goes_on(lines: list[bytes], line: bytes) -> bool:
    head = lines[0].split(b":", 1)[0].upper()
    if b"QUOTED-PRINTABLE" in head:
        last = next((each for each in reversed(lines) if each.strip()), b"")
        return last.rstrip(b"\r\n").endswith(b"=")
    is_base64 = b"BASE64" in head or b"ENCODING=B" in head
    return is_base64 and b":" not in line and b";" not in line


def _read(lines: list[bytes], encoding: str) -> ContentLine:
    raw = b"".join(lines)
    head, value = _head_and_value(_joined(lines))
    match = _NAME.match(head.decode("utf-8", "replace").strip())
    if value is None or match is None:
        return ContentLine(raw, is_broken=True)
    rest = head.decode(encoding, "replace").strip()[match.end() :]
    params = _params(rest)
    if params is None:
        return ContentLine(raw, match[2].upper(), match[1] or "", is_broken=True)
    text = _decoded(value, params, encoding)
    return ContentLine(raw, match[2].upper(), match[1] or "", text, params)


def _joined(lines: list[bytes]) -> bytes:
    """Return the physical lines of a property as one: without line ends, soft breaks and the blank
    of folding.
    """
    is_quoted = b"QUOTED-PRINTABLE" in lines[0].split(b":", 1)[0].upper()
    joined = b""
    for place, line in enumerate(lines):
        bare = line.rstrip(b"\r\n")
        if place and bare[:1] in (b" ", b"\t"):
            bare = bare[1:]
        if is_quoted and joined.endswith(b"="):
            joined = joined[:-1]
        joined += bare
    return joined


def _head_and_value(line: bytes) -> tuple[bytes, bytes | None]:
    """Return what stands before and after the colon that ends the parameters: the first that is not
    within quotes, or the first where quotes do not match.
    """
    within = escaped = False
    for place, byte in enumerate(line):
        char = chr(byte)
        if char == '"' and not escaped:
            within = not within
        elif char == ":" and not within:
            return line[:place], line[place + 1 :]
        escaped = char == "\\" and not escaped
    head, colon, value = line.partition(b":")
    return head, value if colon else None


def _params(text: str) -> dict[str, list[str]] | None:
    """Return parameters by their names, None where they are none."""
    found: dict[str, list[str]] = {}
    if text and not text.startswith(";"):
        return None
    for part in split(text[1:], ";", quoted=True) if text else ():
        name, equals, value = part.partition("=")
        name = name.strip().upper()
        if not equals:
            value, name = name, "ENCODING" if name in _ENCODINGS else "TYPE"
        found.setdefault(name, []).append(value.strip().strip('"').replace('\\"', '"'))
    return found


def _decoded(value: bytes, params: dict[str, list[str]], encoding: str) -> str:
    """Return a value as text: quoted-printable decoded, in the line's own encoding or the
    file's.
    """
    if "QUOTED-PRINTABLE" in (each.upper() for each in params.get("ENCODING", ())):
        value = quopri.decodestring(value)
    for name in (*params.get("CHARSET", ()), "utf-8", encoding):
        try:
            return value.decode(name)
        except (LookupError, ValueError):  # of a name that is none, or has a NUL in it
            continue
    return value.decode("cp1252", "replace")
