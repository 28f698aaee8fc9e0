"""Lists of documents: filters, columns, views, files; many printed, released and closed at once."""

import csv
import io
import re
import zipfile

import pytest

from tests.making import code, company, linked
from tests.making_documents import log_of, paper, stored
from tests.web.pages import Browser, words
from unisono.usecases.documents import many
from unisono.usecases.documents.changing import change_document

LIST = "/sales-quotes/"


@pytest.fixture
def desk(db):
    """omar, sales, at his desk."""
    return Browser("omar")


@pytest.fixture
def quotes(ines):
    """Quotes for a firm and for another, of two salespeople and two days: their numbers."""
    code(ines, "salespeople", "LUIS", description="Luis Iturralde")
    company(ines, "Muñoz SL", no="MUN", city="Toledo", salesperson_code="LUIS")
    company(ines, "Ñandú SA", no="NAN", city="Ronda", currency_code="EUR")
    return [
        paper(ines, "sales_quote", "MUN", document_date="2026-03-01"),
        paper(ines, "sales_quote", "NAN", document_date="2026-03-31", external_document_no="X 7"),
        paper(ines, "sales_quote", "MUN", document_date="2026-04-01", lines=[]),
    ]


def numbers(page):
    """The numbers in the rows of a list."""
    return re.findall(r"data-main>\s*([^<\s]+)<", page)


def sent(desk, path, **values):
    """Send the form for rows that are ticked, or for all that match."""
    assert desk.client.post(path, values, REQUEST_URI=path).status_code == 302


def test_documents_are_filtered_by_what_they_say_and_by_whom_they_are_with(desk, quotes):
    first, second, third = quotes
    for query, found in (
        ({"salesperson_code": "LUIS"}, [third, first]),
        ({"document_date__gte": "2026-03-02", "document_date__lte": "2026-03-31"}, [second]),
        ({"contact_no": "nan"}, [second]),
        ({"company_no": "MUN"}, [third, first]),
        ({"total__gte": "1"}, [second, first]),
        ({"currency_code": "EUR", "city": "Ronda"}, [second]),
        ({"external_document_no": "X 7"}, [second]),
        ({"due_date": "", "created_at": "today", "created_by": "ines"}, [third, second, first]),
        ({"customer_no": "", "status__in": "open,released"}, [third, second, first]),
        ({"document_date": "last-year"}, []),
        ({"sort": "document_date"}, [first, second, third]),
    ):
        assert numbers(desk.get(LIST, **query)) == found, query


def test_the_salesperson_s_name_stands_in_the_list_and_other_columns_where_they_are_wanted(
    desk, quotes
):
    page = words(desk.get(LIST))
    assert "Luis Iturralde" in page
    assert "LUIS" not in page

    desk.post(f"{LIST}-/columns", column=["city", "contact_no", "due_date"], query="")

    page = desk.get(LIST)
    assert "Toledo" in page
    assert 'href="/contacts/MUN">Muñoz SL</a>' in page
    assert "20.00" not in page


def test_views_of_each_type_of_document_are_its_own(desk, quotes):
    desk.post(f"{LIST}-/views", name="De Luis", query="salesperson_code=LUIS", shared="on")

    assert "De Luis" in Browser("petra").get(LIST)
    assert "De Luis" not in desk.get("/sales-orders/")
    desk.post("/purchase-blanket-orders/-/views", name="Cerrados", query="status=closed")
    assert "Cerrados" in desk.get("/purchase-blanket-orders/")


def test_a_list_of_documents_goes_out_as_a_file(desk, quotes):
    response = desk.client.get(f"{LIST}-/export", {"no__in": quotes[0], "format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["No."], row["Status"], row["Total"]) == (quotes[0], "open", "24.20")
    assert row["Name of the salesperson"] == "Luis Iturralde"
    assert desk.client.get(f"{LIST}-/export", {"format": "vcf"}).status_code == 422


def test_some_are_released_as_one_act_and_it_is_told_which_were_not(desk, ines, quotes):
    contact, _customer = linked(ines, "customer", no="ELM")
    order = paper(ines, "sales_order", contact)
    change_document("sales_order", order, {"status": "closed"}, actor=ines)
    free = paper(ines, "sales_order", contact)

    sent(desk, f"{LIST}-/status", no__in=",".join(quotes[:2]), status="released", query="")
    page = desk.get(LIST)
    assert "Released: 2" in words(page)
    undo = re.search(r'action="(/undo/act-[^"]+)"', page).group(1)
    assert [stored("sales_quote", no).status for no in quotes] == ["released"] * 2 + ["open"]

    desk.post(undo)
    assert {stored("sales_quote", no).status for no in quotes} == {"open"}
    sent(desk, "/sales-orders/-/status", query="contact_no=ELM", status="closed")
    assert {stored("sales_order", no).status for no in (order, free)} == {"closed"}


def test_what_is_refused_of_one_keeps_no_other_back(desk, ines, quotes):
    contact, _customer = linked(ines, "customer", no="ELM")
    quote = paper(ines, "sales_quote", contact)
    desk.post(f"/sales-quotes/{quote}/make-order", **desk.form(f"/sales-quotes/{quote}/make-order"))

    sent(desk, f"{LIST}-/status", no__in=f"{quote},{quotes[0]}", status="released", query="q=x")

    page = words(desk.get(LIST))
    assert "Released: 1" in page
    assert f"{quote}: {quote} became the order" in page


def test_several_are_printed_into_a_zip_and_each_is_logged(desk, quotes):
    printed = desk.post(f"{LIST}-/print", 200, no__in=",".join(quotes[:2]), query="")

    names = zipfile.ZipFile(io.BytesIO(printed.content)).namelist()
    assert names == [f"Quote {no}.pdf" for no in quotes[:2]]
    assert ("sales_quote_printed", quotes[0]) in log_of("MUN")
    assert ("sales_quote_printed", quotes[1]) in log_of("NAN")
    one = desk.post(f"{LIST}-/print", 200, no__in=quotes[2], query="")
    assert one.content.startswith(b"%PDF-")


def test_none_and_too_many_are_told(desk, quotes, monkeypatch):
    monkeypatch.setattr(many, "MOST_PRINTED", 2)
    monkeypatch.setattr(many, "MOST_CHANGED", 2)
    for act in ("print", "status"):
        sent(desk, f"{LIST}-/{act}", query="", status="released")
        assert "Choose 1 to 2 documents." in words(desk.get(LIST))
        sent(desk, f"{LIST}-/{act}", query="city=Nowhere", status="released")
        assert "Choose 1 to 2 documents." in words(desk.get(LIST))
    sent(desk, f"{LIST}-/status", query="colour=red", status="released")
    assert "There is no such filter." in words(desk.get(LIST))
    sent(desk, f"{LIST}-/status", no__in=quotes[0], status="eaten")
    assert {stored("sales_quote", no).status for no in quotes} == {"open"}
