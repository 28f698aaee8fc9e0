"""Documents on pages: begun, filled in, corrected, printed, sent, ordered, refreshed; in both
languages.
"""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import company, linked, person, record
from tests.making_documents import LINES, log_of, paper, stored
from tests.web.pages import Browser, words
from unisono.documents.models import Document
from unisono.documents.queries import lines_of
from unisono.interactions.models import Message
from unisono.links.models import Link
from unisono.usecases.documents.changing import change_document
from unisono.usecases.records.changing import change_record

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks


@pytest.fixture
def desk(db):
    """omar, sales, at his desk."""
    return Browser("omar")


@pytest.fixture
def mesa(db):
    """omar, reading Spanish."""
    return Browser("omar", "es")


@pytest.fixture
def quote(ines):
    """Where a quote for a company that is no customer is."""
    return "/sales-quotes/" + paper(
        ines, "sales_quote", company(ines, "Muñoz & Söhne GmbH", no="ELM")
    )


def no_of(url):
    """The number of the document at an address."""
    return url.rsplit("/", 1)[-1]


def lines_sent(*rows):
    """The lines of a form: (description, quantity, unit price, discount, VAT)."""
    names = ("description", "quantity", "unit_price", "discount_pct", "vat_pct")
    return {f"line.{name}": [row[n] for row in rows] for n, name in enumerate(names)}


def test_two_clicks_from_a_contact_to_a_quote_that_is_stored_once_it_is_saved(desk, ines):
    """[7.1] The menu, and the type; leaving the form leaves nothing behind, no number either."""
    company(ines, "Muñoz & Söhne GmbH", no="ELM")
    new = "/sales-quotes/-/new?contact_no=ELM"
    assert new in desk.get("/contacts/ELM")

    assert "Muñoz & Söhne GmbH" in desk.get("/sales-quotes/-/new", contact_no="ELM")
    assert not Document.objects.exists()

    form = desk.form("/sales-quotes/-/new", contact_no="ELM")
    rows = lines_sent(("Té", "2", "10", "", "21"), ("", "", "", "", "21"))
    response = desk.post("/sales-quotes/-/new", **{**form, **rows, "attention": "王"})

    assert response.headers["location"] == "/sales-quotes/SQ000001"
    again = desk.post("/sales-quotes/-/new", **{**form, **rows})
    assert again.headers["location"] == "/sales-quotes/"
    quote = Document.objects.get()
    assert (quote.attention, str(quote.total), quote.lines.count()) == ("王", "24.2000", 1)


def test_lines_without_rate_are_asked_about_and_not_stored_before_that(desk, ines):
    company(ines, no="ELM")
    form = desk.form("/sales-quotes/-/new", contact_no="ELM")
    rows = lines_sent(("Té", "2", "10", "", ""), ("Saludos", "1", "", "", ""))

    asked = desk.post("/sales-quotes/-/new", 422, **{**form, **rows}).content.decode()

    assert "Lines without VAT rate: 1." in words(asked)
    assert 'value="10"' in asked
    assert not Document.objects.exists()
    desk.post("/sales-quotes/-/new", **{**form, **rows, "no_vat": "yes"})
    assert str(Document.objects.get().total) == "20.0000"


def test_a_line_without_rate_has_that_of_the_line_above(desk, quote):
    form = desk.form(f"{quote}/edit")
    rows = lines_sent(("Té", "1", "10", "", "10"), ("Café", "1", "10", "", ""))

    desk.post(f"{quote}/edit", **{**form, **rows})

    lines = stored("sales_quote", no_of(quote)).lines.order_by("position")
    assert [str(line.vat_pct) for line in lines] == ["10.0000", "10.0000"]


def test_a_copy_is_begun_from_the_page_and_once(desk, ines, quote):
    form = desk.form(quote, f"{quote}/copy")

    response = desk.post(f"{quote}/copy", **form)

    assert response.headers["location"] == "/sales-quotes/SQ000002/edit"
    assert desk.post(f"{quote}/copy", **form).headers["location"] == "/sales-quotes/"


