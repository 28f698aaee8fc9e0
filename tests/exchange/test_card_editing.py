"""A card that a telephone wrote is changed in place: only lines that tell something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisono.exchange.card_editing import edited
from unisono.exchange.card_slots import slots_of, told
from unisono.exchange.content_lines import content_lines

pytestmark = pytest.mark.pure

ANA = """\
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 18.1//EN
N:Ruiz Gil;Ana;;Dra.;
FN:Dra. Ana Ruiz Gil
ORG:Talleres Sol SL;Compras
TITLE:Jefa de compras
item1.TEL;type=CELL;type=pref:+34 600 111 222
item1.X-ABLabel:_$!<Mobile>!$_
TEL;TYPE=WORK:974 55 01 01
TEL;TYPE=HOME:974 55 02 02
EMAIL;TYPE=INTERNET,WORK:ana@sol.example
EMAIL:ana@casa.example
EMAIL:tercera@casa.example
item2.ADR;TYPE=WORK:Apdo. 7;;Calle Mayor 1;Jaca;Huesca;22700;España
item2.X-ABADR:es
BDAY:1980-02-29
X-SOCIALPROFILE;type=mastodon:https://ejemplo.example/@ana
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJ
 CQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2w==
"""


def read(text):
    """A card's lines, as a client sends them."""
    return list(content_lines(text.replace("\n", "\r\n").encode().splitlines(keepends=True)))


def text_of(lines):
    """The lines as they stand in the card."""
    return b"".join(line.raw for line in lines).decode()


def change(card, type_="person", **values):
    """The card after some fields were changed here, and what it tells then."""
    lines = read(card)
    slots = slots_of(lines)
    lines, slots = edited(lines, slots, {**told(lines, slots, type_), **values}, type_)
    return text_of(lines), told(lines, slots, type_)


def differences(card, **values):
    """The lines that an edit took away, and those that it brought."""
    before, after = card.splitlines(), change(card, **values)[0].splitlines()
    return [e for e in before if e not in after], [e for e in after if e not in before]


def test_a_card_tells_what_we_keep():
    lines = read(ANA)

    found = told(lines, slots_of(lines), "person")

    assert found == {
        "surname": "Ruiz Gil",
        "first_name": "Ana",
        "middle_name": "",
        "job_title": "Jefa de compras",
        "phone_no": "974 55 01 01",
        "mobile_phone_no": "+34 600 111 222",
        "fax_no": "",
        "email": "ana@sol.example",
        "email_2": "ana@casa.example",
        "address": "Calle Mayor 1",
        "address_2": "Apdo. 7",
        "city": "Jaca",
        "county": "Huesca",
        "post_code": "22700",
        "country_code": "ES",
        "home_page": "",
        "note": "",
    }


@pytest.mark.parametrize(
    ("values", "gone", "come"),
    [
        (
            {"mobile_phone_no": "+34 600 999 888"},
            ["item1.TEL;type=CELL;type=pref:+34 600 111 222"],
            ["item1.TEL;TYPE=CELL,pref:+34 600 999 888"],
        ),
        ({"phone_no": "974550101", "email": "Ana@Sol.example"}, [], []),
        (
            {"phone_no": "974 55 03 03"},
            ["TEL;TYPE=WORK:974 55 01 01"],
            ["TEL;TYPE=WORK:974 55 03 03"],
        ),
        (
            {"mobile_phone_no": ""},
            ["item1.TEL;type=CELL;type=pref:+34 600 111 222", "item1.X-ABLabel:_$!<Mobile>!$_"],
            [],
        ),
        (
            {"city": "Ansó"},
            ["item2.ADR;TYPE=WORK:Apdo. 7;;Calle Mayor 1;Jaca;Huesca;22700;España"],
            ["item2.ADR;TYPE=WORK:Apdo. 7;;Calle Mayor 1;Ansó;Huesca;22700;España"],
        ),
        (
            {"surname": "Ruiz; Gil", "name": "Ana Ruiz; Gil"},
            ["N:Ruiz Gil;Ana;;Dra.;", "FN:Dra. Ana Ruiz Gil"],
            ["N:Ruiz\\; Gil;Ana;;Dra.;", "FN:Ana Ruiz\\; Gil"],
        ),
        (
            {"company_name": "Sol, S.A."},
            ["ORG:Talleres Sol SL;Compras"],
            ["ORG:Sol\\, S.A.;Compras"],
        ),
        ({"note": "Uno, dos\nTres"}, [], ["NOTE:Uno\\, dos\\nTres"]),
        ({"home_page": "https://sol.example/?a=1,2"}, [], ["URL:https://sol.example/?a=1,2"]),
        ({"fax_no": "974 55 09 09"}, [], ["TEL;TYPE=WORK,FAX:974 55 09 09"]),
    ],
)
def test_only_the_line_that_tells_something_else_is_written(values, gone, come):
    values = {"company_name": "Talleres Sol SL", **values}

    assert differences(ANA, **values) == (gone, come)


