"""Papers are printed whole, whatever is written on them."""

import re
import resource
import struct
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import pairwise
from typing import Any

import fonts
import pytest
from django.conf import settings as installation
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from unisono.documents.printing import Paper, Unprintable, pages, render
from unisono.documents.printing_text import breakable, printable

pytestmark = pytest.mark.pure
HEADING = "Descripción Cantidad Precio Dto. % IVA % Importe"
MM = 72 / 25.4


def quote(count: int = 3, **other: Any) -> dict[str, Any]:
    """Return a quote of `count` lines of 10,00 each."""
    lines = [[f"Servicio {each}.", "1", "10,00", "", "21", "10,00"] for each in range(1, count + 1)]
    return {
        "language": "es",
        "region": "ES",
        "title": "Oferta de venta",
        "number": "SQ000001",
        "date_iso": "2025-03-04",
        "author": "Elmwood",
        "company": {
            "name": "Elmwood",
            "lines": ["Calle Real 1"],
            "facts": [["NIF", "B1"]],
            "footer": "Gracias",
        },
        "recipient": ["Muñoz & Söhne GmbH", "28013 Madrid"],
        "facts": [["Fecha", "4/3/2025"]],
        "columns": ["Descripción", "Cantidad", "Precio", "Dto. %", "IVA %", "Importe"],
        "lines": lines,
        "running": [f"{each}0,00" for each in range(1, count + 1)],
        "carried": "Suma y sigue",
        "brought": "Suma anterior",
        "totals": [["Base imponible", "30,00"]],
        "total": ["Total EUR", "36,30"],
        "texts": [["Condiciones de pago", "30 días"]],
        "page": "Página {page} de {pages}",
        **other,
    }


