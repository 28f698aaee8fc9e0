"""The lines of vCards as telephones and programs write them: nothing is lost, one bad line is one
bad line.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.exchange.content_lines import content_lines, split, unescaped
from unisono.exchange.opening import open_table
from unisono.exchange.reading import Unreadable
from unisono.exchange.vcards import read_cards

pytestmark = pytest.mark.pure


def card(tmp_path, *lines, end="\r\n"):
    """The one card of these lines, read."""
    text = end.join(["BEGIN:VCARD", *lines, "END:VCARD", ""])
    path = tmp_path / "cards.vcf"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    (found,) = read_cards(path)
    return found


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (
            "TITLE:Jefa de ventas, zona norte; y sur",
            "job_title",
            "Jefa de ventas, zona norte; y sur",
        ),
        ("TITLE:Jefa de ventas\\, zona norte", "job_title", "Jefa de ventas, zona norte"),
        ("NOTE:Uno, dos\\nC:\\Temp", "note", "Uno, dos\nC:\\Temp"),
        ("URL:http\\://sol.example/?a=1,2", "home_page", "http://sol.example/?a=1,2"),
        ("ORG:Gil\\; Hermanos, S.L.", "company_name", "Gil; Hermanos, S.L."),
        ('EMAIL:"Gil, Ana" <ana@sol.example>', "email", "ana@sol.example"),
        ("EMAIL;TYPE=PREF:mailto:ana@sol.example", "email", "ana@sol.example"),
        ("TEL;MOBILE:+34 600 111 222", "mobile_phone_no", "+34 600 111 222"),
        ("TEL;TYPE=HANDY:+49 170 1234567", "mobile_phone_no", "+49 170 1234567"),
        ("item1.TEL;TYPE=IPHONE;TYPE=pref:600111222", "mobile_phone_no", "600111222"),
        ("TEL;TYPE=WORK:+34 915 550 101,,22#", "phone_no", "+34 915 550 101 ext. 22"),
        ("TEL;VALUE=uri:tel:+34-915-550-101;ext=22", "phone_no", "+34-915-550-101 ext. 22"),
        ("TEL;TYPE=WORK:915550101p22", "phone_no", "915550101 ext. 22"),
        ("TEL;TYPE=WORK:915 550 101 (mañanas)", "phone_no", "915 550 101"),
    ],
)
def test_a_property_is_read_whole(tmp_path, line, field, value):
    found = card(tmp_path, "VERSION:3.0", "N:Gil;Ana;;;", line)

    assert (found.values[field], found.problem, found.lost) == (value, "", ())


def test_what_is_no_number_and_remarks_go_to_the_note(tmp_path):
    found = card(tmp_path, "N:Gil;Ana", "TEL;HOME:*123#", "TEL;CELL:600 111 222 (tardes)")

    assert found.values["note"] == "TEL home: *123#\nTEL cell: 600 111 222 (tardes)"
    assert found.values["mobile_phone_no"] == "600 111 222"


def test_every_address_has_its_place(tmp_path):
    found = card(tmp_path, "N:Gil;Ana", *(f"EMAIL:{name}@sol.example" for name in "abca"))

    assert (found.values["email"], found.values["email_2"]) == ("a@sol.example", "b@sol.example")
    assert found.values["note"] == "EMAIL: c@sol.example"


@pytest.mark.parametrize(
    "lines",
    [
        ["N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ar=C3=A9valo;Ana;;;"],
        ["N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ar=C3=", "=A9valo;Ana;;;"],
        ["N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ar=C3=", " =A9valo;An=", " a;;;"],
        ["N;CHARSET=UTF-8;QUOTED-PRINTABLE:Ar=C3=A9val=", "", "o;Ana;;;"],
        ["N:Aré", " valo;An", "\ta;;;"],
        ["n : Arévalo;Ana;;;"],
        ["N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Ar=E9valo;Ana;;;"],
    ],
)
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_folding_of_every_kind(tmp_path, lines, end):
    found = card(tmp_path, "VERSION:2.1", *lines, "TEL;CELL:600111222", end=end)

    names = found.values["surname"], found.values["first_name"]
    assert (*names, found.problem) == ("Arévalo", "Ana", "")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('ADR;LABEL="Casa \\"Azul\\", 1":;;Calle 1;Lugo;;27001;ES', "Calle 1"),
        ('ADR;LABEL="Casa: la de Ana":;;Calle 1;Lugo;;27001;ES', "Calle 1"),
        ('ADR;LABEL="Casa:;;Calle 1;Lugo;;27001;ES', "Calle 1"),
        ("ADR;TYPE=WORK:;;Calle 1;Lugo;;27001;ES", "Calle 1"),
    ],
)
def test_quotes_in_parameters_cost_nothing(tmp_path, line, value):
    found = card(tmp_path, "N:Gil;Ana", line)

    assert (found.values["address"], found.values["city"]) == (value, "Lugo")


def test_one_bad_line_is_named_and_the_rest_is_taken(tmp_path):
    found = card(tmp_path, "N:Gil;Ana", "esto no es nada", "TEL:915550101")

    assert (found.values["phone_no"], found.problem) == ("915550101", "")
    assert "esto no es nada" in found.lost[0]


def test_a_second_name_is_kept(tmp_path):
    found = card(tmp_path, "N:Gil;Ana", "FN:Ana Gil", "N:Sanz;Eva", "FN:La jefa")

    assert found.values["first_name"] == "Ana"
    assert found.values["note"] == "N: Sanz Eva\nFN: La jefa"


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Mi Empresa SL", "company"),
        ("Mi Empresa, S.L.", "company"),
        ("Söhne GmbH", "company"),
        ("王明有限公司", "company"),
        ("João Sá", "person"),
        ("Ana Gil", "person"),
    ],
)
def test_a_firm_that_has_only_a_name_is_known_by_its_legal_form(tmp_path, name, type_):
    assert card(tmp_path, f"FN:{name}").values["type"] == type_


@pytest.mark.parametrize("start", ["", "\r\n\r\n", "  ", "\ufeff", "\ufeff\n"])
@pytest.mark.parametrize("begin", ["BEGIN:VCARD", "BEGIN: VCARD", "begin:vcard", "Begin : vCard "])
def test_a_file_of_cards_is_known_however_it_begins(tmp_path, start, begin):
    path = tmp_path / "cards.txt"
    path.write_bytes(f"{start}{begin}\nN:Gil;Ana\nEND:VCARD\n".encode())

    (row,) = open_table(path).rows

    assert row.cells["surname"] == "Gil"


def test_a_vcf_file_without_cards_is_no_table(tmp_path):
    path = tmp_path / "cards.vcf"
    path.write_text("name,phone\nAna,1\n")

    with pytest.raises(Unreadable, match="no vCard"):
        list(open_table(path).rows)


def test_cards_in_other_encodings(tmp_path):
    path = tmp_path / "cards.vcf"
    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        path.write_bytes("BEGIN:VCARD\r\nN:Muñoz;José\r\nEND:VCARD\r\n".encode(encoding))

        assert next(read_cards(path)).values["surname"] == "Muñoz"


@given(st.lists(st.binary(max_size=60), max_size=12))
def test_any_bytes_are_kept_and_nothing_fails(lines):
    physical = [line.replace(b"\n", b"") + b"\n" for line in lines]

    found = list(content_lines(physical))

    kept = b"".join(line.raw for line in found)
    assert kept.split() == b"".join(physical).split()


@given(st.text(max_size=30))
def test_what_is_escaped_comes_back(text):
    written = (
        text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    )

    assert unescaped(written) == text
    assert split(f"{written};x", ";")[-1] == "x"


REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "vcards"


@pytest.mark.skipif(not REAL.exists(), reason="the real cards are not there")
def test_the_real_cards_are_read_without_a_loss_but_pictures():
    for path in sorted(REAL.glob("*.vcf")):
        for found in read_cards(path):
            assert found.problem == ""
            assert set(found.lost) <= {"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-OL-DESIGN"}
