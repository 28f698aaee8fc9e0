"""Documents many at once by the API, and the lists of documents and of the log by days."""

import io
import zipfile

import pytest

from tests.making import code, company
from tests.making_documents import log_of, paper, stored
from unisono.usecases.interactions.entries import log_interaction


@pytest.fixture
def quotes(ines):
    """Two quotes for a firm."""
    company(ines, "Muñoz SL", no="MUN")
    return [paper(ines, "sales_quote", "MUN") for _each in range(2)]


def body(quotes, **more):
    return {"document_type": "sales_quote", "filter": {"no__in": ",".join(quotes)}, **more}


def test_statuses_are_set_once_for_a_key_and_undone_as_one_act(api, quotes):
    for _retry in range(2):
        done = api.ok("POST", "/document-statuses", body(quotes, status="closed"), key="once")
    assert (done["changed"], done["failed"]) == (quotes, [])
    assert {stored("sales_quote", no).status for no in quotes} == {"closed"}

    api.ok("POST", f"/acts/{done['act']}/undo", {})

    assert {stored("sales_quote", no).status for no in quotes} == {"open"}


def test_papers_come_together_and_are_logged_once_for_a_key(api, quotes):
    for _retry in range(2):
        answer = api.call("POST", "/document-papers", body(quotes), key="once")
        assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == 2

    printed = [no for action, no in log_of("MUN") if action == "sales_quote_printed"]
    assert printed == quotes


@pytest.mark.parametrize(
    ("address", "more", "field"),
    [
        ("/document-papers", {"document_type": "love_letter"}, "document_type"),
        ("/document-papers", {"filter": {"no": "NONE"}}, "filter"),
        ("/document-papers", {"filter": {"colour": "red"}}, "colour"),
        ("/document-statuses", {"status": "eaten"}, "status"),
        (
            "/document-statuses",
            {"status": "open", "filter": {"document_date": "x"}},
            "document_date",
        ),
    ],
)
def test_what_cannot_be_chosen_is_named(api, quotes, address, more, field):
    problem = api.refused(422, "POST", address, {**body(quotes), **more})

    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("sort", ["due_date", "-due_date", "salesperson_code", "-total"])
def test_pages_go_on_behind_what_has_no_value(api, ines, quotes, sort):
    due = paper(ines, "sales_quote", "MUN", due_date="2026-05-01")

    seen, cursor = [], ""
    while cursor is not None:
        page = api.ok("GET", f"/sales-quotes?sort={sort}&limit=1&cursor={cursor}")
        seen += [item["no"] for item in page["items"]]
        cursor = page["next"]

    assert sorted(seen) == [*quotes, due]
    assert due not in seen[1:-1]


def test_lists_go_by_the_days_of_a_zone(api, ines, quotes):
    code(ines, "salespeople", "LUIS", description="Luis Iturralde")
    at = "2026-03-01T23:30:00Z"
    values = {"template_code": "CALL", "date": at, "duration_min": 7, "salesperson_code": "LUIS"}
    log_interaction("MUN", values, actor=ines)

    def calls(query):
        return api.ok("GET", f"/interactions?only=calls&salesperson_code=LUIS&{query}")

    assert calls("date=2026-03-01")["sums"] == {"count": 1, "cost": "0.00", "duration_min": 7}
    assert calls("date=2026-03-02&zone=Europe/Madrid")["count"] == 1
    assert calls("date__lte=2026-03-01&zone=Europe/Madrid")["count"] == 0
    assert calls("q=munoz")["count"] == 1
    assert api.ok("GET", "/sales-quotes?document_date=today&created_at=this-year")["count"] == 2
    refused = api.refused(422, "GET", "/interactions?zone=Europe/Nowhere")
    assert refused["errors"][0]["field"] == "zone"
