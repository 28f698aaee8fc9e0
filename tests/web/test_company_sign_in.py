"""People sign in by their company's provider, where one is set."""

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tests.web.oidc_provider import CLIENT, SECRET, Provider
from tests.web.signing_in import code_now, is_inside, messages_on, with_second_step
from unisono.audit.models import AuditEntry
from unisono.config import oidc
from unisono.usecases.users import users

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks

OMAR = {"sub": "7", "email": "omar@example.com", "email_verified": True}


@pytest.fixture
def provider(db, settings, monkeypatch, tmp_path):
    """The company's provider, set up as the environment says."""
    provider = Provider()
    (tmp_path / "secret").write_text(SECRET + "\n", encoding="utf-8")
    monkeypatch.setenv("UNISONO_OIDC_URL", provider.url)
    monkeypatch.setenv("UNISONO_OIDC_CLIENT_ID", CLIENT)
    monkeypatch.setenv("UNISONO_OIDC_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("UNISONO_OIDC_NAME", "Ferrer")
    settings.SOCIALACCOUNT_PROVIDERS = oidc.providers()
    users.change_user("omar", email="omar@example.com", actor=None)
    yield provider
    provider.end()


def comes_by_it(browser, person, provider, there=""):
    """Follow the link on the page of signing in to the provider, and come back."""
    page = browser.get("/account/login/" + there)
    assert "Sign in with Ferrer" in messages_on(page)
    provider.person = person
    away = browser.get("/account/oidc/company/login/" + there)
    back = requests.get(away["Location"], allow_redirects=False, timeout=10)
    return browser.get(back.headers["Location"].replace("http://testserver", ""))


def test_omar_signs_in_by_his_company_s_sign_in_and_goes_where_he_wanted(provider):
    browser = Client()
    answer = comes_by_it(browser, OMAR, provider, "?next=/customers/")

    assert (answer.status_code, answer["Location"]) == (302, "/customers/")
    assert is_inside(browser)
    entry = AuditEntry.objects.get(action="signed-in")
    assert (entry.by, entry.detail) == ("omar", {"by": "company"})


def test_his_key_is_known_from_then_on_whatever_his_address_becomes(provider):
    comes_by_it(Client(), OMAR, provider)
    browser = Client()
    comes_by_it(browser, {**OMAR, "email": "o.haddad@example.com"}, provider)

    assert is_inside(browser)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        ({"sub": "8", "email": "ana@example.com", "email_verified": True}, "ana@example.com"),
        ({"sub": "9", "email": "omar@example.com", "email_verified": False}, "did not confirm"),
        ({"sub": "9"}, "did not confirm"),
    ],
)
def test_whom_it_does_not_vouch_for_or_nobody_knows_stays_outside(provider, person, sentence):
    browser = Client()
    answer = comes_by_it(browser, person, provider)

    assert answer["Location"] == "/account/login/"
    assert sentence in messages_on(browser.get("/account/login/"))
    assert not is_inside(browser)
    assert not users.all_users()[-1].username.startswith("ana")
    assert AuditEntry.objects.filter(action="sign-in-failed").count() == 1


def test_who_is_locked_out_here_is_locked_out(provider, ines):
    comes_by_it(Client(), OMAR, provider)
    users.change_user("omar", disabled=True, actor=ines)
    browser = Client()
    comes_by_it(browser, OMAR, provider)

    assert not is_inside(browser)


def test_a_second_step_is_asked_for_all_the_same(provider):
    secret, _codes = with_second_step()
    browser = Client()
    comes_by_it(browser, OMAR, provider)
    assert not is_inside(browser)

    browser.post("/account/mfa/authenticate/", {"code": code_now(secret)})
    assert is_inside(browser)


def test_an_answer_that_nobody_asked_for_or_an_error_leads_back(provider):
    browser = Client()
    for query in ("?code=x&state=y", "?error=access_denied", ""):
        answer = browser.get("/account/oidc/company/login/callback/" + query)
        assert answer["Location"] == "/account/login/"
    assert not is_inside(browser)


def test_without_a_provider_there_is_no_such_way_in(client, db):
    assert "Sign in with" not in messages_on(client.get("/account/login/"))
    assert client.get("/account/oidc/company/login/").status_code == 404


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("UNISONO_OIDC_URL", "ferrer.example"),
        ("UNISONO_OIDC_CLIENT_ID", ""),
        ("UNISONO_OIDC_SECRET_FILE", "/nowhere"),
    ],
)
def test_half_a_setting_is_refused_by_name(provider, monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)

    with pytest.raises(ImproperlyConfigured, match=variable):
        oidc.providers()


@pytest.mark.parametrize(
    "change", [{"email": "otro@example.com"}, {"password": "otra clave larga"}]
)
def test_who_was_vouched_for_once_is_vouched_for_anew_after_a_change(provider, ines, change):
    comes_by_it(Client(), OMAR, provider)
    users.change_user("omar", actor=ines, **change)
    browser = Client()
    comes_by_it(browser, {**OMAR, "email": "nobody@example.com"}, provider)

    assert not is_inside(browser)


def test_the_password_here_stays_beside_it(provider, ines):
    users.change_user("omar", password="gato y violín", actor=ines)
    comes_by_it(Client(), OMAR, provider)

    assert users.find_user("omar").has_usable_password()


def test_failures_of_nobody_known_do_not_fill_the_audit(provider):
    for number in range(5):
        browser = Client()
        browser.get("/account/oidc/company/login/callback/?error=x")
        browser.post("/account/login/", {"login": f"nobody{number}", "password": "x"})

    assert AuditEntry.objects.filter(action="sign-in-failed").count() == 1
