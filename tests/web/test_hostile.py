"""What comes from outside is hostile: names that are code, addresses that are tricks, files that
are none.
"""

import io
import re
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from tests.making import company, linked, person, record
from tests.web.pages import Browser, words
from unisono.jobs import queue, workers
from unisono.jobs.models import Job
from unisono.usecases.users import opening, users
from unisono.worker.loop import work_on

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks

EVIL = "<script>alert('ñ')</script>\"' onload=x"


@pytest.fixture
def desk(db):
    """ines, administrator, at her desk."""
    return Browser("ines")


def test_a_name_that_is_code_is_shown_as_text_everywhere(ines, desk):
    contact, customer = linked(ines, "customer", name=EVIL)
    person(ines, EVIL, company_no=contact)
    paths = [
        "/",
        "/contacts/",
        "/customers/",
        f"/contacts/{contact}",
        f"/customers/{customer}",
        "/search/?q=alert",
    ]
    paths += [
        f"/contacts/{contact}/{tail}"
        for tail in ("edit", "history", "delete", "peek", "link/vendor")
    ]
    paths += [
        f"/contacts/{contact}/links/customer/{customer}",
        "/search/hits/?q=alert",
        "/palette/?q=alert",
    ]
    for path in paths:
        page = desk.client.get(path).content.decode()
        assert "<script>alert" not in page, path
        outside_data = re.sub(
            r'<script id="[a-z-]+" type="application/json">.*?</script>', "", page
        )
        assert "' onload=x" not in outside_data, path


@pytest.mark.parametrize(
    "no", ["A/B", "100.-1", "A B", "王-1", "ÑU_1", "columns", "new", "-", "views"]
)
def test_any_number_has_its_card(ines, desk, no):
    company(ines, "Rara SL", no=no)
    path = desk.get("/contacts/").split('" data-main')[0].rsplit('href="', 1)[1].partition("?")[0]

    assert "Rara SL" in desk.get(path)
    assert "Rara SL" in desk.get(path + "/edit")


@pytest.mark.parametrize(
    "path", ["/contacts/%00", "/contacts/?q=%00", "/contacts/?q=a&q=b", "/contacts/?q=%ff"]
)
def test_an_address_that_cannot_be_is_answered_with_a_page_that_helps(desk, path):
    response = desk.client.get(path)

    assert response.status_code in (400, 404, 422)
    assert "<h1>" in response.content.decode()


def test_nothing_at_an_address_is_a_page_with_a_way_back(desk):
    page = desk.get("/no/such/page", 404)

    assert "Not found" in words(page)
    assert 'href="/"' in page


def test_a_defect_is_told_without_its_trace(desk, monkeypatch):
    def broken(*_arguments):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("unisono.usecases.lists.overview.shares", broken)
    company(users.actor_named("ines"))
    desk.client.raise_request_exception = False
    response = desk.client.get("/")

    assert response.status_code == 500
    assert "Nothing was changed" in response.content.decode()
    assert "secret detail" not in response.content.decode()


