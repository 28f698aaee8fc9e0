"""Files that were damaged at random: no exception, and no row lost without a word."""

import io
import os
import random

import pytest
import xlsxwriter

from unisono.exchange.headings import guesses
from unisono.exchange.opening import open_table
from unisono.exchange.reading import Unreadable
from unisono.exchange.row_values import Ways, values_of_row
from unisono.imports.options import importable
from unisono.links.kinds import KINDS

pytestmark = pytest.mark.pure
# `make nightly PART=files` tries twenty thousand.
FILES = int(os.environ.get("UNISONO_MUTATED", "300"))
_CSV = (
    "Nombre;Apellidos;Tlf.;Correo electrónico;C.P.;Población;País\n"
    'Ana;Gil;600 111 222;ana@sol.example;08001;"Alcalá";España\n'
    "Muñoz & Hijos;;915 550 101 / 600;a@b.example, c@d.example;8001;León;Turkey\n"
    "İstanbul;Ñu;n/a;-;;;Côte d’Ivoire\n"
).encode()
_VCF = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Gil;Ana;;;\r\nFN:Ana Gil\r\nTEL;TYPE=CELL:+34 600 111 222\r\n"
    "EMAIL:ana@sol.example\r\nADR;TYPE=WORK:;;Calle Mayor\\, 1;Lugo;;27001;España\r\n"
    "NOTE:uno\\, dos\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=91u=\r\n "
    "=C3=B1;;;\r\nTEL;WORK;FAX:915550101\r\nEND:VCARD\r\n"
).encode()
_PIECES = tuple('\n \r " ; , : = \x00 \\ \t &ntilde; #N/A 1E+19 < BEGIN:VCARD END:VCARD'.split(" "))
_BYTES = (b"\xff", b"\xc3", b"=\r\n", b"\xef\xbb\xbf", *(piece.encode() for piece in _PIECES))


def _xlsx():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        page = book.add_worksheet("Clientes")
        page.write(0, 0, "Listado")
        page.write_row(2, 0, ["Nombre", "Tlf.", "C.P.", "Cuenta"])
        page.write_row(3, 0, ["Sol", 982110022, 8001, 2.1e19])
        page.write_formula(4, 0, "=A4", None, "")
    return content.getvalue()


def _damaged(dice, content):
    """A file with a few places changed, doubled, cut out or filled with what hurts."""
    data = bytearray(content)
    for _time in range(dice.randint(1, 8)):
        at = dice.randrange(len(data) + 1)
        what = dice.randrange(5)
        if what == 0 and data:
            del data[at : at + dice.randint(1, 20)]
        elif what == 1:
            data[at:at] = dice.choice(_BYTES)
        elif what == 2 and at < len(data):
            data[at] = dice.randrange(256)
        elif what == 3:
            data[at:at] = data[max(0, at - dice.randint(1, 60)) : at]
        elif dice.random() < 0.1:
            del data[at:]
    return bytes(data)


@pytest.mark.parametrize("name", ["a.csv", "a.vcf", "a.xlsx"])
def test_a_damaged_file_is_read_or_refused_and_every_row_is_accounted_for(tmp_path, name):
    content = {"a.csv": _CSV, "a.vcf": _VCF, "a.xlsx": _xlsx()}[name]
    fields, known = KINDS["contact"].fields, importable("contact")
    path = tmp_path / name
    for number in range(FILES // 3):
        path.write_bytes(_damaged(random.Random(f"{name} {number}"), content))
        try:
            table = open_table(path)
            rows = list(table.rows)
        except Unreadable:
            continue  # and said why, as any refusal does
        ways = Ways(guesses(table.columns, known))
        numbers = [row.number for row in rows]
        assert numbers == sorted(set(numbers)), number
        for row in rows:
            found = values_of_row(row, ways, fields)
            taken = bool(found.values or found.told or found.noted or found.refused)
            left = any(text for column, text in row.cells.items() if column not in ways.columns)
            assert row.problem or taken or left or not any(row.cells.values()), (number, row)
