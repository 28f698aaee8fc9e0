"""Files from hell: each is read, or refused in a sentence; nothing is run, nothing takes all
memory.
"""

import struct
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from tests.exchange.tables import read_table
from unisono.exchange.csv_reading import delimiter_of, encoding_of
from unisono.exchange.escaping import escaped, unescaped
from unisono.exchange.opening import open_table
from unisono.exchange.reading import Row, Unreadable
from unisono.exchange.staging import WorkingFile

pytestmark = pytest.mark.pure

SPANISH = (
    "no;nombre;población\n1;Muñoz e Ibáñez, S.L.;Cádiz\n2;Peña y Núñez;A Coruña\n3;Ñandú "
    "Galería;León\n"
)


def written(tmp_path, content, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def names(path, column="nombre", **how):
    """The texts of a column."""
    return [row.cells.get(column, row.problem) for row in open_table(path, **how).rows]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp850", "mac_roman"],
)
def test_the_encoding_is_found_out(tmp_path, encoding):
    found = names(written(tmp_path, SPANISH.encode(encoding)))

    assert found == ["Muñoz e Ibáñez, S.L.", "Peña y Núñez", "Ñandú Galería"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("№;Имя\n1;ООО Ромашка и партнёры\n2;Кузнецов и сыновья\n", "cp1251"),
        ("no;名前\n1;株式会社山田商店\n2;鈴木自動車\n", "shift_jis"),
    ],
)
def test_other_scripts_too(tmp_path, text, encoding):
    table = open_table(written(tmp_path, text.encode(encoding)))

    assert list(next(table.rows).cells.values())[1] == text.splitlines()[1].split(";")[1]


def test_the_wrong_encoding_is_told_row_by_row_and_the_right_one_can_be_named(tmp_path):
    broken = written(
        tmp_path, "no,nombre\n" + "".join(f"{n},Muñoz ñandú áéíóú\n" for n in range(50)) + "x,"
    )
    broken.write_bytes(broken.read_bytes() + b"Pe\xf1a\n")

    assert names(broken)[-1] == "Peña"  # of two encodings, each line is read in its own
    assert "encoding" in names(broken, encoding="utf-8")[-1]
    assert names(written(tmp_path, "nombre\nPeña\n".encode("cp1252")), encoding="cp1252") == [
        "Peña"
    ]
    with pytest.raises(Unreadable):
        open_table(broken, encoding="klingon")


def test_a_mark_before_the_first_heading_is_none_of_it(tmp_path):
    assert open_table(written(tmp_path, b"\xef\xbb\xbfno,name\n1,Sol\n")).columns == ("no", "name")


def test_mixed_line_ends_and_lines_within_a_cell(tmp_path):
    path = written(tmp_path, 'no,nombre\r1,Sol\r\n2,"Luna\nLlena"\n3,Mar\r4,Sal\r\n')

    assert names(path) == ["Sol", "Luna\nLlena", "Mar", "Sal"]


@pytest.mark.parametrize("delimiter", list(",;\t|^~"))
def test_the_delimiter_is_found_out_whatever_else_stands_in_the_texts(delimiter):
    lines = (("no", "name", "limit"), ("1", '"Sol; Luna, SL | x"', "1.200,50"), ("2", "Mar", "3,5"))
    text = "".join(delimiter.join(line) + "\n" for line in lines)

    assert delimiter_of(text) == delimiter


def test_the_line_by_which_excel_names_the_delimiter_is_no_heading(tmp_path):
    path = written(tmp_path, "sep=;\nno;nombre\n1;Sol, SL\n")

    assert names(path) == ["Sol, SL"]
    assert next(open_table(path).rows).number == 3


def test_five_hundred_columns_are_read_and_too_many_are_refused(tmp_path):
    wide = ",".join(f"c{n}" for n in range(500))
    assert len(open_table(written(tmp_path, f"{wide}\n{wide}\n")).columns) == 500

    with pytest.raises(Unreadable, match="1000"):
        open_table(written(tmp_path, ",".join(f"c{n}" for n in range(1001))))


def test_formulas_give_their_stored_values_and_are_never_run(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["nombre", "n"])
        sheet.write_formula(1, 0, '=HYPERLINK("http://127.0.0.1:1/","x")', value="Sol SL")
        sheet.write_formula(1, 1, "=1+1", value=2)

    assert [row.cells for row in open_table(path).rows] == [{"nombre": "Sol SL", "n": "2"}]


