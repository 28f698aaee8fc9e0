"""A file is as large as what its cells span: found out from its parts, before a reader makes room
for all of it.
"""

import zipfile

import pytest
import xlsxwriter

from tests.exchange.tables import read_table
from unisono.exchange import csv_reading, sheet_bounds
from unisono.exchange.opening import open_table
from unisono.exchange.reading import Unreadable
from unisono.exchange.sheet_bounds import refuse_too_large

pytestmark = pytest.mark.pure

RELATION = (
    "<Relationships "
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" '
    'r:id="r1"/></sheets></workbook>'
)
NAMED = f'<x:row xmlns:x="{MAIN}"><x:c r="T1048576"><x:v>1</x:v></x:c></x:row>'
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    "<table:table "
    'table:name="S">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def xlsx(tmp_path, rows, heading="", part="worksheets/sheet1.xml"):
    """A file of a kilobyte with these rows, written as a hand would write it."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        relations = {
            "_rels/.rels": ("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": ("worksheet", part),
        }
        for name, (kind, target) in relations.items():
            packed.writestr(
                name,
                RELATION.format(
                    f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
                ),
            )
        packed.writestr("xl/workbook.xml", BOOK)
        packed.writestr(
            f"xl/{part}",
            f'{heading}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        )
    return path


def ods(tmp_path, rows):
    """A file of a kilobyte with these rows of its only table."""
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr("content.xml", ODS.format(rows))
    return path


def cell(place, value="Sol"):
    return f'<c r="{place}" t="str"><v>{value}</v></c>'


@pytest.mark.parametrize(
    ("rows", "limit"),
    [
        (f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>', "20000000 cells"),
        (f'<row r="1048576">{cell("XFD1048576")}</row><row r="1">{cell("A1")}</row>', "20000000 cells"),
        (f'<row r="1048576">{"<c><v>1</v></c>" * 20}</row>', "20000000 cells"),
        (f'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>{NAMED}', "20000000 cells"),
        (f'<row r="99999999999">{cell("A99999999999")}</row>', "not a valid"),
        (f'<row r="1048577">{cell("A1048577")}</row>', "1048576 rows"),
        (f'<row r="1">{cell("XFE1")}</row>', "16384 columns"),
        (f'<row r="1">{cell("A1")}', "not a valid"),
    ],
)  # fmt: skip
def test_two_cells_far_apart_are_refused_with_the_limit(tmp_path, rows, limit):
    with pytest.raises(Unreadable, match=limit):
        read_table(xlsx(tmp_path, rows))


def test_what_calls_its_sheet_otherwise_is_no_way_round(tmp_path):
    rows = f'<row r="1">{cell("A1")}</row><row r="1048576">{cell("XFD1048576")}</row>'

    for part in ("picture.png", "content.xml", "../content.xml"):
        with pytest.raises(Unreadable, match="20000000 cells"):
            refuse_too_large(xlsx(tmp_path, rows, part=part))


def test_what_only_one_of_two_readers_takes_for_a_zip_is_refused(tmp_path):
    path = xlsx(tmp_path, f'<row r="1">{cell("A1", "nombre")}</row>')
    path.write_bytes(path.read_bytes() + b" " * 100_000)

    with pytest.raises(Unreadable, match="not a valid"):
        read_table(path)


def test_a_part_that_defines_texts_is_refused(tmp_path):
    declared = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    with pytest.raises(Unreadable, match="DOCTYPE"):
        read_table(xlsx(tmp_path, f'<row r="1">{cell("A1", "&b;")}</row>', declared))


def test_cells_with_nothing_but_a_style_take_no_room(tmp_path):
    styled = '<c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/>'

    table = read_table(xlsx(tmp_path, f'<row r="1">{cell("A1", "nombre")}{styled}</row>'))

    assert table.columns == ("nombre",)


def test_more_cells_than_the_limit_are_refused_wherever_they_stand(tmp_path, settings):
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, "cells": 10}
    with xlsxwriter.Workbook(tmp_path / "two.xlsx") as book:
        for _sheet in range(2):
            book.add_worksheet().write_row(0, 0, ["nombre"] * 6)

    with pytest.raises(Unreadable, match="10 cells"):
        refuse_too_large(tmp_path / "two.xlsx")
    with pytest.raises(Unreadable, match="10 cells"):
        refuse_too_large(xlsx(tmp_path, f'<row r="1">{cell("A1") * 11}</row>'))


def test_an_ods_file_says_how_often_a_cell_and_a_row_stand(tmp_path):
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    name = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    many = ' table:number-columns-repeated="16384"'
    row = "<table:table-row{}>{}</table:table-row>"
    usual = row.format("", name.format("", "nombre") + blank) + row.format(
        "", name.format("", "Sol") + blank
    )

    table = read_table(
        ods(tmp_path, usual + row.format(' table:number-rows-repeated="1048574"', blank))
    )
    assert [each.cells["nombre"] for each in table.rows] == ["Sol"]
    with pytest.raises(Unreadable, match="20000000 cells"):
        read_table(
            ods(
                tmp_path,
                row.format(' table:number-rows-repeated="1048576"', name.format(many, "x")),
            )
        )


def records(*told):
    """A binary sheet of records (type, first four bytes as a number)."""
    return b"".join(
        bytes([kind, 12]) + number.to_bytes(4, "little") + b"\x00" * 8 for kind, number in told
    )


@pytest.mark.parametrize(
    ("sheet", "limit"),
    [
        (records((0, 0), (2, 0), (0, 1_048_575), (6, 16_383)), "20000000 cells"),
        (records((0, 1_048_576), (2, 0)), "1048576 rows"),
        (
            records((0, 0), (2, 0), (0, 1_048_575)) + b"\x05\x04" + (16_383).to_bytes(4, "little"),
            "20000000 cells",
        ),
        (records((0, 0), (1, 16_383), (0, 1_048_575), (2, 0)), ""),
    ],
)
@pytest.mark.parametrize("piece", [7, 12, 1024])
def test_a_binary_sheet_is_counted_record_by_record(tmp_path, monkeypatch, sheet, limit, piece):
    monkeypatch.setattr(sheet_bounds, "_PIECE", piece)
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/worksheets/sheet1.bin", sheet)
        packed.writestr("xl/vbaProject.bin", records((0, 1_048_576), (2, 0)))

    if limit:
        with pytest.raises(Unreadable, match=limit):
            refuse_too_large(path)
    else:
        refuse_too_large(path)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("," * 1_900_000, "cells"),
        ("," * 90_000, "heading"),
        ("," * 90_000 + "nombre", "1000 columns"),
        ("nombre,a\n" + '"x\n",' * 101_000, "cells"),
        ("nombre,a\nSol," + ";" * 1_900_000, "2 cells"),
    ],
)
def test_a_csv_file_of_commas_is_refused_with_the_limit(tmp_path, text, limit):
    path = tmp_path / "a.csv"
    path.write_text(text)

    if (
        limit == "2 cells"
    ):  # one long cell of another delimiter: a row that is too long, not the file
        assert "32767" in next(open_table(path).rows).problem
        return
    with pytest.raises(Unreadable, match=limit):
        read_table(path)


def test_a_row_of_a_thousand_cells_is_none_of_these(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        ",".join(f"c{n}" for n in range(1000)) + "\n" + ",".join('"a,b"' for _n in range(1000))
    )

    assert len(read_table(path).rows[0].cells) == 1000
    assert csv_reading.csv_lines(path).about["delimiter"] == ","