def test_an_order_for_no_customer_says_how_to_make_one(desk, ines):
    """[7.2]"""
    company(ines, no="ELM")

    page = desk.get("/sales-orders/-/new", 422, contact_no="ELM")

    assert "/contacts/ELM/create-as/customer" in page
    assert "is no customer yet" in words(page)
    assert not Document.objects.exists()


def test_lines_are_typed_in_the_reader_s_way(mesa, quote):
    form = mesa.form(f"{quote}/edit")

    mesa.post(
        f"{quote}/edit",
        **{**form, **lines_sent(("Té", "1,5", "1.234,50", "", "21"), ("", "", "", "", ""))},
    )

    (line,) = stored("sales_quote", no_of(quote)).lines.all()
    assert (line.description, str(line.quantity), str(line.unit_price)) == (
        "Té",
        "1.50000",
        "1234.50000",
    )
    assert "1.851,75" in mesa.get(quote)
    assert 'value="1234,50"' in mesa.get(f"{quote}/edit")


def test_a_form_that_nobody_touched_changes_nothing(mesa, quote):
    shown = lines_sent(("Consultoría", "2", "10,00", "0", "21"), ("", "", "", "", ""))

    mesa.post(f"{quote}/edit", **{**mesa.form(f"{quote}/edit"), **shown})

    assert stored("sales_quote", no_of(quote)).version == 1


def test_what_is_wrong_stands_beside_the_number_and_nothing_typed_is_lost(desk, quote):
    form = desk.form(f"{quote}/edit")
    rows = lines_sent(("Té", "many", "10", "", "21"), ("Café", "2", "3", "200", ""))

    page = desk.post(f"{quote}/edit", 422, **{**form, **rows, "city": "Lugo"}).content.decode()

    assert 'value="many"' in page
    assert 'value="Lugo"' in page
    assert page.count('class="input-error"') == 2
    assert "Café" in page
    assert stored("sales_quote", no_of(quote)).version == 1


def test_the_second_of_two_people_is_told(desk, ines, quote):
    """[3.5]"""
    form = desk.form(f"{quote}/edit")
    change_document("sales_quote", no_of(quote), {"city": "Vigo"}, actor=ines)

    page = desk.post(f"{quote}/edit", 409, **{**form, "city": "Lugo"}).content.decode()

    assert "ines changed this meanwhile from" in words(page)
    assert "to Vigo. Save keeps yours." in words(page)
    assert 'value="Lugo"' in page
    desk.post(f"{quote}/edit", **{**form, "city": "Lugo", "version": "2"})
    assert stored("sales_quote", no_of(quote)).city == "Lugo"


def test_the_second_of_two_people_at_the_lines_is_told_and_decides(desk, ines, quote):
    form = desk.form(f"{quote}/edit")
    change_document("sales_quote", no_of(quote), {"lines": [{"description": "Mate"}]}, actor=ines)
    rows = lines_sent(("Té", "7", "10", "", "21"))

    page = desk.post(f"{quote}/edit", 409, **{**form, **rows}).content.decode()

    assert "Lines: ines changed the lines meanwhile." in words(page)
    assert 'name="version" value="2"' in page
    assert ">Té</textarea>" in page
    desk.post(f"{quote}/edit", **{**form, **rows, "version": "2"})
    assert [line.description for line in lines_of(stored("sales_quote", no_of(quote)))] == ["Té"]


def test_changes_of_two_people_to_different_fields_are_both_kept_and_said(desk, ines, quote):
    form = desk.form(f"{quote}/edit")
    change_document("sales_quote", no_of(quote), {"city": "Vigo"}, actor=ines)

    desk.post(f"{quote}/edit", **{**form, "note": "visto"})

    assert (stored("sales_quote", no_of(quote)).city, stored("sales_quote", no_of(quote)).note) == (
        "Vigo",
        "visto",
    )
    assert "Meanwhile ines changed: City. Both changes are kept." in words(desk.get(quote))


