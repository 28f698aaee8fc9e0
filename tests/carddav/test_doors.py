"""Who gets in, and what is not taken: whatever comes, the status is right and nothing is stored."""

import base64
import gzip
from xml.etree.ElementTree import fromstring

import pytest

from tests.api.client import Api
from tests.carddav.phone import Phone, client_of, vcard
from tests.making import person, setup
from unisono.access.models import ApiToken
from unisono.common.errors import Conflict, Invalid
from unisono.contacts.models import Contact
from unisono.copies.models import Book, Card
from unisono.usecases.address_books import app_passwords
from unisono.usecases.users import tokens, users

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdef", "bcdefg", strict=True))
    + ']><D:propfind xmlns:D="DAV:"><D:prop>&g;</D:prop></D:propfind>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<D:propfind xmlns:D="DAV:"><D:prop>&x;</D:prop></D:propfind>'
)
DEEP = "<a>" * 5_000 + "</a>" * 5_000


NO_CARDS = (
    (b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Jos\xe9\r\nEND:VCARD\r\n", 403),
    (b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Jos\x00e\r\nEND:VCARD\r\n", 403),
    (b"BEGIN:VCARD\r\nVERSION:9.0\r\nUID:a\r\nFN:Ana\r\nEND:VCARD\r\n", 403),
    (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\n", 403),
    (b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nEND:VCARD\r\n", 403),
    (b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:a\r\nFN:Ana\r\n", 403),
    (b"", 403),
    (gzip.compress(b"BEGIN:VCARD", mtime=0), 403),
    (vcard("Ana", "a").encode() * 2, 403),
    (vcard("Ana", "a", "KIND:group").encode(), 403),
    (vcard("Ana", "a", "NOTE:" + "x" * 1_100_000).encode(), 403),
    (vcard("Ana", "a", "NOTE:" + "x" * 20_000_000).encode(), 413),
    (vcard("Ana", "x" * 300).encode(), 403),
)
CROOKED = (
    "/carddav/books/ines/",
    "/carddav/books/ines/all/",
    "/carddav/principals/ines/",
    "/carddav/books/omar/all/../../ines/all/",
    "/carddav/books/omar/all/%2e%2e/%2e%2e/ines/",
    "/carddav/books/omar/all/..%2f..%2fines/",
    "/carddav/books/omar/view-1/",
    "/carddav/books/omar/all/contact-1.vcf/more",
    "/carddav/books/omar//contact-1.vcf",
    "/carddav/etc/passwd",
    "/carddav/books/omar/all/%00.vcf",
    "/carddav/books/omar/all/" + "x" * 300 + ".vcf",
)


@pytest.fixture
def phone(ines, omar):
    """Omar's phone, in a book with Ana."""
    setup(ines, phone_all_contacts=True)
    person(ines, "Ana Gil")
    return Phone(omar, book="all")


def test_the_password_of_a_device_opens_its_books_and_is_kept_as_a_digest(phone, omar):
    token = ApiToken.objects.get()

    assert (token.label, token.channel, phone.ask("PROPFIND", Depth="0").status_code) == (
        "iPhone",
        "carddav",
        207,
    )
    assert phone.password.replace("-", "") not in str(vars(token))
    # Typed as telephones make of it.
    typed = client_of("OMAR", phone.password.upper().replace("-", " "))
    assert typed.request("PROPFIND", "/carddav/", headers={"Depth": "0"}).status_code == 207


def test_nothing_else_opens_them(phone, omar):
    users.change_user("omar", password="omar's own password", actor=None)
    device = app_passwords.create_app_password("Pixel", actor=omar)
    others = [("omar", "omar's own password"), ("ines", device), ("", device), ("omar", "")]
    others.append(("omar", tokens.create_token("omar", actor=None)))

    for name, password in others:
        answer = client_of(name, password).request("PROPFIND", phone.at())
        assert answer.status_code == 401, name
        assert "Basic" in answer.headers["WWW-Authenticate"]
    bearer = {"Authorization": f"Bearer {others[-1][1]}"}
    unsigned = phone.http.build_request("PROPFIND", phone.at(), headers=bearer)
    assert phone.http.send(unsigned, auth=None).status_code == 401
    # Nor does it open anything but them.
    assert Api(device).call("GET", "/contacts").status_code == 401


def test_a_device_that_is_locked_out_is_out_at_once(phone, omar):
    (token,) = app_passwords.app_passwords(omar)
    tokens.delete_own_token(token.pk, actor=omar)

    assert phone.ask("PROPFIND", Depth="0").status_code == 401


def test_who_is_disabled_has_no_phones_any_more(phone):
    users.change_user("omar", disabled=True, actor=None)

    assert phone.ask("PROPFIND", Depth="0").status_code == 401


def test_a_device_has_a_name_of_its_own_and_there_are_not_too_many(omar, monkeypatch):
    app_passwords.create_app_password("iPhone", actor=omar)
    for name, refusal in (("iPhone", Conflict), (" ", Invalid), ("x" * 51, Invalid)):
        with pytest.raises(refusal):
            app_passwords.create_app_password(name, actor=omar)
    monkeypatch.setattr(app_passwords, "MOST", 1)
    with pytest.raises(Conflict):
        app_passwords.create_app_password("Pixel", actor=omar)


def test_who_guesses_is_slowed_down_and_the_right_one_gets_in_all_the_same(phone):
    wrong = client_of("omar", "abcde-abcde-abcde-abcde")
    answers = [wrong.request("PROPFIND", phone.at()).status_code for _n in range(30)]

    assert answers[:5] == [401] * 5
    assert set(answers[11:]) == {429}
    assert phone.ask("PROPFIND", Depth="0").status_code == 207
    # Signing in on the page is counted apart.
    assert Api().client.get("/account/login/").status_code != 429


@pytest.mark.parametrize("method", ["PROPFIND", "PROPPATCH", "REPORT"])
def test_xml_that_is_none_or_means_harm_is_refused(phone, method):
    for body in (BOMB, OUTSIDE, DEEP, "<a", "\x00", "no XML", "<a/>"):
        answer = phone.ask(method, "", body, Depth="0")

        assert answer.status_code in (400, 403), answer.text
        assert "root:" not in answer.text


@pytest.mark.parametrize("method", ["GET", "PROPFIND", "PUT", "DELETE"])
def test_there_is_nothing_behind_crooked_addresses(phone, method):
    body = vcard("Rosa", "rosa-1") if method == "PUT" else None
    for path in CROOKED:
        answer = phone.ask(method, path, body, Depth="0", Content_Type="text/vcard")

        assert answer.status_code in (400, 403, 404, 405), (path, answer.text)
    assert Contact.objects.count() == 1


def test_books_of_others_are_closed_by_href_and_destination_too(phone, ines):
    other = Phone(ines, "Mac", "all")
    (name,) = other.names()
    body = (
        '<C:addressbook-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><D:prop>'
        f"<C:address-data/></D:prop><D:href>{other.at(name)}</D:href></C:addressbook-multiget>"
    )
    assert "Ana" not in phone.ask("REPORT", "", body).text
    for target in (other.at(name, "starred"), "http://elsewhere.example/x", "", "/etc/passwd"):
        answer = phone.ask("MOVE", name, Destination=target)
        assert answer.status_code in (400, 403)
    assert other.names() == [name]


def test_what_is_no_card_is_refused_and_nothing_is_stored(phone):
    for card, status in NO_CARDS:
        assert phone.put("a.vcf", card, status=status).status_code == status
    assert (Contact.objects.count(), Card.objects.count()) == (1, 0)


def test_headers_of_others_are_not_believed(phone):
    forged = {"X-Script-Name": "/evil", "X-Remote-User": "ines", "X-Forwarded-User": "ines"}
    answer = phone.http.request("PROPFIND", phone.home, headers={**forged, "Depth": "1"})

    assert "/evil" not in answer.text
    assert "ines" not in answer.text
    unsigned = phone.http.build_request("PROPFIND", phone.home, headers=forged)
    assert phone.http.send(unsigned, auth=None).status_code == 401


def test_what_there_is_not_is_said_plainly(phone):
    assert phone.ask("MKCOL", phone.home + "mine2/").status_code == 404
    assert phone.ask("MKCOL", phone.at()).status_code == 403
    assert phone.ask("DELETE", phone.at()).status_code == 403
    assert phone.ask("PUT", phone.home, vcard()).status_code == 403
    assert phone.ask("LOCK", phone.at()).status_code == 405
    assert phone.ask("PROPFIND", phone.at()).status_code == 403  # of any depth
    options = phone.http.request("OPTIONS", "/carddav/", auth=None)
    assert "addressbook" in options.headers["DAV"]


def test_a_property_that_is_too_large_or_protected_is_not_set(phone):
    body = (
        '<D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><D:displayname>{}</D:displayname>{}'
        "</D:prop></D:set></D:propertyupdate>"
    )
    phone.names()
    for text, more in (("x" * 30_000, ""), ("Ours", "<D:getetag>1</D:getetag>")):
        assert "403 Forbidden" in phone.ask("PROPPATCH", "", body.format(text, more)).text
    assert Book.objects.get(name="all").properties == {}
    assert "200 OK" in phone.ask("PROPPATCH", "", body.format("Ours &amp; all", "")).text
    assert phone.books()["all"] == "Ours & all"


def test_who_comes_by_the_servers_name_alone_is_led_to_the_books(phone):
    answer = phone.http.request("PROPFIND", "/.well-known/carddav")
    assert (answer.status_code, answer.headers["Location"]) == (301, "http://testserver/carddav/")
    answer = phone.http.request("PROPFIND", "/carddav/", headers={"Depth": "0"})
    assert "/carddav/principals/omar/" in answer.text
    answer = phone.http.request("PROPFIND", "/carddav/principals/omar/", headers={"Depth": "0"})
    assert "/carddav/books/omar/" in answer.text


def test_an_answer_is_as_short_as_the_client_prefers(phone):
    body = '<D:propfind xmlns:D="DAV:"><D:prop><D:getetag/><D:nothing/></D:prop></D:propfind>'
    assert "404 Not Found" in phone.ask("PROPFIND", "", body, Depth="1").text
    short = phone.ask("PROPFIND", "", body, Depth="1", Prefer="return=minimal")
    assert "404 Not Found" not in short.text

    card = vcard("Rosa Sanz", "rosa-1")
    answer = phone.put("r.vcf", card, If_None_Match="*", Prefer="return=representation")
    assert (answer.status_code, answer.text, bool(answer.headers["ETag"])) == (201, card, True)
    again = phone.ask("GET", "r.vcf", If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.text) == (304, "")


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic " + "A" * 9000, "Bearer x"])
def test_an_authorization_that_is_none_is_none(phone, header):
    for text in (header.encode(), b"Basic " + base64.b64encode(b"no colon")):
        request = phone.http.build_request(
            "PROPFIND", phone.at(), headers=[(b"Authorization", text)]
        )
        assert phone.http.send(request, auth=None).status_code == 401


def test_a_number_that_is_none_is_nobodys_card(phone):
    for name in ("contact-999999999999999999999.vcf", "contact-0.vcf", "contact--1.vcf"):
        assert phone.ask("GET", name).status_code == 404


def test_a_user_may_be_called_anything_that_users_may(ines):
    users.create_user("josé/ángel@sol", "sales", actor=ines)
    phone = Phone(users.actor_named("josé/ángel@sol"))
    home = "/carddav/books/jos%C3%A9%2F%C3%A1ngel@sol/"

    answer = phone.ask("PROPFIND", home, Depth="1")
    assert f"<D:href>{home}mine/</D:href>" in answer.text
    assert phone.ask("PUT", home + "mine/a.vcf", vcard(), Content_Type="text/vcard").is_success
    assert "FN:Ana Gil" in phone.ask("GET", home + "mine/a.vcf").text


def test_what_xml_cannot_say_is_left_out_of_answers(phone):
    phone.put("a.vcf", vcard("Ana Gil", "a", "NOTE:uno\ufffedos\uffff"))
    body = (
        '<D:sync-collection xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav">'
        "<D:sync-token/><D:sync-level>1</D:sync-level><D:prop><C:address-data/></D:prop>"
        "</D:sync-collection>"
    )
    assert "NOTE:unodos" in "".join(fromstring(phone.ask("REPORT", "", body).content).itertext())
