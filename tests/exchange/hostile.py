"""Files that are made to hurt who reads them: small as they come, and endless as they are read.

Each entry of FILES writes one; the name's ending is what it calls itself.
"""

import gzip
import io
import zipfile

from tests.exchange.old_sheet import old_sheet

MB = 1024 * 1024
_BOOK = (
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
    b'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    b'<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
_HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = b"</sheetData></worksheet>"


def _packed(path, parts):
    """A zip of parts, each given in pieces."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, pieces in parts.items():
            with packed.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)


def _xlsx(path, rows, **more):
    _packed(
        path,
        {
            "xl/workbook.xml": [_BOOK],
            "xl/_rels/workbook.xml.rels": [_RELATIONS],
            "xl/worksheets/sheet1.xml": [_HEAD, *rows, _END],
            **more,
        },
    )


def _times(piece, megabytes):
    block = piece * (MB // len(piece))
    return (block for _number in range(megabytes))


def _cell_of(megabytes):
    def write(path):
        text = [b'<row r="1"><c r="A1" t="inlineStr"><is><t>', *_times(b"x", megabytes)]
        _xlsx(path, [*text, b"</t></is></c></row>"])

    return write


def _attribute(path):
    _xlsx(path, [b'<row r="1"><c r="A1" s="', *_times(b"1", 900), b'"><v>1</v></c></row>'])


def _deep(path):
    _xlsx(path, _times(b"<a>", 300))


def _shared(path):
    strings = [b"<sst><si><t>", *_times(b"x", 900), b"</t></si></sst>"]
    _xlsx(
        path,
        [b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'],
        **{"xl/sharedStrings.xml": strings},
    )


def _many_strings(path):
    strings = [b"<sst>", *_times(b"<si><t/></si>", 900), b"</sst>"]
    _xlsx(
        path,
        [b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'],
        **{"xl/sharedStrings.xml": strings},
    )


def _another_part(path):
    _xlsx(
        path, [b'<row r="1"><c r="A1"><v>1</v></c></row>'], **{"docProps/a.bin": _times(b"0", 1100)}
    )


def _many_parts(path):
    _packed(path, {f"xl/{number}.xml": [b"<a/>"] for number in range(20_000)})


def _far_cells(path):
    _xlsx(
        path,
        [
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ],
    )


def _rows(path):
    _xlsx(path, _times(b'<row><c t="n"><v>1</v></c></row>', 400))


def _laughs(path):
    declared = (
        b"<!DOCTYPE a ["
        + b"".join(
            b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"lol")
            for level in range(20)
        )
        + b"]><a>&l19;</a>"
    )
    _xlsx(path, [], **{"xl/styles.xml": [declared]})


def _outside(path):
    declared = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    _xlsx(path, [], **{"xl/styles.xml": [declared]})


def _ods(path):
    row = (
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        b'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = b'<office:document-content xmlns:office="o" xmlns:table="t"><table:table>' + row
    _packed(
        path,
        {
            "mimetype": [b"application/vnd.oasis.opendocument.spreadsheet"],
            "content.xml": [content, b"</table:table></office:document-content>"],
        },
    )


def _cut_off(path):
    whole = io.BytesIO()
    _xlsx(whole, [b'<row r="1"><c r="A1"><v>1</v></c></row>'] * 1000)
    path.write_bytes(whole.getvalue()[:-200])


def _path_tricks(path):
    _packed(path, {"../../../../tmp/x.xml": [b"<a/>"], "/etc/x": [b"x"]})


def _bytes(content):
    return lambda path: path.write_bytes(content() if callable(content) else content)


def _card(*lines):
    return b"\r\n".join([b"BEGIN:VCARD", b"VERSION:3.0", *lines])


# Refused as a whole, with the limit or the reason.
FILES = {
    "a cell of 900 MB.xlsx": _cell_of(900),
    "a cell of 40 MB.xlsx": _cell_of(40),
    "an attribute of 900 MB.xlsx": _attribute,
    "elements without end.xlsx": _deep,
    "a shared text of 900 MB.xlsx": _shared,
    "seventy million shared texts.xlsx": _many_strings,
    "a part nobody reads.xlsx": _another_part,
    "twenty thousand parts.xlsx": _many_parts,
    "two cells far apart.xlsx": _far_cells,
    "rows without end.xlsx": _rows,
    "a text that grows.xlsx": _laughs,
    "a text from elsewhere.xlsx": _outside,
    "one cell for all.ods": _ods,
    "a file cut off.xlsx": _cut_off,
    "paths that lead out.xlsx": _path_tricks,
    "two old cells far apart.xls": _bytes(lambda: old_sheet((0, 0), (65_535, 65_535))),
    "an old sheet of noise.xls": _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40),
    "a quotation without end.csv": _bytes(lambda: b'no,name\n1,"' + b"x" * (40 * MB)),
    "a row without end.csv": _bytes(lambda: b"no,name\n" + b"1," * (20 * MB)),
    "a heading without end.csv": _bytes(lambda: b"a" * (40 * MB)),
    "lines in a cell without end.csv": _bytes(lambda: b'no,name\n1,"' + b"\n" * (40 * MB)),
    "nothing but nothing.csv": _bytes(lambda: b"\x00" * (40 * MB)),
    "more rows than a sheet.csv": _bytes(lambda: b"no\n" + b"1\n" * 1_100_000),
    "packed twice.csv": _bytes(lambda: gzip.compress(b"0" * (40 * MB))),
    "a picture.xlsx": _bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 1000),
}  # fmt: skip
# Read, with what cannot be read told of each card.
CARDS = {
    "a card without end.vcf": _bytes(lambda: _card(b"FN:x", *[b"NOTE:x"] * (4 * MB))),
    "a line without end.vcf": _bytes(lambda: _card(b"FN:" + b"x" * (40 * MB), b"END:VCARD")),
    "a folded line without end.vcf": _bytes(lambda: _card(b"NOTE:x", *[b" x"] * (10 * MB), b"END:VCARD")),
    "cards in cards.vcf": _bytes(lambda: b"AGENT:\r\nBEGIN:VCARD\r\n" * 500_000),
}  # fmt: skip