def test_what_was_typed_stays_when_a_document_is_closed_meanwhile(desk, ines, quote):
    form = desk.form(f"{quote}/edit")
    change_document("sales_quote", no_of(quote), {"status": "closed"}, actor=ines)

    page = desk.post(f"{quote}/edit", 409, **{**form, "city": "Lugo"}).content.decode()

    assert "is not open any more" in words(page)
    assert 'value="Lugo"' in page


def test_all_that_is_wrong_in_header_and_lines_is_said_at_once(desk, quote):
    form = desk.form(f"{quote}/edit")

    page = desk.post(
        f"{quote}/edit",
        422,
        **{**form, **lines_sent(("Té", "many", "", "", "")), "email": "nobody"},
    )

    assert page.content.decode().count('aria-invalid="true"') == 2
    assert "This is not a number." in words(page.content.decode())


def test_undoing_a_change_leads_back_to_the_document(desk, quote):
    desk.post(f"{quote}/edit", **{**desk.form(f"{quote}/edit"), "city": "Lugo"})
    [undo] = re.findall(r'action="(/undo/set-[0-9]+)"', desk.get(quote))

    assert desk.post(undo).url == quote


def test_sums_follow_while_one_types(desk, quote):
    form = desk.form(f"{quote}/edit")

    def looked(price):
        rows = lines_sent(("Té", "2", price, "", "21"))
        return words(
            desk.post(f"{quote}/edit", 200, **{**form, **rows, "look": "yes"}).content.decode()
        )

    assert "24.20" in looked("10")
    assert "every number is one" in looked("many")
    assert stored("sales_quote", no_of(quote)).version == 1


def test_the_preview_shows_pages_and_logs_nothing_while_printing_does(desk, quote):
    """[7.5] [8.1]"""
    before = log_of("ELM")

    assert f'src="{quote}/pages/1"' in desk.get(f"{quote}/preview")
    page = desk.client.get(f"{quote}/pages/1")
    assert (page.headers["Content-Type"], page.content[:4]) == ("image/svg+xml", b"<svg")
    desk.get(f"{quote}/pages/9", 404)
    assert desk.client.get(f"{quote}/pdf").content.startswith(b"%PDF-")
    assert log_of("ELM") == before
    printed = desk.post(f"{quote}/print", 200)

    assert printed.content.startswith(b"%PDF-")
    assert log_of("ELM")[-1] == ("sales_quote_printed", no_of(quote))


def test_a_character_that_no_font_has_is_told_before_printing(desk, ines, quote):
    change_document("sales_quote", no_of(quote), {"name": "Faraón 𓀀"}, actor=ines)

    assert "No font has these characters" in words(desk.get(f"{quote}/preview"))


def test_the_e_mail_is_proposed_corrected_and_sent_once(desk, ines, quote):
    change_document(
        "sales_quote", no_of(quote), {"language_code": "es", "email": "ana@elm.example"}, actor=ines
    )
    form = desk.form(f"{quote}/email")
    assert (form["to"], form["subject"]) == ("ana@elm.example", f"Oferta {no_of(quote)} de ")

    page = desk.post(f"{quote}/email", 422, **{**form, "to": "nobody"}).content.decode()
    assert 'id="err-to"' in page
    desk.post(f"{quote}/email", **form)
    desk.post(f"{quote}/email", **form)

    assert [(message.to, message.state) for message in Message.objects.all()] == [
        ("ana@elm.example", "waiting")
    ]
    assert "On its way" in words(desk.get(quote))


def test_making_the_order_says_what_happens_and_undo_takes_it_back(desk, quote):
    """[7.2] [2.8]"""
    page = words(desk.get(f"{quote}/make-order"))
    assert "becomes a customer" in page

    response = desk.post(f"{quote}/make-order", **desk.form(f"{quote}/make-order"))

    assert response.headers["location"] == "/sales-orders/SO000001"
    shown = desk.get("/sales-orders/SO000001")
    undo = re.search(r'action="(/undo/set-\d+)"', shown).group(1)
    assert stored("sales_quote", no_of(quote)).status == "closed"
    desk.post(undo)
    assert (stored("sales_quote", no_of(quote)).status, Link.objects.count()) == ("open", 0)


