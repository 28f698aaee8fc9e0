"""The lines of a csv file, whatever its encoding, delimiter and line ends."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from unisono.exchange.escaping import unescaped
from unisono.exchange.limits import limits
from unisono.exchange.reading import Lines, Told, Unreadable

_SAMPLE = 256 * 1024  # bytes by which encoding and delimiter are found out
# Of a row, delimiters within quotes counted in: some times the columns that a spreadsheet has
_MOST_CELLS = 100_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ENCODINGS = (
    "utf-8", "cp1252", "iso-8859-15", "cp1250", "cp1251", "cp1253", "cp1254", "mac_roman", "cp850", "utf-16",
    "shift_jis", "gb18030", "big5", "euc_kr",
)  # fmt: skip
DELIMITERS = (",", ";", "\t", "|", "^", "~")
# What people write in the West, as the bytes of cp1252 read it; other encodings of the West show
# other letters.
_USUAL = frozenset("áéíóúüñçàèìòùâêîôûäöëïãõåæøœßÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÎÔÛÄÖËÏÃÕÅÆØŒ¿¡ºª€«»·–’‘“”´°")
_ENDS = re.compile(r"\r\n|\r|\n")  # of lines, as reading has them: a form feed is none
csv.field_size_limit(2 * 1024 * 1024)


def csv_lines(path: Path, encoding: str = "", delimiter: str = "") -> Lines:
    """Return the lines of a csv file; what is not given is found out. Raises Unreadable where it is
    no text.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if encoding not in ("", *ENCODINGS):
        raise Unreadable(_("The encoding %(encoding)s is not known.") % {"encoding": encoding})
    other = "" if encoding else other_encoding(sample)
    encoding = encoding or ("utf-8" if other else encoding_of(sample))
    text = _mixed_text(sample, other) if other else _sample_text(sample, encoding)
    declared = text[:6].lower()
    skipped = 1 if declared.startswith("sep=") else 0
    if skipped:
        delimiter = delimiter or text[4]
    delimiter = delimiter or delimiter_of(text)
    blank = _blank_lines(text, skipped)
    _refuse_too_many(path, encoding, delimiter, skipped + blank)
    about = {"kind": "csv", "encoding": encoding, "delimiter": delimiter}
    if other:
        about["other_encoding"] = other
    lines = _read(path, encoding, delimiter, skipped + blank, other)
    return Lines(lines, about, first=1 + skipped + blank)


def _refuse_too_many(path: Path, encoding: str, delimiter: str, skipped: int) -> None:
    """Raise Unreadable for more rows than may be, before any of them is looked at; rows are counted
    where there are so many lines.
    """
    most = limits().rows
    with path.open("rb") as file:
        lines = sum(block.count(b"\n") for block in iter(lambda: file.read(_SAMPLE), b""))
    if lines > most and sum(1 for _line in _read(path, encoding, delimiter, skipped)) - 1 > most:
        raise Unreadable(_("The file has more than %(limit)s rows.") % {"limit": most})


def _sample_text(sample: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample)


def _blank_lines(text: str, skipped: int) -> int:
    lines = _ENDS.split(text)[skipped:]
    return next((place for place, line in enumerate(lines) if line.strip(" \t\ufeff")), 0)