@override_settings(ALLOWED_HOSTS=["127.0.0.1"])
def test_a_forged_host_is_refused_with_a_page(db):
    response = Client().get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize(
    "url", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_preferences_lead_back_to_a_page_of_ours_only(desk, url):
    assert desk.post("/preferences/", theme="dark", next=url).headers["location"] == "/"


def test_the_policy_forbids_every_script_and_style_that_is_not_ours(desk):
    policy = desk.client.get("/contacts/").headers["content-security-policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def upload(desk, content, name="clientes.csv", status=302, as_="customers"):
    """Where the wizard goes on after a file was sent."""
    response = desk.client.post("/import/", {"as": as_, "file": SimpleUploadedFile(name, content)})
    assert response.status_code == status, words(response.content.decode())[-400:]
    return response.headers.get("location", "")


def worked():
    """Let a worker do the job that waits."""
    work_on(queue.claim(workers.own_name()))


def test_a_file_shows_what_it_would_do_before_it_comes_in_and_comes_out_by_undo(desk):
    place = upload(desk, "Nombre;Población\nMuñoz SL;Toledo\n;Ronda\n".encode())
    assert "Toledo Ronda" in words(desk.get(place))

    desk.post(place, **desk.form(place))
    worked()
    page = words(desk.get(place + "result"))
    assert "New 1" in page
    assert "Refused 1" in page
    assert "Muñoz" not in words(desk.get("/customers/"))
    desk.post(place + "mend", row=3, column=0, text="=Sol SL")
    desk.post(place + "result", again="yes")
    worked()
    assert "New 2" in words(desk.get(place + "result"))
    desk.post(place + "result", run="yes")
    worked()
    page = desk.get(place + "result")
    assert "Muñoz SL" in desk.get("/customers/")
    desk.post("/undo/act-" + page.split("/undo/act-")[1].split('"')[0])
    assert "Muñoz SL" not in words(desk.get("/customers/"))


def test_a_second_click_on_import_imports_nothing_twice(desk):
    place = upload(desk, b"Name\nSol SL\n")
    desk.post(place, **desk.form(place))
    worked()

    desk.post(place + "result", run="yes")
    desk.post(place + "result", run="yes")
    worked()
    desk.post(place + "result", run="yes")

    assert not Job.objects.filter(kind="import", state="queued").exists()
    assert words(desk.get("/customers/")).count("Sol SL") == 1


def test_rows_that_were_refused_come_out_again_as_a_file_that_no_spreadsheet_runs(desk):
    place = upload(desk, b"Name,Phone\n=cmd|' /C calc'!A0,CASA\n")
    desk.post(place, **{**desk.form(place), "bad_cells": "refuse"})
    worked()

    sent = b"".join(desk.client.get(place + "faulty").streaming_content).decode("utf-8-sig")

    assert sent.splitlines()[1].startswith("'=cmd")


def test_a_kept_file_is_its_own_person_s_and_no_path(desk):
    place = upload(desk, b"Name\nSol SL\n")

    for page in ("", "result", "faulty"):
        assert Browser("felix").client.get(place + page).status_code == 404
    assert (
        Browser("felix")
        .client.post(place + "mend", {"row": 2, "column": 0, "text": "x"})
        .status_code
        == 404
    )
    for trick in ("..", "%2e%2e%2funisono", "1-" + "a" * 22, "1-../../../../etc"):
        assert desk.client.get(f"/import/{trick}/").status_code == 404
    for row, column in ((99, 0), (2, 99), ("x", "y")):
        assert (
            desk.client.post(
                place + "mend", {"row": row, "column": column, "text": "x"}
            ).status_code
            == 404
        )


def test_files_that_are_no_tables_or_too_large_are_told_so(desk):
    upload(desk, b"\x00\x01\x02" * 100, status=422)
    with io.BytesIO() as packed:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * 2_000_000)
        upload(desk, packed.getvalue(), "bomba.xlsx", status=422)
    response = desk.client.post(
        "/import/",
        {
            "as": "customers",
            "file": SimpleUploadedFile("x.csv", b"a" * settings.MOST_UPLOADED_BYTES),
        },
    )
    assert response.status_code == 413


def test_a_password_is_never_on_a_page(desk):
    desk.post(
        "/setup/users/-/new",
        username="rosa",
        role="sales",
        password="una clave larga",
        email="rosa@example.com",
    )
    page = desk.post(
        "/setup/users/-/new", 409, username="rosa", role="sales", password="otra clave larga"
    )

    assert "otra clave larga" not in page.content.decode()
    assert users.find_user("rosa").email == "rosa@example.com"


def test_a_new_token_is_shown_once_and_works(desk):
    page = desk.post("/profile/", 200, label="hoja de cálculo").content.decode()
    token = page.split('class="token">')[1].split("<")[0]

    assert opening.actor_by(token).name == "ines"
    assert token not in desk.get("/profile/")


def test_records_of_the_list_are_not_changed_by_looking(ines, desk):
    no = record(ines, "customer")
    for path in (
        f"/customers/{no}/delete",
        f"/customers/{no}/contact",
        f"/customers/{no}/edit",
        "/check/?run=1",
    ):
        desk.get(path)

    assert "Created." in desk.get(f"/customers/{no}/history")
    assert desk.get(f"/customers/{no}/history").count('class="story-body"') == 1


def test_a_part_that_is_refused_is_a_message_and_takes_no_content_away(desk):
    response = desk.client.get("/contacts/NONE/field/city", headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Retarget"]) == (404, "#messages")
    assert "There is no contact NONE." in response.content.decode()


def test_no_shared_cache_keeps_a_page(desk):
    assert desk.client.get("/contacts/").headers["cache-control"] == "private, no-cache"


def test_what_was_typed_into_a_form_that_is_refused_as_a_whole_is_shown(desk):
    page = desk.post("/setup/company", 422, name="Sol SL", document_header="Uno\x1fDos")

    text = page.content.decode()
    assert "Control characters" in text
    assert "Sol SL</textarea>" in text
    assert "Uno\x1fDos</textarea>" in text
    assert "csrfmiddlewaretoken</" not in text


def test_the_name_of_a_token_that_is_refused_is_still_there(desk):
    page = desk.post("/profile/", 422, label="x" * 60).content.decode()

    assert f'value="{"x" * 60}"' in page