def test_without_confirming_no_order_is_made(desk, quote):
    page = desk.post(f"{quote}/make-order", 422).content.decode()

    assert "is no customer yet" in words(page)
    assert stored("sales_quote", no_of(quote)).status == "open"


def test_a_blanket_order_asks_how_much(mesa, ines):
    contact, _customer = linked(ines, "customer")
    blanket = "/sales-blanket-orders/" + paper(
        ines,
        "sales_blanket_order",
        contact,
        [{"description": "Tablón", "quantity": "10"}, {"description": "Clavos"}],
    )

    mesa.post(
        f"{blanket}/make-order", **{**mesa.form(f"{blanket}/make-order"), "quantity": ["2,5", ""]}
    )

    (line,) = stored("sales_order", "SO000001").lines.all()
    assert (line.description, str(line.quantity)) == ("Tablón", "2.50000")
    assert "quedan: 7,5" in words(mesa.get(blanket))


def test_more_than_is_left_of_a_blanket_order_is_said_beside_its_line(mesa, ines):
    contact, _customer = linked(ines, "customer")
    blanket = "/sales-blanket-orders/" + paper(
        ines,
        "sales_blanket_order",
        contact,
        [{"description": "Tablón", "quantity": "10"}, {"description": "Clavos"}],
    )

    form = mesa.form(f"{blanket}/make-order")
    page = mesa.post(
        f"{blanket}/make-order", 422, **{**form, "quantity": ["2", "999"]}
    ).content.decode()

    assert 'value="999"' in page
    assert page.count('aria-invalid="true"') == 1
    assert Document.objects.count() == 1


def test_refreshing_is_shown_first(desk, ines, quote):
    """[7.3]"""
    assert "Nothing differs" in words(desk.get(f"{quote}/refresh"))
    change_record("contact", "ELM", {"city": "Lugo"}, actor=ines)
    form = desk.form(f"{quote}/refresh")
    change_record("contact", "ELM", {"city": "Vigo"}, actor=ines)

    page = desk.post(f"{quote}/refresh", 409, **form).content.decode()
    assert "Vigo" in page
    desk.post(f"{quote}/refresh", **desk.form(f"{quote}/refresh"))

    assert stored("sales_quote", no_of(quote)).city == "Vigo"


def test_states_and_deletion(desk, ines, quote):
    def set_status(status, version):
        return desk.client.post(
            f"{quote}/status", {"status": status, "version": version}
        ).status_code

    assert set_status("released", "1") == 302
    assert desk.client.get(f"{quote}/edit").headers["location"] == quote
    desk.post(f"{quote}/delete", 409, version="2")
    assert [set_status("open", "9"), set_status("open", "2"), set_status("done", "3")] == [
        412,
        302,
        422,
    ]

    desk.post(f"{quote}/delete", version="3")

    assert not Document.objects.exists()


def test_lists_are_searched_and_shown_by_state(desk, ines, quote):
    firm = company(ines, "Ñandú SL")
    other = paper(ines, "sales_quote", firm)
    change_document("sales_quote", other, {"status": "closed"}, actor=ines)

    def numbers(query=""):
        return re.findall(r"data-main>([^<]+)<", desk.get(f"/sales-quotes/{query}"))

    assert numbers() == [other, no_of(quote)]
    assert numbers("?status=open") == [no_of(quote)]
    assert numbers("?q=nandu") == [other]
    assert numbers("?sort=no") == [no_of(quote), other]
    assert "Nothing matches" in words(desk.get("/sales-quotes/?q=nobody"))
    assert "Begin one here" not in words(desk.get("/purchase-quotes/"))
    assert "Begin one here" in words(Browser("petra").get("/purchase-quotes/"))
    assert desk.client.get("/sales-quotes/?colour=red").status_code == 302


def test_an_order_of_two_hundred_lines_is_saved_on_its_page(desk, quote):
    form = desk.form(f"{quote}/edit")
    rows = lines_sent(*((f"Té {n}", "1", "1.50", "", "21") for n in range(200)))

    desk.post(f"{quote}/edit", **{**form, **rows})

    assert stored("sales_quote", no_of(quote)).lines.count() == 200


