"""Who touches what others may is asked once more who they are; sign-ins are on record."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.web.conftest import PASSWORD
from tests.web.pages import Browser
from tests.web.signing_in import code_now, sign_in, with_second_step
from unisono.access.models import ApiToken
from unisono.audit.models import AuditEntry
from unisono.usecases.users import users

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks

FORM = {"username": "rosa", "role": "sales", "password": "otra clave larga"}


@pytest.fixture
def inside(visitor):
    """omar, an administrator by now, at a browser that he signed in with."""
    users.change_user("omar", role="administrator", actor=None)
    sign_in(visitor)
    return visitor


def confirms(browser, there):
    """Say the password on the page that asks for it."""
    assert there.startswith("/account/reauthenticate/")
    return browser.post(there, {"password": PASSWORD})


def on_record(*actions):
    rows = AuditEntry.objects.filter(action__in=actions).order_by("pk")
    return list(rows.values_list("action", "by", "subject"))


def test_the_form_of_a_user_asks_for_the_password_first(inside):
    asked = inside.get("/setup/users/-/new")
    back = confirms(inside, asked["Location"])

    assert back["Location"] == "/setup/users/-/new"
    assert inside.get("/setup/users/-/new").status_code == 200
    assert inside.post("/setup/users/-/new", FORM).status_code == 302
    assert users.find_user("rosa").role == "sales"


def test_a_form_that_was_open_too_long_is_shown_again_with_all_but_the_password(inside):
    page = inside.post("/setup/users/-/new", FORM)

    assert page.status_code == 422
    text = page.content.decode()
    assert "It is a while since you showed who you are" in text
    assert 'value="rosa"' in text
    assert "otra clave larga" not in text + str(list(inside.session.items()))


def test_a_new_token_waits_for_the_password_and_is_made_then(inside):
    asked = inside.post("/profile/", {"label": "Agenda", "access": "read", "days": "30"})
    assert not ApiToken.objects.exists()

    page = confirms(inside, asked["Location"])

    assert "shown this once" in page.content.decode()
    token = ApiToken.objects.get()
    assert (token.label, token.may_write) == ("Agenda", False)
    assert round((token.expires_at - token.created_at) / timedelta(days=1)) == 30


def test_a_second_step_does_as_well(inside):
    secret, _codes = with_second_step()
    asked = inside.post("/profile/", {"label": "Agenda"})

    page = inside.post(
        asked["Location"].replace("/account/reauthenticate/", "/account/mfa/reauthenticate/"),
        {"code": code_now(secret)},
    )

    assert "shown this once" in page.content.decode()


def test_coming_failing_and_leaving_are_on_record(visitor):
    sign_in(visitor, password="perro y violín")
    sign_in(visitor, login="mi clave, por error")
    sign_in(visitor)
    visitor.post("/account/logout/")

    assert on_record("signed-in", "sign-in-failed", "signed-out") == [
        ("sign-in-failed", "", "omar"),
        ("sign-in-failed", "", ""),
        ("signed-in", "omar", "omar"),
        ("signed-out", "omar", "omar"),
    ]
    assert set(AuditEntry.objects.exclude(address="").values_list("address", flat=True)) == {
        "127.0.0.1"
    }


def test_a_second_step_set_up_failed_and_forgotten_is_on_record(visitor, ines):
    secret, _codes = with_second_step()
    sign_in(visitor)
    visitor.post("/account/mfa/authenticate/", {"code": "000000"})
    visitor.post("/account/mfa/authenticate/", {"code": code_now(secret)})
    users.change_user("omar", forget_second_factor=True, actor=ines)

    assert on_record("second-step-failed", "signed-in", "second-step-removed") == [
        ("second-step-failed", "omar", "omar"),
        ("signed-in", "omar", "omar"),
        ("second-step-removed", "ines", "omar"),
    ]


def test_who_was_locked_out_and_let_in_again_has_no_session_of_before(visitor, ines):
    sign_in(visitor)
    users.change_user("omar", disabled=True, actor=ines)
    users.change_user("omar", disabled=False, actor=ines)

    assert visitor.get("/profile/").status_code == 302


def test_ines_reads_the_audit_and_takes_it_along(ines):
    users.create_user("rosa", "sales", actor=ines)
    desk = Browser("ines")

    page = desk.get("/setup/audit", action="user-created", name="rosa")
    assert "User created" in page
    assert "ines" in page
    file = desk.client.get("/setup/audit", {"format": "csv"})
    assert b"user-created,ines,rosa" in b"".join(file.streaming_content)
    Browser("omar").get("/setup/audit", 403)
    assert Client().get("/setup/audit").status_code == 302


def test_whom_the_company_vouches_for_signs_in_again_after_a_while(ines):
    browser = Browser("ines")  # has neither password nor second step, and came a moment ago
    assert not users.find_user("ines").has_usable_password()
    assert "New user" in browser.get("/setup/users/-/new")

    session = browser.client.session
    session["account_authentication_methods"][0]["at"] -= 3600
    session.save()

    for refused in (
        browser.client.get("/setup/users/-/new"),
        browser.client.post("/setup/users/-/new", FORM),
    ):
        assert refused.status_code in (409, 422)
        assert "Sign out and in again" in refused.content.decode()
