"""Passwords that are forgotten or changed, and the second step of signing in."""

import html
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils.http import int_to_base36

from tests.web.conftest import PASSWORD
from tests.web.signing_in import code_now, is_inside, messages_on, sign_in, with_second_step
from unisono.access.models import User
from unisono.usecases.users import users

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks

FRESH = "luna sobre Toledo"


def ask_for_a_link(visitor, email="OMAR@example.com", **extra):
    return visitor.post("/account/password/reset/", {"email": email}, follow=True, **extra)


def link_in(text):
    return re.search(r"http://testserver(/\S+)", text)[1]


def test_omar_chooses_a_new_password_by_the_link_in_his_mail(visitor):
    page = ask_for_a_link(visitor)
    assert "A link was sent" in messages_on(page)
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["omar@example.com"], "A new password for Unísono")
    assert "Your user name: omar" in message.body

    form = visitor.get(link_in(message.body), follow=True)
    there = form.redirect_chain[-1][0]
    short = visitor.post(there, {"password1": "corta", "password2": "corta"})
    assert "invalid-feedback" in short.content.decode()
    done = visitor.post(there, {"password1": FRESH, "password2": FRESH}, follow=True)

    assert "The password is changed" in messages_on(done)
    assert sign_in(visitor).status_code == 200
    assert sign_in(visitor, password=FRESH).status_code == 302
    assert "does not work any more" in messages_on(Client().get(link_in(message.body), follow=True))


def test_an_unknown_address_gets_the_same_answer_and_no_mail(visitor):
    known, unknown = ask_for_a_link(visitor), ask_for_a_link(visitor, "nobody@example.com")

    assert messages_on(known) == messages_on(unknown)
    assert len(mail.outbox) == 1


def test_the_mail_is_written_in_its_reader_s_language(visitor):
    User.objects.filter(username="omar").update(language="es")
    ask_for_a_link(visitor)

    assert mail.outbox[0].subject == "Nueva contraseña para Unísono"
    assert "Su nombre de usuario: omar" in mail.outbox[0].body


def test_without_a_mail_server_the_message_is_a_file_for_the_administrator(
    visitor, settings, tmp_path
):
    settings.EMAIL_BACKEND = "unisono.common.mail.FolderBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    ask_for_a_link(visitor)

    (file,) = settings.MAIL_FOLDER.glob("*.eml")
    assert oct(file.stat().st_mode)[-3:] == "600"
    assert "/account/password/reset/key/" in file.read_text()


def test_a_mail_server_that_is_away_gives_nobody_away(visitor, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert "A link was sent" in messages_on(ask_for_a_link(visitor))


def test_omar_changes_his_password_and_stays_in(visitor):
    sign_in(visitor)
    form = {"oldpassword": "no es", "password1": FRESH, "password2": FRESH}
    wrong = visitor.post("/account/password/change/", form)
    assert 'aria-describedby="id_oldpassword_error"' in wrong.content.decode()

    changed = visitor.post(
        "/account/password/change/", form | {"oldpassword": PASSWORD}, follow=True
    )

    assert "The password is changed." in messages_on(changed)
    assert is_inside(visitor)
    assert sign_in(Client(), password=FRESH).status_code == 302


def test_omar_turns_the_second_step_on(visitor):
    sign_in(visitor)
    asked = visitor.get("/account/mfa/totp/activate/", follow=True)
    assert "Is it you?" in messages_on(asked)
    proof = {"password": PASSWORD, "next": "/account/mfa/totp/activate/"}
    page = visitor.post("/account/reauthenticate/", proof, follow=True).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "style=" not in page
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    assert "not right" in messages_on(
        visitor.post("/account/mfa/totp/activate/", {"code": "000000"})
    )

    codes = visitor.post("/account/mfa/totp/activate/", {"code": code_now(secret)}, follow=True)

    assert len(re.findall(r"<code[^>]*>[0-9]{8}</code>", codes.content.decode())) == 10
    assert "Turn off" in messages_on(visitor.get("/account/mfa/"))
    assert visitor.get("/account/mfa/recovery-codes/download/").status_code == 200


def test_with_the_second_step_a_password_alone_opens_nothing(visitor):
    secret, recovery = with_second_step()

    assert sign_in(visitor)["Location"].startswith("/account/mfa/authenticate/")
    assert not is_inside(visitor)
    assert "not right" in messages_on(
        visitor.post("/account/mfa/authenticate/", {"code": "000000"})
    )
    assert visitor.post("/account/mfa/authenticate/", {"code": code_now(secret)}).status_code == 302
    assert is_inside(visitor)

    other = Client()
    sign_in(other)
    other.post("/account/mfa/authenticate/", {"code": recovery[0]})
    assert is_inside(other)
    again = Client()
    sign_in(again)
    again.post("/account/mfa/authenticate/", {"code": recovery[0]})
    assert not is_inside(again)


def test_codes_cannot_be_guessed_either(visitor):
    secret, _recovery = with_second_step()
    sign_in(visitor)
    code = code_now(secret)
    for turn in range(10):
        visitor.post("/account/mfa/authenticate/", {"code": f"00000{turn}"})

    assert "Too many attempts" in messages_on(
        visitor.post("/account/mfa/authenticate/", {"code": code})
    )
    assert not is_inside(visitor)


def test_turning_it_off_asks_for_proof_first(visitor):
    secret, _recovery = with_second_step()
    sign_in(visitor)
    visitor.post("/account/mfa/authenticate/", {"code": code_now(secret)})

    asked = visitor.get("/account/mfa/totp/deactivate/", follow=True)
    assert "Is it you?" in messages_on(asked)
    visitor.post("/account/reauthenticate/", {"password": PASSWORD}, follow=True)
    visitor.post("/account/mfa/totp/deactivate/")

    assert sign_in(Client())["Location"] == "/"


def test_who_lost_telephone_and_codes_is_helped_by_the_administrator(visitor):
    with_second_step()
    users.change_user("omar", forget_second_factor=True, actor=None)

    assert sign_in(visitor)["Location"] == "/"


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"credential": "{}"}])
def test_a_second_step_without_code_is_no_way_in(visitor, body):
    with_second_step()
    sign_in(visitor)

    assert visitor.post("/account/mfa/authenticate/", body).status_code in (200, 302, 400)
    assert not is_inside(visitor)


def test_an_old_link_is_refused(visitor):
    user = User.objects.get(username="omar")
    answer = visitor.get(
        f"/account/password/reset/key/{int_to_base36(user.pk)}-abc-{'0' * 32}/", follow=True
    )

    assert "does not work any more" in messages_on(answer)


@pytest.mark.parametrize(
    "path",
    ["login", "password/reset", "password/reset/done", "password/reset/key/done", "inactive"],
)
def test_every_page_outside_has_a_title_and_loads_nothing_foreign(visitor, path):
    page = html.unescape(visitor.get(f"/account/{path}/").content.decode())

    assert re.search(r"<title>[^<·]+ · Unísono</title>", page)
    assert len(re.findall("<h1", page)) == 1
    assert not re.findall(
        r'(?:src|href)="(?:https?:)?//|<script(?! src="/static/)|style=|\son\w+=', page
    )
