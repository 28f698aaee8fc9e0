"""Files that others made: real, odd and hostile."""

import zipfile

import pytest
import xlsxwriter

from tests.exchange.tables import read_table
from unisono.common.errors import Invalid
from unisono.exchange.mapping import map_columns
from unisono.exchange.reading import Row, Unreadable
from unisono.exchange.row_values import Ways, values_of_row
from unisono.links.kinds import KINDS

pytestmark = pytest.mark.pure

FIELDS = KINDS["customer"].fields
NAMES = [*FIELDS, "no", "contact_name", "job_title"]


def table_of(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    return read_table(path)


def test_null_is_blank_and_blank_rows_are_skipped(tmp_path):
    table = table_of(tmp_path, "no,name\n1,NULL\n\n,\n2,Sol\n")

    assert [(row.number, row.cells) for row in table.rows] == [
        (2, {"no": "1", "name": ""}),
        (5, {"no": "2", "name": "Sol"}),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_what_spreadsheets_write(tmp_path, delimiter, encoding):
    table = table_of(
        tmp_path, f'no{delimiter}name\r\n1{delimiter}"Muñoz {delimiter} Hijos"\r\n', encoding
    )

    assert table.rows[0].cells == {"no": "1", "name": f"Muñoz {delimiter} Hijos"}


def test_a_comma_that_nobody_quoted_stays_in_its_text(tmp_path):
    table = table_of(tmp_path, "no,address,city\n1,Gran Vía, 1,Madrid\n2,a,b,c\n")

    assert table.rows[0].cells == {"no": "1", "address": "Gran Vía, 1", "city": "Madrid"}
    assert "4" in table.rows[1].problem


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "heading"),
        (b",,\n,,", "heading"),
        (b",".join(b"c%d" % n for n in range(1001)), "1000"),
    ],
)
def test_files_that_are_no_tables(tmp_path, content, word):
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(Unreadable, match=word):
        read_table(path)


def test_a_sheet_keeps_leading_zeros_and_loses_the_decimals_it_never_had(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([["no", "post_code", "phone_no"], [7, "08001", 915550101]]):
            sheet.write_row(number, 0, line)

    assert read_table(path).rows[0].cells == {
        "no": "7",
        "post_code": "08001",
        "phone_no": "915550101",
    }


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, settings):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, "unpacked_mb": 1}

    with pytest.raises(Unreadable):
        read_table(path)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no zip", b"hello", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1"]
)
def test_a_sheet_that_is_none(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    with pytest.raises(Unreadable):
        read_table(path)


class TestColumns:
    def test_names_in_english_and_spanish_are_understood(self):
        mapped, left_out = map_columns(
            [
                "Nº cliente",
                "Nombre fiscal",
                "Persona de contacto",
                "Población",
                "Cód. postal",
                "País",
                "Tlf.",
                "NIF/CIF",
                "Saldo",
            ],
            NAMES,
            {},
        )

        assert list(mapped.values()) == [
            "no",
            "name",
            "contact_name",
            "city",
            "post_code",
            "country_code",
            "phone_no",
            "vat_registration_no",
        ]
        assert left_out == ["Saldo"]

    def test_what_was_told_goes_before_the_guess(self):
        mapped, left_out = map_columns(["name", "Firma"], NAMES, {"Firma": "name", "name": ""})

        assert (mapped, left_out) == ({"Firma": "name"}, [])

    @pytest.mark.parametrize("told", [{"Nope": "name"}, {"name": "favourite_colour"}])
    def test_what_does_not_exist_is_refused(self, told):
        with pytest.raises(Invalid):
            map_columns(["name"], NAMES, told)

    @pytest.mark.parametrize(
        ("field", "text", "value"),
        [
            ("country_code", "Alemania", "DE"),
            ("country_code", "uk", "GB"),
            ("country_code", "Atlantis", "Atlantis"),
            ("privacy_blocked", "sí", True),
            ("privacy_blocked", "no", False),
            ("type", "Persona", "person"),
            ("contact_name", "Empresa", "Empresa"),
        ],
    )
    def test_values_become_what_the_field_is(self, field, text, value):
        row = Row(2, {"c": text})

        assert values_of_row(row, Ways({"c": field}), FIELDS).values == {field: value}
