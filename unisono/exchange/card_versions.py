"""The lines of a vCard in another version: 3.0 (RFC 2426, what phones of Apple speak) and 4.0 (RFC
6350). Version 2.1 is read; its lines are told in 3.0.

What is written alike in both stays byte for byte as it is.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from unisono.exchange.content_lines import ContentLine, content_lines, escaped, folded_line

V3, V4 = "3.0", "4.0"
_PICTURES = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
_DAYS = frozenset(("BDAY", "ANNIVERSARY", "X-ANNIVERSARY"))
_DATA = re.compile(r"data:(?P<sort>[\w.+-]+/(?P<type>[\w.+-]+))?[^,]*;base64,(?P<data>.*)", re.S)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T.*)?", re.ASCII)
_BASIC_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(T.*)?", re.ASCII)
_YEARLESS = re.compile(r"--(\d{2})-?(\d{2})", re.ASCII)
# The year that Apple's address book writes where there is none, and how it says so.
_NO_YEAR = "1604"
_OMIT = "X-APPLE-OMIT-YEAR"
# Types that say nothing in either version, or that 4.0 says otherwise.
_SAYS_NOTHING = frozenset(("pref", "internet", "voice", "x400"))
_SORTS = {"SOUND": "audio", "KEY": "application"}


def line_in(line: ContentLine, version: str) -> ContentLine:
    """Return a line as a version writes it; the same where it is written so already."""
    if line.is_broken:
        return line
    if line.name == "VERSION":
        return line if line.value.strip() == version else written(line, {}, version)
    name, params, value = line.name, _decoded_params(line), line.value
    if name in _PICTURES:
        params, value = _picture(line, params, version)
    elif name in _DAYS:
        params, value = _day(params, value, version)
    elif name == "GEO":
        value = _geo(value, version)
    elif name == "TEL" and version == V3 and value.lower().startswith("tel:"):
        params.pop("VALUE", None)
        value = escaped(value[4:].replace(";ext=", " ext. "))
    params = _preference(params, version)
    if params == line.params and value == line.value:
        return line
    return written(line, params, value)


def line_key(line: ContentLine) -> str:
    """Return what a line says, whatever its version, group, folding and order of types: equal for
    lines that a program wrote anew without a change. A digest, as short as sets need.
    """
    there = line_in(line, V4)
    types = sorted(there.types - _SAYS_NOTHING)
    rest = sorted(
        (name, sorted(texts))
        for name, texts in there.params.items()
        if name not in ("TYPE", "PREF", "VALUE", "CHARSET", "ENCODING", "MEDIATYPE")
    )
    value = "".join(there.value.split()) if there.name in _PICTURES else there.text
    return hashlib.sha256(repr((there.name, types, rest, value)).encode()).hexdigest()[:20]


def _decoded_params(line: ContentLine) -> dict[str, list[str]]:
    """Return a line's parameters without those of quoted-printable, whose value is decoded."""
    params = dict(line.params)
    if "QUOTED-PRINTABLE" in (each.upper() for each in params.get("ENCODING", ())):
        params.pop("ENCODING")
    params.pop("CHARSET", None)
    return params


def _picture(
    line: ContentLine, params: dict[str, list[str]], version: str
) -> tuple[dict[str, list[str]], str]:
    encoding = {each.upper() for each in params.get("ENCODING", ())}
    data = _DATA.match(line.value)
    if version == V4 and encoding & {"B", "BASE64"}:
        kind = next((each.lower() for each in line.types if each != "pref"), "jpeg")
        rest = {name: texts for name, texts in params.items() if name not in ("ENCODING", "TYPE")}
        rest.pop("VALUE", None)
        sort = _SORTS.get(line.name, "image")
        return rest, f"data:{sort}/{kind};base64,{''.join(line.value.split())}"
    if version == V3 and data is not None:
        rest = {name: texts for name, texts in params.items() if name not in ("VALUE", "MEDIATYPE")}
        kind = (data["type"] or "jpeg").upper()
        return {**rest, "ENCODING": ["b"], "TYPE": [kind]}, data["data"]
    if encoding & {"BASE64"} and version == V3:
        return {**params, "ENCODING": ["b"]}, line.value
    if version == V3 and not encoding and "://" in line.value:
        return {**params, "VALUE": ["uri"]}, line.value
    return params, line.value


def _day(
    params: dict[str, list[str]], value: str, version: str
) -> tuple[dict[str, list[str]], str]:
    rest = {name: texts for name, texts in params.items() if name != _OMIT}
    if version == V4 and (day := _DAY.fullmatch(value.strip())):
        if params.get(_OMIT) == [day[1]]:
            return _without_value(rest), f"--{day[2]}{day[3]}"
        return _without_value(params), f"{day[1]}{day[2]}{day[3]}{day[4] or ''}"
    if version == V3 and (yearless := _YEARLESS.fullmatch(value.strip())):
        return {**rest, _OMIT: [_NO_YEAR]}, f"{_NO_YEAR}-{yearless[1]}-{yearless[2]}"
    if version == V3 and (day := _BASIC_DAY.fullmatch(value.strip())):
        return params, f"{day[1]}-{day[2]}-{day[3]}{day[4] or ''}"
    return params, value


def _without_value(params: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return parameters without VALUE=date, which version 4.0 knows by default."""
    return {name: texts for name, texts in params.items() if name != "VALUE"}


def _geo(value: str, version: str) -> str:
    if version == V4 and ";" in value:
        return "geo:" + value.replace(";", ",")
    return value[4:].replace(",", ";") if version == V3 and value.startswith("geo:") else value


def _preference(params: dict[str, list[str]], version: str) -> dict[str, list[str]]:
    """Return parameters that say as a version does which of several is preferred."""
    types = [each for text in params.get("TYPE", ()) for each in text.split(",")]
    is_said = any(each.lower() == "pref" for each in types)
    if version == V4 and is_said:
        rest = [each for each in types if each.lower() != "pref"]
        changed = {name: texts for name, texts in params.items() if name != "TYPE"}
        return {**changed, **({"TYPE": rest} if rest else {}), "PREF": ["1"]}
    if version == V3 and params.get("PREF") == ["1"]:
        changed = {name: texts for name, texts in params.items() if name != "PREF"}
        return changed if is_said else {**changed, "TYPE": [*params.get("TYPE", ()), "pref"]}
    return params


def written(line: ContentLine, params: dict[str, list[str]], value: str) -> ContentLine:
    """Return a line with other parameters and value, in its group."""
    head = f"{line.group}.{line.name}" if line.group else line.name
    said = [f"{name}={','.join(_said(name, texts))}" for name, texts in params.items()]
    raw = folded_line(f"{';'.join((head, *said))}:{_escaped_breaks(value)}").encode()
    (made,) = content_lines(raw.splitlines(keepends=True))
    return replace(made, raw=raw)


def _escaped_breaks(value: str) -> str:
    """Return a value on one line: what was quoted-printable has line breaks as they are."""
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _said(name: str, texts: Sequence[str]) -> list[str]:
    """Return the values of a parameter; of types that were quoted as one, each by itself."""
    if name == "TYPE":
        return [each.strip() for text in texts for each in text.split(",")]
    return list(map(_quoted, texts))


def _quoted(text: str) -> str:
    return f'"{text}"' if any(char in text for char in ",;:") else text
