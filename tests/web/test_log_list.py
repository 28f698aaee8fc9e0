"""The log as a list: filters, periods, sorts, words, columns, views, sums, files."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import code, company, person
from tests.making_documents import paper
from tests.web.pages import Browser, words
from unisono.audit.models import AuditEntry
from unisono.common.clock import clock
from unisono.interactions.models import Interaction
from unisono.usecases.interactions.entries import cancel_interaction, log_interaction
from unisono.usecases.lists import saved_views
from unisono.web.log_list import log_list


@pytest.fixture
def desk(db):
    """omar, sales, at his desk."""
    return Browser("omar")


@pytest.fixture
def log(ines):
    """Two firms, a person at one of them, two salespeople; calls of this week and the last, and a
    letter.
    """
    for seller, name in (("LUIS", "Luis Iturralde"), ("ANA", "Ana Belén Cárdenas")):
        code(ines, "salespeople", seller, description=name)
    company(ines, "Muñoz SL", no="MUN")
    company(ines, "Ñandú SA", no="NAN")
    person(ines, "Eva Gil", no="EVA", company_no="MUN")
    entry(ines, "MUN", "CALL", "Asked for blue candles", "LUIS", days=0, minutes=5)
    entry(ines, "EVA", "CALL", "Ordered them", "LUIS", days=7, minutes=20)
    entry(ines, "NAN", "CALL", "Wants a price", "ANA", days=7)
    entry(ines, "NAN", "LETTER", "Brochure", "LUIS", days=7, cost="1.50")


def entry(actor, contact_no, template, description, seller, *, days, minutes=0, cost="0"):
    """What happened some days ago."""
    values = {"template_code": template, "description": description, "salesperson_code": seller}
    at = (clock() - timedelta(days=days)).isoformat()
    more = {"date": at, "duration_min": minutes, "cost": cost}
    return int(log_interaction(contact_no, {**values, **more}, actor=actor).no)


def told(page):
    """What the rows say happened, newest first."""
    return [
        words(each) for each in re.findall(r"<a [^>]*data-main[^>]*>(.*?)</a>", page, re.DOTALL)
    ]


def test_the_calls_that_luis_had_last_week(desk, log):
    """The log, a view, a salesperson: three clicks."""
    page = desk.get("/interactions/")
    assert 'href="?only=calls&date=last-week"' in page
    page = desk.get("/interactions/", only="calls", date="last-week")
    assert set(told(page)) == {"Ordered them", "Wants a price"}
    assert '<option value="LUIS">Luis Iturralde</option>' in page

    response = desk.client.get(
        "/interactions/",
        {"only": "calls", "date": "last-week", "add": "salesperson_code", "pick": "LUIS"},
    )

    page = desk.client.get(response.headers["location"]).content.decode()
    assert told(page) == ["Ordered them"]
    assert "minutes: 20" in words(page)
    assert '<option value="LUIS" selected>Luis Iturralde</option>' in page
    assert "LUIS" not in words(page)
    assert "Sort of entry = Calls" in words(page)
    assert "Date and time =" not in words(page)  # the select says it


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"contact_no": "mun"}, ["Asked for blue candles", "Ordered them"]),
        ({"person_no": "EVA"}, ["Ordered them"]),
        ({"company_no": "MUN"}, ["Asked for blue candles", "Ordered them"]),
        ({"by": "ines", "template_code": "LETTER"}, ["Brochure"]),
        ({"group_code": "CALLS", "salesperson_code": "ANA"}, ["Wants a price"]),
        ({"medium": "letter", "direction": "out"}, ["Brochure"]),
        ({"cost__gte": "1"}, ["Brochure"]),
        ({"duration_min__gte": "20"}, ["Ordered them"]),
        ({"date": "today"}, ["Asked for blue candles"]),
        ({"q": "NANDU brochure"}, ["Brochure"]),
        ({"q": "munoz ordered"}, ["Ordered them"]),
        ({"only": ""}, ["Asked for blue candles", "Ordered them", "Wants a price", "Brochure"]),
        ({"only": "messages"}, ["Brochure"]),
        ({"only": "archive"}, []),
        ({"contact_no": "NOBODY"}, []),
        ({"evaluation": "positive"}, []),
        ({"cancelled": "true"}, []),
    ],
)
def test_the_log_is_filtered_and_searched(desk, log, query, found):
    assert sorted(told(desk.get("/interactions/", **query))) == sorted(found)


@pytest.mark.parametrize(
    "query",
    [
        {"only": "gossip"},
        {"date": "last-decade"},
        {"date__gte": "2026-02-30"},
        {"salesperson_code__in": ",".join("A" * 501)},
        {"colour": "red"},
    ],
)
def test_what_the_log_cannot_be_filtered_by_is_told(desk, log, query):
    response = desk.client.get("/interactions/", query, follow=True)

    page = response.content.decode()
    assert "The list cannot be filtered so" in page
    assert len(told(page)) == 4


def test_a_day_is_the_reader_s_day(desk, ines, log):
    at = "2026-03-01T23:30:00Z"
    values = {"template_code": "NOTE", "description": "After midnight in Madrid", "date": at}
    log_interaction("MUN", values, actor=ines)

    assert told(desk.get("/interactions/", date="2026-03-02")) == []
    desk.client.cookies["zone"] = "Europe/Madrid"
    assert told(desk.get("/interactions/", date="2026-03-02")) == ["After midnight in Madrid"]
    desk.client.cookies["zone"] = "../../etc/passwd"
    assert told(desk.get("/interactions/", date="2026-03-01")) == ["After midnight in Madrid"]


def test_dates_are_chosen_from_a_day_to_a_day(desk, log):
    sent = {"only": "calls", "date": "today", "dates": "on"}

    def led(**ends):
        return desk.client.get("/interactions/", {**sent, **ends}).headers["location"]

    both = "/interactions/?only=calls&date__gte=2026-03-01&date__lte=2026-03-31"
    assert led(since="2026-03-01", until="2026-03-31") == both
    assert led(since="", until="2026-03-31") == "/interactions/?only=calls&date__lte=2026-03-31"
    assert led(since="", until="") == "/interactions/?only=calls"


def test_a_name_that_is_typed_into_a_filter_stands_for_its_code(desk, log):
    sent = {"add": "salesperson_code", "sign": "is", "value": "luis iturralde"}

    response = desk.client.get("/interactions/", sent)

    assert response.headers["location"] == "/interactions/?salesperson_code=LUIS"


def test_what_is_cancelled_is_shown_and_does_not_count(desk, ines, log):
    cancel_interaction(Interaction.objects.get(duration_min=20).pk, actor=ines)

    page = words(desk.get("/interactions/"))

    assert "not cancelled: 3" in page
    assert "minutes: 5" in page
    assert "Ordered them cancelled" in page


def test_words_that_were_changed_are_found_by_what_they_are_now(desk, ines, log):
    key = Interaction.objects.get(description="Brochure").pk
    form = desk.form(f"/interactions/{key}")
    desk.post(f"/interactions/{key}", **{**form, "comment": "Añadió muestras"})

    assert told(desk.get("/interactions/", q="anadio MUESTRAS")) == ["Brochure"]


def test_columns_and_views_of_the_log_are_chosen_like_those_of_any_list(desk, omar, log):
    desk.post("/interactions/-/columns", column=["by", "nonsense"], query="only=calls")
    page = desk.get("/interactions/", only="calls")
    assert re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', page) == [
        "Date and time",
        "Description",
        "User",
    ]

    saved_views.save_view("interaction", "De Luis", {"salesperson_code": "LUIS"}, actor=omar)
    desk.post("/interactions/-/views", 422, name="Rota", query="no_such_field=1")
    assert "De Luis" in desk.get("/interactions/")
    assert "De Luis" not in Browser("petra").get("/interactions/")


def test_the_log_goes_out_as_a_file_in_which_nothing_runs(desk, ines, log):
    entry(ines, "MUN", "NOTE", "=HYPERLINK(1)", "LUIS", days=0)
    desk.client.cookies["zone"] = "Europe/Madrid"

    query = {"salesperson_code": "LUIS", "only": "calls", "format": "csv"}
    sent = b"".join(desk.client.get("/interactions/-/export", query).streaming_content)
    rows = list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig"))))
    everything = b"".join(
        desk.client.get("/interactions/-/export", {"format": "csv"}).streaming_content
    ).decode()

    assert [row["Description"] for row in rows] == ["Asked for blue candles", "Ordered them"]
    assert [row["Name of the salesperson"] for row in rows] == ["Luis Iturralde"] * 2
    assert {row["Medium"] for row in rows} == {"Phone"}
    assert re.search(r"\+0[12]:00$", rows[0]["Date and time"])
    assert "'=HYPERLINK(1)" in everything
    noted = AuditEntry.objects.filter(action="exported").order_by("-pk").first()
    assert (noted.subject, noted.by, noted.detail["count"]) == ("interactions", "omar", 5)


def test_the_log_comes_in_pages_and_nothing_falls_between_them(desk, ines):
    company(ines, "Muñoz SL", no="MUN")
    for number in range(60):
        log_interaction(
            "MUN",
            {"template_code": "NOTE", "description": f"{number:02}", "date": "2026-01-01"},
            actor=ines,
        )

    first = desk.get("/interactions/")
    following = re.search(r'href="\?([^"]*)" rel="next"', first).group(1)
    second = desk.client.get(f"/interactions/?{following}").content.decode()

    assert [*told(first), *told(second)] == [f"{number:02}" for number in range(59, -1, -1)]


def test_no_list_asks_the_database_more_than_a_dozen_times(desk, ines, log):
    paper(ines, "sales_quote", "MUN")
    every = [name for name, _label in log_list().choosable]
    desk.post("/interactions/-/columns", column=every, query="")
    counts = {}
    for path in (
        "/interactions/?only=calls&date=last-week&salesperson_code=LUIS&q=ordered",
        "/interactions/?contact_no=MUN",
        "/sales-quotes/?document_date=this-year&q=munoz",
        "/contacts/?created_at=today",
    ):
        with CaptureQueriesContext(connection) as queries:
            desk.client.get(path)
        counts[path] = len(queries)

    assert {path: count for path, count in counts.items() if count > 12} == {}