def test_a_second_telephone_does_not_move_up_where_the_first_is_cleared():
    lines = read(ANA)
    slots = slots_of(lines)
    own = {line.raw for place, line in enumerate(lines) if place not in slots.values()}
    values = {**told(lines, slots, "person"), "company_name": "Talleres Sol SL", "phone_no": ""}

    lines, _slots = edited(lines, slots, values, "person")

    assert told(lines, slots_of(lines, own), "person")["phone_no"] == ""
    assert "TEL;TYPE=HOME:974 55 02 02" in text_of(lines)


def test_a_company_is_called_by_its_name_twice():
    text, found = change("VERSION:4.0\nFN:Sol\nORG:Sol;Ventas\nN:;;;;\n", "company", name="Sol SA")

    assert text.splitlines() == ["VERSION:4.0", "FN:Sol SA", "ORG:Sol SA;Ventas", "N:;;;;"]
    assert found["name"] == "Sol SA"
    assert "job_title" not in found


def test_a_country_that_nobody_knows_is_left_as_it_is():
    card = "FN:Ana\nADR:;;Calle 1;Cair Paravel;;;Narnia\n"
    lines = read(card)

    assert "country_code" not in told(lines, slots_of(lines), "person")
    assert differences(card, city="Beruna", name="Ana")[1][0].endswith(";Beruna;;;Narnia")


def test_a_telephone_as_version_4_writes_it():
    lines = read('FN:Ana\nTEL;VALUE=uri;TYPE="work,voice":tel:+34-974-550-101;ext=12\n')

    assert told(lines, slots_of(lines), "person")["phone_no"] == "+34-974-550-101 ext. 12"


# What telephones write, whole lines: properties of ours and of theirs, well formed or not.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)
OTHERS = st.builds(
    "{}{}:{}".format,
    st.sampled_from(["X-PHONETIC-LAST-NAME", "BDAY", "IMPP", "item7.X-ABDATE", "CALURI", "ROLE"]),
    st.sampled_from(["", ";TYPE=home", ';LABEL="a;b:c"', ";X-P=1,2"]),
    WORDS,
)
OURS = st.builds(
    "{}:{}".format,
    st.sampled_from(
        "FN N ORG TITLE NOTE URL ADR;TYPE=HOME item1.TEL TEL;CELL TEL;TYPE=FAX TEL EMAIL "
        "EMAIL;TYPE=WORK item3.ADR".split()
    ),
    WORDS | st.sampled_from(["+34 974 55 01 01", "600 11 22 33", "ana@sol.example", "a;b;c"]),
)
CARDS = st.lists(OTHERS | OURS | WORDS, max_size=14).map("\n".join).map("{}\n".format)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "phone_no": st.sampled_from(["", "+34 974 55 07 07"]),
        "mobile_phone_no": st.sampled_from(["", "+34 600 77 88 99"]),
        "email": st.sampled_from(["", "eva@mar.example"]),
        "city": st.sampled_from(["", "Muñoz", "İstanbul; Sur", "王"]),
        "note": st.sampled_from(["", "O'Neill & Söhne, \\n\nfin"]),
        "job_title": st.sampled_from(["", "Jefa, zona norte"]),
    },
)


@given(CARDS, st.sampled_from(["person", "company"]))
def test_what_a_card_tells_changes_nothing_in_it(card, type_):
    lines = read(card)
    slots = slots_of(lines)
    company = lines[slots["ORG"]].parts[0] if "ORG" in slots else ""
    values = {"company_name": company, **told(lines, slots, type_)}

    now, _slots = edited(lines, slots, values, type_)

    names = ("N", "FN", "ORG")  # which no card may lack, and which tell one name
    rest = [line.raw for line in now if line.name not in names]
    assert rest == [line.raw for line in lines if line.name not in names]


@given(CARDS, FIELDS)
def test_whatever_is_edited_all_other_lines_stay_byte_for_byte(card, values):
    lines = read(card)
    slots = slots_of(lines)
    before = told(lines, slots, "person")
    company = lines[slots["ORG"]].parts[0] if "ORG" in slots else ""
    others = [line.raw for place, line in enumerate(lines) if place not in slots.values()]

    now, places = edited(lines, slots, {"company_name": company, **before, **values}, "person")

    stayed = [line.raw for place, line in enumerate(now) if place not in places.values()]
    gone = [raw for raw in others if raw not in stayed]
    assert all(b"X-AB" in raw.upper() for raw in gone)
    assert stayed == [raw for raw in others if raw in stayed]
    found = told(now, places, "person")
    assert {name: found[name] for name in values} == values