def encoding_of(sample: bytes) -> str:
    """Return the encoding of a file by its mark, or by what its first bytes mean; raise Unreadable
    for what is none.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample.count(b"\x00") > len(sample) // 8:
        return "utf-16-le" if sample[1:2] == b"\x00" else "utf-16-be"
    if _is_utf8(sample):
        return "utf-8"
    western = {name: _decoded(sample, name) for name in ("cp1252", "mac_roman", "cp850")}
    shares = {name: _usual_share(text) for name, text in western.items() if text is not None}
    best = max(shares, key=lambda name: shares[name], default="")
    if best and shares[best] > 0.9:
        return best
    found = from_bytes(sample[:32_768], cp_isolation=list(ENCODINGS)).best()
    return found.encoding if found is not None else "cp1252"


def other_encoding(sample: bytes) -> str:
    """Return the encoding of those lines that are not in UTF-8, where others are in it; "" where
    all are, or none is. Files that were put together from two exports have both.
    """
    some = sample.splitlines()[:-1] if len(sample) == _SAMPLE else sample.splitlines()
    lines = [line for line in some if not line.isascii()]
    whole = [line for line in lines if _decoded(line, "utf-8") is not None]
    broken = [line for line in lines if _decoded(line, "utf-8") is None and not _is_damaged(line)]
    if not broken or not whole or b"\x00" in sample:
        return ""
    found = encoding_of(b"\n".join(broken))
    return "cp1252" if found.startswith("utf") else found


def _mixed_text(sample: bytes, other: str) -> str:
    return "".join(_line(line, other)[0] for line in sample.splitlines(keepends=True))


def _line(line: bytes, other: str) -> tuple[str, bool]:
    """Return a line as text, and whether it is in the other encoding."""
    text = _decoded(line, "utf-8")
    if text is not None:
        return text, False
    if _is_damaged(line):
        return line.decode("utf-8", "replace"), False
    return line.decode(other, "replace"), True


def _is_damaged(line: bytes) -> bool:
    """Tell whether a line is in UTF-8 but for a letter that was cut: others of its letters are."""
    return not line.decode("utf-8", "ignore").isascii()


def _is_utf8(sample: bytes) -> bool:
    """Tell whether this is UTF-8: also where the end cuts a letter, and where one in twenty letters
    is broken.
    """
    text = _sample_text(sample, "utf-8")
    broken, beyond = text.count("\ufffd"), sum(not char.isascii() for char in text)
    return broken == 0 or broken * 20 < beyond


def _decoded(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None


def _usual_share(text: str) -> float:
    beyond = [char for char in text if not char.isascii()]
    return sum(char in _USUAL for char in beyond) / max(len(beyond), 1)


def delimiter_of(text: str) -> str:
    """Return the delimiter by which most of the first lines have equally many cells, and more than
    one: a title above them has its own.
    """
    lines = text.splitlines(keepends=True)
    best, most = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        counts = [len(cells) for cells in _some_lines(lines[:60], delimiter) if any(cells)][:40]
        several = Counter(count for count in counts if count > 1)
        if not several:
            continue
        usual, times = several.most_common(1)[0]
        equal = times / len(counts)
        if (round(equal, 1), usual) > most:
            best, most = delimiter, (round(equal, 1), usual)
    return best


def _some_lines(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines, delimiter=delimiter)
    except csv.Error:
        return


class _Texts:
    """The lines of a file as texts; of one in two encodings, with the numbers of those in the
    other.
    """

    def __init__(self, path: Path, encoding: str, other: str) -> None:
        self._path, self._encoding, self._other = path, encoding, other
        self.is_other = False  # whether a line since the last row was

    def __iter__(self) -> Generator[str]:
        if not self._other:
            with self._path.open(
                "r", encoding=self._encoding, errors="replace", newline=""
            ) as file:
                yield from file
            return
        with self._path.open("rb") as raw:
            for line in raw:
                text, is_other = _line(line, self._other)
                self.is_other = self.is_other or is_other
                yield text


def _read(
    path: Path, encoding: str, delimiter: str, skipped: int, other: str = ""
) -> Iterator[Sequence[str]]:
    texts = _Texts(path, encoding, other)
    with closing(texts.__iter__()) as file:
        lines = _by_any_end(file)
        for _line in range(skipped):
            next(lines, "")
        bounded = _Bounded(lines, delimiter)
        try:
            for line in csv.reader(bounded, delimiter=delimiter):
                bounded.cells = 0
                cells = [unescaped(cell) for cell in line]
                yield Told(cells, {-1: "encoding"}) if texts.is_other else cells
                texts.is_other = False
        except csv.Error as error:
            raise Unreadable(
                _("The file is not a valid csv file: %(reason)s.") % {"reason": error}
            ) from error


class _Bounded:
    """The lines of a file, as long as no row of them has more cells than anybody's list: they are
    counted unread.
    """

    def __init__(self, lines: Iterator[str], delimiter: str) -> None:
        self._lines, self._delimiter, self.cells = lines, delimiter, 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.cells += line.count(self._delimiter) + 1
            if self.cells > _MOST_CELLS:
                raise Unreadable(
                    _("A row of the file has more than %(limit)s cells or lines.")
                    % {"limit": _MOST_CELLS}
                )
            yield line


def _by_any_end(file: Iterator[str]) -> Iterator[str]:
    """Return lines; a lone carriage return ends one too, which files that grew on several systems
    have.
    """
    for line in file:
        body = line.rstrip("\r\n")
        if "\r" in body and '"' not in body:
            parts = body.split("\r")
            yield from (f"{part}\n" for part in parts[:-1])
            yield parts[-1] + line[len(body) :]
        else:
            yield line
