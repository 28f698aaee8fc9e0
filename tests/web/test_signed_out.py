"""The session ended while somebody typed: nothing is stored, nothing is lost, and nothing is sent
in the name of somebody else.
"""

import html
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.making import company, row
from tests.web.conftest import PASSWORD
from tests.web.pages import words
from tests.web.signing_in import code_now, with_second_step
from unisono.access.models import User
from unisono.interactions.models import Interaction
from unisono.usecases.users import preferences, users
from unisono.web.whose_page import COOKIE

pytestmark = pytest.mark.pure

HERE = {"Origin": "http://testserver"}
EDIT = "/contacts/ELM/edit"


class Tab:
    """A tab of a browser that tells where a form comes from, and whose forms need their token."""

    def __init__(self, client=None):
        self.client = client or Client(enforce_csrf_checks=True)
        self.token = ""

    def open(self, path):
        """Open a page; its token stays as it is until the next one is opened."""
        self.shown = self.client.get(path, REQUEST_URI=path).content.decode()
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.shown)
        self.token = found[1] if found else self.token
        return self

    def send(self, path, headers=(), **values):
        """Send a form with the token of the page that is open."""
        return self.client.post(
            path,
            {"csrfmiddlewaretoken": self.token, **values},
            headers={**HERE, **dict(headers)},
            REQUEST_URI=path,
        )

    def sign_in(self, name="omar", after="/account/signed-in/"):
        """Sign in in another tab of the same browser."""
        form = {"login": name, "password": PASSWORD, "next": after}
        answer = Tab(self.client).open("/account/login/").send("/account/login/", **form)
        assert answer.status_code == 302, words(answer.content.decode())
        return answer


@pytest.fixture
def tab(omar_has_a_password, ines):
    """omar's tab; there is a company ELM in Basel."""
    company(ines, "Elm SL", no="ELM", city="Basel")
    users.change_user("ines", password=PASSWORD, actor=None)
    tab = Tab()
    tab.sign_in()
    return tab


def kept(answer):
    """The address and the fields of the form that a page keeps; None where it keeps none to be
    sent on.
    """
    page = answer.content.decode()
    found = re.search(r'<form[^>]*action="([^"]*)" data-go-on[^>]*>(.*?)</form>', page, re.DOTALL)
    if found is None:
        return None
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', found[2])
    return html.unescape(found[1]), [tuple(map(html.unescape, field)) for field in fields]


def goes_on(tab, answer):
    """Press *Go on* on a page that keeps a form."""
    address, fields = kept(answer)
    values = {}
    for name, text in fields:
        values.setdefault(name, []).append(text)
    return tab.send(address, **values)


def test_a_form_is_kept_until_omar_is_back_and_is_stored_once_by_his_click(tab):
    tab.open(EDIT)
    Session.objects.all().delete()

    out = tab.send(EDIT, city="Bern", note='zwei\nZeilen & "Zeichen"')
    assert out.status_code == 401
    assert "You were signed out" in words(out.content.decode())
    assert ("note", 'zwei\nZeilen & "Zeichen"') in kept(out)[1]
    assert row("contact", "ELM").city == "Basel"

    tab.sign_in()
    assert row("contact", "ELM").city == "Basel"
    again = goes_on(tab, out)  # of before: with the token of the session that ended
    assert (again.status_code, row("contact", "ELM").city) == (403, "Basel")

    assert goes_on(tab, again).status_code == 302
    elm = row("contact", "ELM")
    assert (elm.city, elm.note, elm.version) == ("Bern", 'zwei\nZeilen & "Zeichen"', 2)


def test_a_fact_edited_in_place_tells_the_script_to_sign_in_and_is_sent_anew(tab):
    tab.open(EDIT)
    Session.objects.all().delete()
    part = {"HX-Request": "true", "X-CSRFToken": tab.token}

    out = tab.send("/contacts/ELM/field/city", part, city="Bern")
    assert (out.status_code, out.headers["Signed-Out"]) == (401, "out")

    tab.sign_in()
    stale = tab.send("/contacts/ELM/field/city", part, city="Bern")
    assert (stale.status_code, stale.headers["Signed-Out"]) == (403, "stale")
    said = tab.client.get("/account/signed-in/").content.decode()
    omar = User.objects.get(username="omar")
    assert f'data-who="{omar.pk}"' in said
    tab.token = re.search(r'data-token="(\w+)"', said)[1]

    assert tab.send("/contacts/ELM/field/city", part, city="Bern").status_code == 200
    assert row("contact", "ELM").city == "Bern"


def test_signing_in_anew_in_another_tab_loses_nothing_here(tab):
    tab.open(EDIT)
    Session.objects.all().delete()
    tab.sign_in()

    stale = tab.send(EDIT, city="Bern")

    assert stale.status_code == 403
    assert goes_on(tab, stale).status_code == 302
    assert row("contact", "ELM").city == "Bern"


