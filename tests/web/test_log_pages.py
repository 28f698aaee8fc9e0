"""The log on pages: calls, entries by hand, attachments, e-mails, cover sheets, other addresses,
the timeline [P8].
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.making import company, linked, person
from tests.making_documents import log_of, paper, without_template
from tests.web.pages import Browser, words
from unisono.contacts.models import AlternativeAddress
from unisono.history.models import Change
from unisono.interactions.models import Attachment, Interaction, Message
from unisono.usecases.documents import sending
from unisono.usecases.interactions.assigning import assigned_templates


@pytest.fixture
def desk(ines):
    """omar, sales, at his desk; there is a company ELM."""
    company(
        ines, "Muñoz & Söhne GmbH", no="ELM", phone_no="+34 915 550 101", email="info@elm.example"
    )
    return Browser("omar")


def entry_of(desk, **values):
    """The address of an entry that was logged by hand."""
    form = desk.form("/contacts/ELM/interactions/new")
    desk.post("/contacts/ELM/interactions/new", **{**form, "template_code": "NOTE", **values})
    return f"/interactions/{Interaction.objects.latest('id').pk}"


def test_a_clicked_number_is_logged_and_can_be_completed(desk):
    """[8.1]"""
    assert 'data-log="/contacts/ELM/call"' in desk.get("/contacts/ELM")

    response = desk.client.post(
        "/contacts/ELM/call", {"what": "phone_call"}, headers={"HX-Request": "true"}
    )

    assert log_of("ELM") == [("phone_call", "")]
    assert f"/interactions/{Interaction.objects.get().pk}" in response.content.decode()
    assert "The call is logged" in words(response.content.decode())
    assert "Phone call" in words(desk.get("/contacts/ELM/history?only=calls"))


def test_a_logged_call_is_taken_back_from_its_message_and_the_history_says_so(desk):
    part = {"HX-Request": "true"}
    said = desk.client.post("/contacts/ELM/call", headers=part).content.decode()
    entry = Interaction.objects.get()

    assert f'href="/interactions/{entry.pk}"' in said
    answer = desk.client.post(f"/interactions/{entry.pk}/cancel", headers=part)

    assert "counts no more" in words(answer.content.decode())
    assert answer.headers["HX-Trigger"] == "logged"
    entry.refresh_from_db()
    assert (entry.cancelled, entry.cancelled_by) == (True, "omar")
    (change,) = Change.objects.filter(kind="interaction", record_id=entry.pk)
    assert change.values["cancelled"] == [False, True, "typed"]


def test_a_second_click_says_nothing_more(desk):
    part = {"HX-Request": "true"}
    said = [desk.client.post("/contacts/ELM/call", headers=part).content for _click in range(2)]

    assert "The call is logged" in words(said[0].decode())
    assert words(said[1].decode()) == ""
    assert log_of("ELM") == [("phone_call", "")]


def test_a_number_clicked_on_a_customer_s_card_is_logged_at_whom_we_talk_to(desk, ines):
    contact, customer = linked(ines, "customer", phone_no="+34 981 55 01 02")

    (url,) = set(re.findall(r'data-log="([^"]*)"', desk.get(f"/customers/{customer}")))
    desk.post(url, what="phone_call")

    assert ("phone_call", "") in log_of(contact)


def test_without_template_the_click_says_where_to_set_it_once(desk, ines):
    without_template(ines, "phone_call")

    def told():
        return words(
            desk.client.post(
                "/contacts/ELM/call", {}, headers={"HX-Request": "true"}
            ).content.decode()
        )

    assert "Logged actions" in told()
    assert told() == ""


def test_an_entry_by_hand_with_attachments_in_the_browser_s_own_time(desk):
    """[8.3]"""
    url = entry_of(
        desk,
        template_code="CALL",
        description="Pide oferta",
        duration_min="12",
        cost="3.50",
        date="2025-07-04T10:30",
        zone="Europe/Madrid",
        file=[
            SimpleUploadedFile("plano ñ.pdf", b"%PDF-1.4 x"),
            SimpleUploadedFile("a.html", b"<script>", "text/html"),
        ],
    )

    entry = Interaction.objects.get()
    assert (entry.description, entry.duration_min, str(entry.cost)) == ("Pide oferta", 12, "3.50")
    assert entry.at.isoformat() == "2025-07-04T08:30:00+00:00"
    pdf, page = Attachment.objects.order_by("id")
    shown = desk.client.get(f"{url}/files/{page.pk}")
    assert (shown.content, shown.headers["Content-Type"]) == (
        b"<script>",
        "application/octet-stream",
    )
    assert shown.headers["Content-Disposition"].startswith("attachment")
    assert (
        desk.client.get(f"{url}/files/{pdf.pk}")
        .headers["Content-Disposition"]
        .startswith("attachment")
    )
    desk.get(f"{url}/files/9999", 404)


def test_a_wrong_entry_is_shown_with_what_was_typed(desk):
    form = desk.form("/contacts/ELM/interactions/new")

    page = desk.post(
        "/contacts/ELM/interactions/new",
        422,
        **{**form, "description": "Ay", "duration_min": "many", "template_code": ""},
    ).content.decode()

    assert 'value="Ay"' in page
    assert 'id="err-template_code"' in page
    assert not Interaction.objects.exists()


def test_an_entry_is_evaluated_cancelled_and_let_count_again(desk):
    url = entry_of(desk, description="Visita")

    desk.post(url, **{**desk.form(url), "evaluation": "positive", "duration_min": "20"})
    entry = Interaction.objects.get()
    assert (entry.evaluation, entry.duration_min, entry.description) == ("positive", 20, "Visita")
    desk.post(f"{url}/cancel", cancelled="yes")
    assert "cancelled" in words(desk.get(url))
    assert "cancelled" in words(desk.get("/contacts/ELM"))
    desk.post(f"{url}/cancel", cancelled="no")

    assert not Interaction.objects.get().cancelled


def test_a_failed_e_mail_shows_on_the_timeline_and_is_sent_again(desk, ines):
    contact, _customer = linked(ines, "customer")
    order = paper(ines, "sales_order", contact)
    sending.email_document("sales_order", order, {"to": "nobody@elm.example"}, actor=ines)
    Message.objects.update(state="failed", error="550 no such person")
    entry = Interaction.objects.get(action="sales_order_emailed")

    page = words(desk.get(f"/contacts/{contact}"))
    assert "Not delivered" in page
    assert "550 no such person" in page
    assert "550 no such person" in words(desk.get("/interactions/?only=failed"))
    form = desk.form(f"/interactions/{entry.pk}", f"/interactions/{entry.pk}/resend")
    desk.post(f"/interactions/{entry.pk}/resend", **{**form, "to": "ana@elm.example"})
    desk.post(f"/interactions/{entry.pk}/resend", **{**form, "to": "ana@elm.example"})

    assert list(Message.objects.order_by("id").values_list("to", "state")) == [
        ("nobody@elm.example", "failed"),
        ("ana@elm.example", "waiting"),
    ]


def test_an_e_mail_from_a_contact_is_written_and_logged(desk):
    """[8.1]"""
    form = desk.form("/contacts/ELM/email")
    assert form["to"] == "info@elm.example"

    desk.post(
        "/contacts/ELM/email",
        **{**form, "subject": "Catálogo", "file": SimpleUploadedFile("c.pdf", b"%PDF-")},
    )

    message = Message.objects.get()
    assert (message.subject, message.attachments.count(), log_of("ELM")) == (
        "Catálogo",
        1,
        [("email", "")],
    )


def test_cover_sheets_for_some_contacts_are_one_pdf(desk, ines):
    company(ines, "Oak SL", no="OAK")
    form = desk.form("/cover-sheets/", no__in="ELM,OAK")

    response = desk.post("/cover-sheets/", 200, **{**form, "subject": "Catálogo"})

    assert response.content.startswith(b"%PDF-")
    assert log_of("ELM") == log_of("OAK") == [("cover_sheet_printed", "")]
    desk.post("/cover-sheets/", 422, no__in="")
    desk.post("/cover-sheets/", 404, no__in="NOBODY")


def test_other_addresses_are_added_changed_and_deleted(desk):
    form = desk.form("/contacts/ELM/addresses/new")
    desk.post("/contacts/ELM/addresses/new", 422, **{**form, "starts_on": "2025-07-01"})
    desk.post(
        "/contacts/ELM/addresses/new", **{**form, "address": "Playa 9", "starts_on": "2025-07-01"}
    )
    url = f"/contacts/ELM/addresses/{AlternativeAddress.objects.get().pk}"

    assert "Playa 9" in desk.get("/contacts/ELM/aside")
    desk.post(url, **{**desk.form(url), "ends_on": "2025-08-31"})
    assert str(AlternativeAddress.objects.get().ends_on) == "2025-08-31"
    desk.post(f"{url}/delete")

    assert not AlternativeAddress.objects.exists()


def test_an_address_sent_twice_is_added_once(desk):
    form = desk.form("/contacts/ELM/addresses/new")
    for _time in range(2):
        desk.post("/contacts/ELM/addresses/new", **{**form, "address": "Playa 9"})

    assert AlternativeAddress.objects.count() == 1


def test_the_timeline_tells_documents_messages_calls_changes_and_links_in_one(desk, ines):
    """[8.4] [P8]"""
    contact, customer = linked(ines, "customer")
    ana = person(ines, "Ana Gil", company_no=contact)
    order = paper(ines, "sales_order", ana)
    desk.post(f"/sales-orders/{order}/print", 200)
    desk.post(f"/contacts/{ana}/call", what="phone_call")

    page = words(desk.get(f"/contacts/{contact}"))
    for told in (
        f"Sales order {order}",
        "Document printed",
        "Phone call",
        "Linked with",
        "Created.",
        "Ana Gil",
    ):
        assert told in page, told
    assert "Document created" not in page  # the order itself tells that
    for only, told, other in (
        ("documents", order, "Phone call"),
        ("calls", "Phone call", "Document printed"),
        ("links", "Linked with", "Phone call"),
        ("changes", "Created.", "Document printed"),
    ):
        part = words(desk.get(f"/contacts/{contact}/history?only={only}"))
        assert told in part, only
        assert other not in part, only
    assert f"Sales order {order}" in words(desk.get(f"/customers/{customer}"))


def test_the_timeline_is_paged_and_nothing_falls_between_two_pages(desk, ines):
    form = desk.form("/contacts/ELM/interactions/new")
    for number in range(25):
        note = {**form, "template_code": "NOTE", "once": f"note {number}"}
        desk.post("/contacts/ELM/interactions/new", **note)
        if number % 3 == 0:
            paper(ines, "sales_quote", "ELM")
    seen, path = [], "/contacts/ELM/history"
    while path:
        page = desk.get(path)
        seen += re.findall(r'href="(/interactions/\d+|/sales-quotes/SQ\d+)"', page)
        older = re.search(r'href="(/contacts/ELM/history\?before=[^"]*)"', page)
        path = older.group(1) if older else ""

    assert len([url for url in seen if url.startswith("/interactions")]) == 25
    assert len(set(seen)) == len(seen) == 34


def test_templates_are_assigned_to_actions(ines):
    desk = Browser("ines")
    form = desk.form("/setup/logged-actions")

    desk.post("/setup/logged-actions", **{**form, "sales_order_opened": "NOTE", "phone_call": ""})

    now = assigned_templates()
    assert (now["sales_order_opened"], now["phone_call"], now["email"]) == ("NOTE", "", "EMAIL")


def test_the_archive_keeps_what_happened_with_those_who_are_gone(desk):
    """[4.5]"""
    entry_of(desk, description="Adiós")
    desk.post("/contacts/ELM/delete", **desk.form("/contacts/ELM/delete"))

    page = desk.get("/interactions/?only=archive")

    assert "Adiós" in page
    assert "In the archive" in words(desk.get(f"/interactions/{Interaction.objects.get().pk}"))


@pytest.mark.parametrize(
    "before",
    [
        "2025-13-45T00:00:00Z_5",
        "9999-12-31T23:59:59-14:00_1",
        "0001-01-01T00:00:00+14:00_1",
        "x_y",
        "_",
    ],
)
def test_a_place_in_the_log_that_is_none_shows_the_newest(desk, before):
    assert desk.client.get("/interactions/", {"before": before}).status_code == 200
