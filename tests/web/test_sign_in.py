"""Signing in and out: who gets in, who does not, and what is said to them."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.conftest import PASSWORD
from tests.web.signing_in import is_inside, messages_on, session_cookie, sign_in
from unisono.usecases.users import preferences, users

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks

WRONG = "perro y violín"


@pytest.mark.parametrize(
    "login", ["omar", "OMAR", " omar ", "omar@example.com", "Omar@EXAMPLE.com"]
)
def test_omar_enters_by_name_or_e_mail_in_any_case(visitor, login):
    answer = sign_in(visitor, login)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_inside(visitor)
    cookie = session_cookie(visitor)
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        True,
        "Lax",
        14 * 24 * 60 * 60,
    )


def test_a_refusal_does_not_tell_which_was_wrong(visitor):
    answers = [
        sign_in(visitor, *pair)
        for pair in (("omar", WRONG), ("nobody", WRONG), ("no@example.com", WRONG))
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert all("User name or password is not right." in messages_on(answer) for answer in answers)
    assert not is_inside(visitor)


def test_a_page_for_people_inside_asks_to_sign_in_and_then_leads_there(visitor):
    asked = visitor.get("/account/mfa/")
    assert asked["Location"] == "/account/login/?next=/account/mfa/"

    page = visitor.get(asked["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/account/mfa/"' in page
    assert sign_in(visitor, query="?next=/account/mfa/")["Location"] == "/account/mfa/"


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "http://localhost/",
        "javascript:alert(1)",
        "/\\evil.example",
        "ftp:x",
    ],
)
def test_signing_in_never_leads_off_the_host(visitor, there):
    answer = visitor.post("/account/login/", {"login": "omar", "password": PASSWORD, "next": there})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_who_is_disabled_cannot_enter_and_is_out_at_once(visitor):
    sign_in(visitor)
    users.change_user("omar", disabled=True, actor=None)

    assert not is_inside(visitor)
    answer = sign_in(Client())
    assert answer["Location"] == "/account/inactive/"
    assert "This user is disabled" in messages_on(visitor.get(answer["Location"]))


def test_a_new_password_ends_the_other_sessions(visitor):
    sign_in(visitor)
    users.change_user("omar", password="otra contraseña", actor=None)

    assert not is_inside(visitor)


def test_ten_failures_lock_a_name_for_a_quarter_of_an_hour_and_then_it_ends(visitor):
    answers = [
        sign_in(visitor, "OMAR" if turn % 2 else "omar@example.com", WRONG) for turn in range(10)
    ]

    assert [answer.status_code for answer in answers] == [200] * 9 + [429]
    assert "locked for 15 minutes" in messages_on(answers[-1])
    assert answers[-1]["Retry-After"] == "900"
    assert sign_in(visitor).status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="10.0.0.9").status_code == 302

    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=15, seconds=1))
    assert sign_in(visitor).status_code == 302


def test_a_success_forgets_the_failures_before(visitor):
    for _turn in range(2):
        assert [sign_in(visitor, "omar@example.com", WRONG).status_code for _ in range(9)] == [
            200
        ] * 9
        assert sign_in(visitor).status_code == 302
        visitor.logout()


def test_what_a_stranger_says_of_their_address_is_not_believed_unless_a_server_of_ours_says_it(
    visitor, settings
):
    spoofed = {"HTTP_X_FORWARDED_FOR": "10.9.9.9"}
    for _turn in range(10):
        sign_in(visitor, password=WRONG)
    assert sign_in(visitor, **spoofed).status_code == 429

    settings.PROXIES = 1
    assert sign_in(visitor, **spoofed).status_code == 302


def test_passwords_are_not_kept_among_the_failures(visitor):
    sign_in(visitor, password=WRONG)

    attempt = AccessAttempt.objects.get()
    assert attempt.username == "omar"
    assert WRONG not in attempt.post_data
    assert sign_in(visitor, "x" * 3000, WRONG).status_code == 200


def test_a_form_without_its_token_is_refused(omar_has_a_password):
    visitor = Client(enforce_csrf_checks=True)
    answer = sign_in(visitor)
    assert answer.status_code == 403
    assert "This page is out of date" in messages_on(answer)

    token = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"',
        visitor.get("/account/login/").content.decode(),
    )
    form = {"login": "omar", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    assert visitor.post("/account/login/", form).status_code == 302


def test_signing_out_needs_a_post(visitor):
    sign_in(visitor)

    assert "Do you want to sign out" in messages_on(visitor.get("/account/logout/"))
    assert is_inside(visitor)
    assert visitor.post("/account/logout/")["Location"] == "/account/login/"
    assert not is_inside(visitor)


def test_nobody_signs_up(visitor):
    assert visitor.get("/account/signup/").status_code == 404


def test_the_page_speaks_the_browser_s_language_and_then_the_person_s(visitor):
    in_spanish = {"HTTP_ACCEPT_LANGUAGE": "es"}
    assert "¿Ha olvidado la contraseña?" in messages_on(
        visitor.get("/account/login/", **in_spanish)
    )

    sign_in(visitor)
    assert "Acceso y seguridad" in messages_on(visitor.get("/account/mfa/", **in_spanish))
    preferences.change_preferences({"language": "en"}, actor=users.actor_named("omar"))
    page = visitor.get("/account/mfa/", **in_spanish)
    assert "Sign-in and security" in messages_on(page)
    assert '<html lang="en"' in page.content.decode()


def test_the_api_sets_no_cookie_reads_no_session_and_asks_for_no_form_token(api, visitor):
    sign_in(visitor)
    visitor.handler.enforce_csrf_checks = True
    with CaptureQueriesContext(connection) as queries:
        answer = visitor.get("/api/v1/contacts", **api.headers)
    made = visitor.post(
        "/api/v1/contacts", {"type": "company", "name": "Sol"}, "application/json", **api.headers
    )

    assert (answer.status_code, made.status_code) == (200, 201)
    assert not [query for query in queries if "session" in query["sql"]]
    assert not answer.cookies
    assert not made.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert visitor.get("/api/v1/contacts").status_code == 401


def test_a_wrong_sign_in_is_the_same_work_for_all(visitor, ines, monkeypatch):
    """Who has an account cannot be measured: each try hashes one password, known or unknown."""
    users.create_user("mute", "reader", email="mute@example.com", actor=ines)
    users.change_user("petra", disabled=True, actor=ines)
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(password) or encode(self, password, salt),
    )
    counts = {}
    known = ("omar", "omar@example.com", "mute", "mute@example.com", "petra")
    for login in (*known, "nobody", "no@x.example"):
        hashed.clear()
        sign_in(visitor, login, WRONG)
        counts[login] = len(hashed)

    assert counts == dict.fromkeys(counts, 1)


def test_somebody_outside_reads_what_this_is_and_chooses_the_language(visitor):
    assert "customers, vendors and bank accounts" in messages_on(visitor.get("/account/login/"))
    form = {"language": "es", "next": "/account/login/?next=/customers/"}
    chosen = visitor.post("/account/language/", form)

    assert chosen["Location"] == "/account/login/?next=/customers/"
    page = visitor.get(chosen["Location"], HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert '<html lang="es"' in page
    assert 'value="es" lang="es" aria-pressed="true"' in page
    sign_in(visitor)
    assert "Acceso y seguridad" in messages_on(visitor.get("/account/mfa/"))
    preferences.change_preferences({"language": "en"}, actor=users.actor_named("omar"))
    assert "Sign-in and security" in messages_on(visitor.get("/account/mfa/"))


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_the_choice_of_language_never_leads_off_the_host(visitor, there):
    answer = visitor.post("/account/language/", {"language": "xx", "next": there})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert not answer.cookies