def test_what_omar_typed_is_not_sent_as_ines(tab):
    tab.open(EDIT)
    Session.objects.all().delete()
    tab.sign_in("ines")

    refused = tab.send(EDIT, city="Bern")

    assert (refused.status_code, kept(refused)) == (403, None)
    assert "copy what you need" in words(refused.content.decode())
    assert "Bern" in refused.content.decode()
    assert row("contact", "ELM").city == "Basel"


@pytest.mark.parametrize("cookie", [None, "forged", "W1tdXQ:1abc:xyz"])
def test_text_of_nobody_knows_whose_page_can_be_copied_and_not_sent(tab, cookie):
    tab.open(EDIT)
    Session.objects.all().delete()
    del tab.client.cookies[COOKIE]
    if cookie:
        tab.client.cookies[COOKIE] = cookie

    out = tab.send(EDIT, city="Bern")

    assert (out.status_code, kept(out)) == (401, None)
    assert "Bern" in out.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "", "Referer": "https://evil.example/contacts/ELM"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Referer": ""},
    ],
)
def test_what_another_site_sends_is_never_shown_nor_kept(tab, headers):
    tab.open(EDIT)
    Session.objects.all().delete()

    for token in (tab.token, "", "x" * 64):
        tab.token = token
        answer = tab.send(EDIT, headers, city="Bern")
        assert answer.status_code in (302, 403)
        assert "Bern" not in answer.content.decode()


def test_files_and_passwords_are_to_be_given_again(tab):
    tab.open("/contacts/ELM/interactions/new")
    Session.objects.all().delete()
    file = SimpleUploadedFile("plan.txt", b"secret plan")

    out = tab.send("/contacts/ELM/interactions/new", template_code="NOTE", file=file)
    page = out.content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" id="again-file" name="file"' in page
    assert "choose them again. plan.txt" in words(page)
    assert "secret plan" not in page
    user = tab.send("/setup/users/-/new", username="nora", password="una clave bien larga")
    assert "una clave bien larga" not in user.content.decode()
    assert 'type="password" id="again-password" name="password"' in user.content.decode()
    changed = tab.send("/account/password/change/", oldpassword="x", password1="y", password2="y")
    assert changed.headers["Location"].startswith("/account/login/")

    tab.sign_in()
    stale = goes_on(tab, out)
    assert goes_on(tab, stale).status_code == 302
    assert Interaction.objects.get().template.code == "NOTE"


def test_names_that_stand_twice_and_addresses_with_a_slash_stay_as_they_are(tab):
    tab.open(EDIT)
    Session.objects.all().delete()

    out = tab.send("/contacts/A%2F1/edit?from=list&x=%C3%B1", groups=["B", "", "A"], city="Bern")

    address, fields = kept(out)
    assert address == "/contacts/A%2F1/edit?from=list&x=%C3%B1"
    assert [text for name, text in fields if name == "groups"] == ["B", "", "A"]


def test_the_page_speaks_the_language_that_omar_chose(tab):
    tab.open(EDIT)
    Session.objects.all().delete()
    preferences.change_preferences({"language": "es"}, actor=users.actor_named("omar"))

    out = tab.send(EDIT, city="Bern")

    assert out.headers["Content-Language"] == "es"
    assert '<html lang="es"' in out.content.decode()
    assert "Contraseña" in words(out.content.decode())


def test_a_second_step_comes_before_the_way_back(tab):
    secret, _codes = with_second_step()
    tab.open(EDIT)
    Session.objects.all().delete()
    out = tab.send(EDIT, city="Bern")

    assert tab.sign_in()["Location"].startswith("/account/mfa/authenticate/")
    assert goes_on(tab, out).status_code == 401  # not in yet
    there = Tab(tab.client).open("/account/mfa/authenticate/")
    back = there.send("/account/mfa/authenticate/", code=code_now(secret))

    assert back["Location"] == "/account/signed-in/"
    assert goes_on(tab, goes_on(tab, out)).status_code == 302
    assert row("contact", "ELM").city == "Bern"


def test_a_page_that_is_only_looked_at_leads_to_the_sign_in_and_back(tab):
    Session.objects.all().delete()

    assert tab.client.get(EDIT)["Location"] == f"/account/login/?next={EDIT}"


def test_the_browser_keeps_whose_pages_it_has_out_of_reach_of_scripts(tab):
    cookie = tab.client.cookies[COOKIE]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    before = cookie.value
    for _turn in range(12):
        Session.objects.all().delete()
        tab.sign_in()
    assert len(tab.client.cookies[COOKIE].value) < 600
    assert tab.client.cookies[COOKIE].value != before
    assert COOKIE not in Tab().open("/account/login/").client.cookies