def texts(paper: Paper) -> list[str]:
    """Return what is to be read, and copied, on each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(paper.pdf)).pages]


def printed(data: Mapping[str, Any], template: str = "document") -> str:
    return "\n".join(texts(render(template, data)))


def words(text: str) -> str:
    return " ".join(text.split())


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )

    size = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"\0" * (width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + size + rows + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def long_order() -> list[str]:
    return texts(render("document", quote(200)))


def test_each_line_of_a_long_order_is_printed_once(long_order):
    found = re.findall(r"Servicio (\d+)\.", "\n".join(long_order))

    assert found == [str(each) for each in range(1, 201)]


def test_every_page_says_which_of_how_many_it_is(long_order):
    assert len(long_order) > 3
    for place, page in enumerate(long_order, start=1):
        assert f"Página {place} de {len(long_order)}" in page


def test_every_page_with_lines_has_the_heading(long_order):
    assert all(HEADING in words(page) for page in long_order if "Servicio" in page)


def test_sums_are_carried_from_page_to_page(long_order):
    with_lines = [page for page in long_order if "Servicio" in page]
    for page, following in pairwise(with_lines):
        last = re.findall(r"Servicio (\d+)\.", page)[-1]
        assert re.findall(r"Suma y sigue\s+([\d,]+)", page) == [f"{last}0,00"]
        assert re.findall(r"Suma anterior\s+([\d,]+)", following) == [f"{last}0,00"]

    assert "Suma anterior" not in long_order[0]
    assert "Suma y sigue" not in with_lines[-1]


@pytest.mark.parametrize("count", range(18, 34))
def test_the_total_stands_with_the_last_line(count):
    with_total = [page for page in texts(render("document", quote(count))) if "Total EUR" in page]

    assert len(with_total) == 1
    assert f"Servicio {count}." in with_total[0]


def test_totals_longer_than_a_page_are_all_printed():
    text = printed(quote(totals=[[f"Base {each}.", "1,00"] for each in range(120)]))

    assert re.findall(r"Base (\d+)\.", text) == [str(each) for each in range(120)]
    assert "Total EUR" in text


@pytest.mark.parametrize("count", [0, 1])
def test_few_lines(count):
    text = printed(quote(count))

    assert text.count("Servicio") == count
    assert "Total EUR" in text
    assert "Suma" not in text


def test_a_line_longer_than_a_page_goes_on_over_the_next_pages():
    text = printed(
        quote(
            lines=[["\n".join(f"Punto {each}." for each in range(150)), "1", "2", "", "", "2"]] * 2
        )
    )

    assert re.findall(r"Punto (\d+)\.", text) == [str(each) for each in range(150)] * 2


@pytest.mark.parametrize("template", ["document", "cover_sheet"])
def test_nothing_given_is_an_empty_page(template):
    assert [words(page) for page in texts(render(template, {}))] == [""]
    assert len(pages(template, {})) == 1


@pytest.mark.parametrize(
    "text",
    [
        "#let x = 1 #x",
        "$x^2$ *b* _u_ `raw`",
        '@ref <label> "q" \\ \\n',
        "= h // c /* d */ [a] {b}",
        "a~b -- c ... 'd'",
        '#image("x")',
    ],
)
def test_signs_of_the_typesetter_are_printed_as_typed(text):
    found = printed(
        quote(
            intro=text,
            lines=[[text, "#1", "$2$", "", "", "*3*"]],
            recipient=[text],
            texts=[[text, text]],
        )
    )

    assert words(found).count(words(text)) >= 3


@pytest.mark.parametrize(
    ("place", "at_most"),
    [
        ({"intro": "x" * 300}, 102),
        ({"recipient": ["x" * 300]}, 46),
        ({"facts": [["a", "x" * 300]]}, 26),
        ({"lines": [["x" * 300, "1", "2", "3", "4", "5"]]}, 70),
        ({"lines": [["a", "x" * 300, "2", "3", "4", "5"]]}, 70),
        ({"texts": [["a", "x" * 300]]}, 78),
        ({"totals": [["x" * 300, "1,00"]]}, 46),
    ],
)
def test_a_very_long_word_stays_within_its_place(place, at_most):
    found = re.findall("x{2,}", printed(quote(**place)))

    assert sum(map(len, found)) == 300
    assert max(map(len, found)) <= at_most


def test_empty_lines_and_line_ends_are_kept():
    paper = render("document", quote(intro="Uno\r\n\r\n\r\nDos\rTres", lines=[]))
    heights = {}

    def note(text: str, _user: object, place: list[float], *_: object) -> None:
        heights.setdefault(text.strip(), place[5])

    PdfReader(BytesIO(paper.pdf)).pages[0].extract_text(visitor_text=note)
    first, second, third = heights["Uno"], heights["Dos"], heights["Tres"]
    assert abs(first - second) == pytest.approx(3 * abs(second - third), abs=1)


@pytest.mark.parametrize(
    "name",
    [
        "شركة الأفق للتجارة",
        "חברת הדוגמה בע״מ",
        "株式会社サンプル東京？",
        "예시 주식회사",
        "示例有限公司・繁體",
        "Ελλάδα Ёлка Đặng Thị Ngọc",
        "ไทย हिन्दी ქართული Հայերեն",
        "👩‍👩‍👧‍👦 🇪🇸 👋🏽 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ☎ ✓ → €",
        "e\u0301 ạ\u0301 n\u0303",
    ],
)
def test_names_of_all_the_world_are_printed(name):
    paper = render("document", quote(recipient=[name], lines=[[name, "1", "2", "", "", "2"]]))

    assert paper.missing == ()
    assert paper.is_archival


def test_chinese_and_korean_can_be_read_again():
    text = printed(quote(recipient=["示例有限公司", "예시 주식회사"]))

    assert "示例有限公司" in text
    assert "예시 주식회사" in text


def test_a_character_that_no_font_has_is_written_out_and_named():
    paper = render("document", quote(recipient=["𓀀 y 𓀀", "漢\u0301"]))

    assert paper.missing == ("𓀀", "\u0301")
    assert "[U+13000] y [U+13000]" in texts(paper)[0]
    assert "[U+0301]" in texts(paper)[0]


def test_the_fonts_are_as_recorded():
    assert fonts.problems() == []


def test_control_characters_are_left_out():
    assert printable("a\0b\x07c\u202ed\ufeffe\tf", {}) == "abcdef".replace("f", " " * 3 + "f")


def test_half_a_character_is_written_out():
    missing: dict[str, None] = {}

    assert printable("a\ud800", missing) == "a[U+D800]"
    assert list(missing) == ["\ud800"]


def test_only_long_words_may_break():
    assert breakable("cinco siete", 6) == "cinco siete"
    assert breakable("sietesiete e\u0301", 6) == "\u200b".join("sietesiete") + " e\u0301"


def test_it_says_that_it_is_for_archives():
    paper = render("document", quote())

    assert paper.is_archival
    assert b"<pdfaid:part>2</pdfaid:part>" in paper.pdf
    assert PdfReader(BytesIO(paper.pdf)).metadata.title == "Oferta de venta SQ000001"
    assert PdfReader(BytesIO(paper.pdf)).metadata.author == "Elmwood"


def test_without_a_date_it_is_an_ordinary_pdf():
    paper = render("document", quote(date_iso=""))

    assert not paper.is_archival
    assert "Oferta de venta" in texts(paper)[0]


def test_the_same_data_make_the_same_bytes():
    assert render("document", quote(40)).pdf == render("document", quote(40)).pdf


@pytest.mark.parametrize("size", [(300, 80), (80, 300), (4000, 2)])
def test_the_logo_is_printed(size):
    paper = render("document", quote(), {"logo": png(*size)})

    assert len(PdfReader(BytesIO(paper.pdf)).pages[0].images) == 1
    assert paper.is_archival


@pytest.mark.parametrize(
    "logo", [b"", b"GIF89a", b"\xff\xd8\xff\xe0no", png(300, 80)[:60], b"<svg/>"]
)
def test_a_broken_logo_is_left_out(logo):
    assert render("document", quote(), {"logo": logo}).pdf == render("document", quote()).pdf


def test_many_may_print_at_the_same_time():
    numbers = [f"SQ{each:06}" for each in range(24)]

    with ThreadPoolExecutor(8) as threads:
        papers = list(
            threads.map(lambda number: render("document", quote(30, number=number)), numbers)
        )

    for number, paper in zip(numbers, papers, strict=True):
        assert f"Oferta de venta {number}" in words(texts(paper)[0])


def test_the_recipient_is_where_the_window_of_an_envelope_is():
    page = PdfReader(BytesIO(render("document", quote(), {"logo": png(300, 80)}).pdf)).pages[0]
    places: dict[str, tuple[float, float]] = {}

    def note(text: str, user: list[float], place: list[float], *_: object) -> None:
        x, y = place[4] * user[0] + user[4], place[5] * user[3] + user[5]
        places.setdefault(text.strip(), (x / MM, (float(page.mediabox.height) - y) / MM))

    page.extract_text(visitor_text=note)
    left, top = places["Muñoz & Söhne GmbH"]
    assert left == pytest.approx(20, abs=1)
    assert 47 < top < 60


def test_a_preview_has_a_picture_of_each_page():
    pictures = pages("document", quote(60))

    assert len(pictures) == len(texts(render("document", quote(60))))
    assert all(picture.startswith(b"<svg") for picture in pictures)


def test_each_cover_sheet_counts_its_own_pages():
    long = {"recipient": ["Ana"], "title": "Mudanza", "body": "Estimada Ana:\n\n" * 60}
    short = {"recipient": ["Ben"], "title": "Mudanza", "body": "Estimado Ben:"}
    company = {"name": "Elmwood"}

    found = texts(
        render(
            "cover_sheet",
            {"company": company, "page": "{page}/{pages}", "sheets": [long, short, long]},
        )
    )

    first = [re.findall(r"\d/\d", page)[-1] for page in found]
    assert "Estimado Ben:" in found[first.index("1/1")]
    assert first.count("1/1") == 1
    count = first.index("1/1")
    assert first == [*(f"{each}/{count}" for each in range(1, count + 1)), "1/1", *first[:count]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), min_size=5, max_size=5))
def test_any_text_is_printed_without_a_box(found):
    one, two, three, four, five = found
    lines = [[one, two, three], [four, five, one]]

    paper = render(
        "document",
        quote(title=five, recipient=found, intro=two, lines=lines, texts=[[three, four]]),
    )

    # The archival standard does not let a box stand for a character.
    assert paper.is_archival


def unfolding_picture(side):
    """A PNG of a few kilobytes that says that it is of so many pixels on each side."""
    packer = zlib.compressobj(9)
    lines = b"".join(packer.compress(b"\0" * (1 + side)) for _line in range(side)) + packer.flush()

    def chunk(kind, content):
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"".join(
        (b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), chunk(b"IDAT", lines), chunk(b"IEND", b""))
    )


def test_a_picture_that_unfolds_without_end_is_left_out_and_ends_its_own_process_only():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    paper = render("document", quote(), {"logo": unfolding_picture(30_000)})

    assert (paper.pdf[:5], len(PdfReader(BytesIO(paper.pdf)).pages)) == (b"%PDF-", 1)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_paper_beyond_the_limits_is_refused_with_them(monkeypatch):
    monkeypatch.setattr(installation, "PRINT_MEMORY_MB", 64)

    with pytest.raises(Unprintable, match="64 MB of memory in 60 seconds"):
        render("document", quote())
