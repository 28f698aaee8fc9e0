"""What people see of their telephones: devices, the star, books by views, what waits."""

import pytest

from tests.carddav.phone import Phone, client_of, vcard
from tests.making import person, row, setup
from tests.web.pages import Browser, words
from unisono.access.models import ApiToken, SavedView
from unisono.audit.models import Action, AuditEntry
from unisono.contacts.models import Contact
from unisono.copies.models import HeldChange
from unisono.usecases.records.changing import change_record

pytestmark = pytest.mark.pure  # pages that neither search, sort nor lock


@pytest.fixture
def desk(omar):
    """Omar at his desk."""
    return Browser("omar")


def test_a_device_gets_a_password_that_is_shown_once(desk):
    page = desk.post("/profile/phones", 200, label="iPhone").content.decode()
    password = page.split('class="token">')[1].split("<")[0]

    home = client_of("omar", password).request("PROPFIND", "/carddav/books/omar/")
    assert home.status_code == 403  # of any depth; but it is let in
    shown = desk.get("/profile/phones")
    assert password not in shown
    assert "iPhone" in shown
    assert "data:image/svg+xml;base64," in shown
    entry = AuditEntry.objects.get(action=Action.TOKEN_CREATED)
    assert entry.detail["token"] == "iPhone"
    # It is no token of a program.
    assert "iPhone" not in desk.get("/profile/")


@pytest.mark.parametrize("label", ["", "x" * 60, "iPhone"])
def test_a_name_that_is_none_or_taken_is_said_at_its_field(desk, label):
    desk.post("/profile/phones", 200, label="iPhone")

    page = desk.post("/profile/phones", 422, label=label).content.decode()

    assert "label-error" in page
    assert ApiToken.objects.count() == 1


def test_a_device_is_revoked_by_its_person_and_by_an_administrator(desk, omar, ines):
    phone, other = Phone(omar), Phone(omar, "Pixel")
    first, second = ApiToken.objects.order_by("pk").values_list("pk", flat=True)

    Browser("lena").post(f"/profile/phones/{first}/end", 404)
    desk.post(f"/profile/phones/{first}/end")
    assert "Pixel" in Browser("ines").get("/setup/users/omar")
    Browser("ines").post(f"/setup/users/omar/tokens/{second}/end")

    assert phone.ask("PROPFIND", Depth="0").status_code == 401
    assert other.ask("PROPFIND", Depth="0").status_code == 401


def test_a_star_puts_a_contact_into_a_book_and_takes_it_off(desk, omar, ines):
    no = person(ines, "Ana Gil")
    phone = Phone(omar, book="starred")

    assert 'aria-pressed="false"' in desk.get(f"/contacts/{no}")
    desk.post(f"/contacts/{no}/star", star="on")
    assert len(phone.names()) == 1
    assert 'aria-pressed="true"' in desk.get(f"/contacts/{no}")
    assert 'aria-pressed="false"' in Browser("lena").get(f"/contacts/{no}")
    desk.post(f"/contacts/{no}/star", star="off")
    assert phone.names() == []
    desk.post("/contacts/NOBODY/star", 404, star="on")


def test_a_saved_view_is_marked_for_telephones(desk, omar, ines):
    person(ines, "Ana Gil", city="Jaca")
    desk.post("/contacts/-/views", query="city=Jaca", name="Jaca", phones="on")

    view = SavedView.objects.get()
    assert Phone(omar, book=f"view-{view.pk}").names() != []
    assert "on my telephones" in desk.get("/contacts/", city="Jaca")
    assert "telephones" not in desk.get("/customers/", city="Jaca")


def clash(actor):
    """Ana's phone number is changed on Omar's phone and here."""
    no = person(actor, "Ana Gil", phone_no="974 55 01 01")
    setup(actor, phone_all_contacts=True)
    return no


def test_both_values_are_at_home_and_one_click_takes_the_phones(desk, omar, ines):
    no = clash(ines)
    phone = Phone(omar, book="all")
    name = f"contact-{row('contact', no).pk}.vcf"
    card = phone.fetch(name)
    change_record("contact", no, {"phone_no": "974 55 07 07"}, actor=ines)
    phone.put(name, card.replace("974 55 01 01", "974 55 09 09"))

    part = words(desk.get("/held/"))
    assert "Changed on the phone and here at the same time" in part
    assert "here: 974 55 07 07" in part
    assert "phone: 974 55 09 09" in part
    assert words(Browser("ines").get("/held/")) == ""
    key = HeldChange.objects.get().pk
    Browser("ines").post(f"/held/{key}", take="yes")  # is nobody else's to say
    assert row("contact", no).phone_no == "974 55 07 07"

    desk.post(f"/held/{key}", take="yes")

    assert row("contact", no).phone_no == "974 55 09 09"
    assert words(desk.get("/held/")) == ""
    assert "by a phone (iPhone)" in words(desk.get(f"/contacts/{no}"))
    assert "device-mobile" in desk.get(f"/contacts/{no}")


def test_what_was_refused_says_why_and_look_alikes_lead_to_merging(desk, omar, ines):
    no = person(ines, "Rosa Sanz", phone_no="974 55 01 01", email="rosa@x.example")
    lines = ("TEL:974 55 01 01", "EMAIL:rosa@x.example", "TITLE:" + "J" * 120)
    Phone(omar).put("rosa.vcf", vcard("Rosa Sanz", "rosa-1", *lines))

    part = desk.get("/held/")

    assert "At most 100 characters; this has 120." in words(part)
    # Who was there stays.
    assert f"/contacts/{no}/merge/{Contact.objects.latest('pk').no}" in part
    refused = HeldChange.objects.get(sort="refused")
    assert "Take the phone's" not in part
    desk.post(f"/held/{refused.pk}", take="yes")
    assert HeldChange.objects.filter(pk=refused.pk).exists()
    desk.post(f"/held/{refused.pk}", take="no")
    assert not HeldChange.objects.filter(pk=refused.pk).exists()


def test_pages_of_telephones_speak_spanish(omar):
    desk = Browser("omar", "es")

    assert "Cada dispositivo tiene su propia contraseña" in desk.get("/profile/phones")
    assert "Borrar" not in words(desk.get("/held/"))