def test_dates_and_numbers_of_a_sheet(tmp_path):
    from datetime import datetime

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["date", "moment", "number", "whole", "flag", "small"])
        sheet.write_datetime(1, 0, datetime(2026, 11, 26), day)  # noqa: DTZ001
        sheet.write_datetime(1, 1, datetime(2026, 11, 26, 10, 30), day)  # noqa: DTZ001
        sheet.write_row(1, 2, [46352.5, 1234567, True, 0.1])

    cells = next(open_table(path).rows).cells
    assert cells == {
        "date": "2026-11-26",
        "moment": "2026-11-26 10:30:00",
        "number": "46352.5",
        "whole": "1234567",
        "flag": "true",
        "small": "0.1",
    }


def bomb(tmp_path, declared=None):
    """A packed file of three megabytes of zeros; its size can lie."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    if declared is not None:
        content = path.read_bytes()
        place = content.index(b"PK\x01\x02") + 24
        path.write_bytes(content[:place] + struct.pack("<I", declared) + content[place + 4 :])
    return path


@pytest.mark.parametrize("declared", [None, 10])
def test_a_zip_bomb_is_refused_whether_it_says_its_size_or_lies(tmp_path, settings, declared):
    settings.FILE_LIMITS = {**settings.FILE_LIMITS, "unpacked_mb": 1}

    with pytest.raises(Unreadable):
        open_table(bomb(tmp_path, declared))


def test_a_file_with_macros_gives_its_values(tmp_path):
    path = tmp_path / "a.xlsm"
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_column(0, 0, ["nombre", "Sol"])
    with zipfile.ZipFile(tmp_path / "a.xlsx") as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry))
        target.writestr("xl/vbaProject.bin", b'\xd0\xcf\x11\xe0 Shell("calc")')

    assert names(path) == ["Sol"]


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_a_truncated_file_is_refused_in_a_sentence(tmp_path, share):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_column(0, 0, ["nombre", *(f"Firma {n}" for n in range(500))])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(Unreadable):
        read_table(path)


def test_a_long_file_is_read_row_by_row(tmp_path):
    path = tmp_path / "big.csv"
    line = "123456,Construcciones Hermanos Ibáñez del Norte SL,Calle Mayor 5,28013,Madrid\n"
    with path.open("w", encoding="utf-8") as file:
        file.write("no,name,address,post_code,city\n")
        for _chunk in range(60):
            file.write(line * 1000)
    rows = open_table(path).rows

    tracemalloc.start()
    count = sum(1 for _row in rows)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 60_000
    assert most < path.stat().st_size / 4


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 ...", "a.csv"),
        (b"\x89PNG\r\n\x1a\n", "a.csv"),
        (b"<html><table><tr><td>no</td></tr></table></html>", "a.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "a.xls"),
        (b"", "a.csv"),
        (b"\x00\x01\x02" * 50, "a.csv"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a.xlsx"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, content, name):
    with pytest.raises(Unreadable) as refusal:
        read_table(written(tmp_path, content, name))
    assert str(refusal.value).endswith(".")


def test_a_cell_longer_than_any_sheet_has_refuses_its_row_alone(tmp_path):
    found = list(open_table(written(tmp_path, f"no,nombre\n1,{'x' * 40_000}\n2,Sol\n")).rows)

    assert "nombre" in found[0].problem
    assert found[1].cells["nombre"] == "Sol"


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "＝1", "'=1", "''=1", "'Sol", "plain", "'"]
)
def test_what_is_made_harmless_reads_back_as_it_was(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "＝"))


@pytest.mark.parametrize("text", ["-12.50", "+34 915 557 788", "(030) 123", "12"])
def test_numbers_and_telephones_stay_as_they_are(text):
    assert escaped(text) == text


def test_a_working_file_pages_and_has_samples(tmp_path):
    rows = (
        Row(n, {"no": str(n), "name": f"Firma {n}"}, "" if n % 3 else "broken")
        for n in range(2, 5002)
    )
    read = WorkingFile.create(
        tmp_path / "read.sqlite", ["no", "name"], rows, {"source": "contacts"}
    )

    assert read.about()["total"] == 5000
    assert read.about()["samples"]["name"] == ["Firma 2", "Firma 3", "Firma 4"]
    assert [row.number for row in read.rows(10, 3)] == [11, 12, 13]
    assert read.rows(1, 2)[1].problem == "broken"


def test_an_encoding_of_nothing_is_the_usual_one():
    assert encoding_of(b"") == "utf-8"