@pytest.mark.parametrize("typed", ["1e400000000", "1E20", "NaN", "Infinity", "9" * 41, "١٢x"])
def test_no_number_takes_the_memory(desk, quote, typed):
    form = desk.form(f"{quote}/edit")

    page = desk.post(
        f"{quote}/edit", 422, **{**form, **lines_sent(("Té", typed, "", "", ""))}
    ).content.decode()

    assert f'value="{typed}"' in page


def test_what_was_shown_to_others_is_not_there_for_those_without_the_right(ines, quote):
    purchase = "/purchase-quotes/" + paper(ines, "purchase_quote", "ELM")
    for name, path in (("petra", quote), ("omar", purchase), ("lena", quote), ("felix", purchase)):
        somebody = Browser(name)
        page = somebody.get(path)
        assert "/edit" not in page
        assert "/make-order" not in page
        assert somebody.client.get(f"{path}/edit").status_code == 403
        for act in ("email", "make-order", "refresh", "delete"):
            assert somebody.client.post(f"{path}/{act}", {}).status_code == 403, (name, act)


def test_the_wizard_says_which_quotes_get_the_customer(desk, ines, quote):
    """[2.8] [P3]"""
    customer = record(ines, "customer", "Muñoz & Söhne GmbH")

    page = desk.get(f"/contacts/ELM/links/customer/{customer}/wizard")
    assert f'href="{quote}"' in page
    assert f'href="{quote}"' in desk.get("/contacts/ELM/create-as/customer")


def test_the_home_page_shows_quotes_that_wait(desk, quote):
    """[P9]"""
    assert no_of(quote) in desk.get("/waiting-quotes/")
    assert "waiting-quotes" in desk.get("/")


def test_a_deleted_party_leaves_the_paper_as_it_was(desk, ines):
    contact, customer = linked(ines, "customer", city="Lugo")
    order = "/sales-orders/" + paper(ines, "sales_order", contact)
    change_document("sales_order", no_of(order), {"status": "closed"}, actor=ines)
    ines_at_desk = Browser("ines")
    for path in (f"/customers/{customer}", f"/contacts/{contact}"):
        ines_at_desk.post(f"{path}/delete", **ines_at_desk.form(f"{path}/delete"))

    page = words(desk.get(order))
    assert "Talleres Muñoz SL" in page
    assert "is not there any more" in page
    assert desk.post(f"{order}/print", 200).content.startswith(b"%PDF-")


def test_hostile_texts_are_shown_and_never_run(desk, ines, quote):
    evil = "<script>alert(1)</script>{{ 7*7 }}"
    lines = [{"description": evil}]
    change_document(
        "sales_quote", no_of(quote), {"name": evil, "note": evil, "lines": lines}, actor=ines
    )

    for path in (
        quote,
        f"{quote}/edit",
        f"{quote}/preview",
        f"{quote}/make-order",
        "/sales-quotes/",
        "/contacts/ELM",
    ):
        page = desk.client.get(path).content.decode()
        assert "<script>alert" not in page, path
        assert html.escape("<script>alert(1)") in page or path in (
            f"{quote}/preview",
            "/contacts/ELM",
        ), path


PAGES = ("", "/edit", "/preview", "/email", "/make-order", "/refresh", "/delete")


def test_no_page_of_a_document_asks_the_database_more_than_a_dozen_times(desk, ines):
    contact, _customer = linked(ines, "customer")
    ana = person(ines, company_no=contact)
    quote = "/sales-quotes/" + paper(ines, "sales_quote", ana, LINES * 30)
    for _round in range(10):
        desk.post(f"{quote}/print", 200)
    counts = {}
    for path in [
        *(quote + each for each in PAGES),
        "/sales-quotes/",
        "/interactions/",
        f"/contacts/{contact}/aside",
    ]:
        with CaptureQueriesContext(connection) as queries:
            desk.client.get(path)
        counts[path] = len(queries)

    assert {path: count for path, count in counts.items() if count > 12} == {}
