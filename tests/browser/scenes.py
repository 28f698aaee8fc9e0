"""What one does to see a page in a state that its address alone does not show."""

import re
from email import policy
from email.parser import BytesParser
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.somebody import COOKIE, NO_PASSWORD, PASSWORD, fill_in_sign_in
from tests.carddav.phone import vcard

FILE = """Name;City;VAT number;Favourite colour
Cerería Ruiz, S.L.;Sevilla;ESB00123455;blue
;Béjar;;
Óptica;Tolosa;ESX1;
"""
POST = """([path, values]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: path });
  for (const [name, value] of Object.entries(values)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}"""


def opens_a_field(person):
    steps.fact(person, "phone_no").get_by_role("button").first.click()
    expect(steps.fact(person, "phone_no").locator("input[name=phone_no]")).to_be_focused()


def types_what_is_refused(person):
    steps.fact(person, "email").get_by_role("button").first.click()
    steps.fact(person, "email").locator("input[name=email]").fill("nobody")
    person.presses("Enter")
    expect(person.page.locator(".input-error")).to_be_visible()


def opens_the_menu(person):
    person.page.locator("summary", has_text=person.word("Create as …")).click()


def opens_new_document(person):
    person.page.locator("summary", has_text=person.word("New document")).click()


def waits_for_what_stands_beside(person):
    expect(person.page.locator("aside .documents")).to_be_visible()


def shows_calls(person):
    waits_for_what_stands_beside(person)
    person.button("Calls").click()
    expect(person.page.locator("#timeline li").first).to_contain_text(
        "They ask for candles in blue"
    )


def opens_the_entry(person):
    """The first of those that are shown."""
    person.page.locator(".story a[href^='/interactions/']").first.click()
    expect(person.page.get_by_role("heading", name=person.word("Attachments"))).to_be_visible()


def opens_the_cancelled_entry(person):
    person.page.locator(".story-cancelled a").first.click()
    expect(person.button("Let it count again")).to_be_visible()


def opens_what_can_be_done(person):
    person.page.locator("main summary", has=person.page.locator("use[href$=dots]")).click()


def begins_with_no_customer(person):
    expect(person.page.get_by_role("alert")).to_be_visible()


def sees_the_paper(person):
    steps.sees_pages(person)


def sees_a_page_of_many(person):
    """Carried forward, brought forward, page x of y."""
    steps.sees_pages(person)
    person.page.locator("img.paper").nth(1).scroll_into_view_if_needed()
    person.page.mouse.wheel(0, -120)


def types_words_as_numbers(person):
    person.page.locator("[name='line.quantity']").first.fill("many")
    person.page.locator("#in-email").fill("nobody")
    person.button("Save").click()
    expect(person.page.locator(".input-error").first).to_be_visible()


def sends_to_nobody(person):
    for ticked in person.page.locator("[name=to_each]:checked").all():
        ticked.uncheck()
    person.page.locator("#in-to").fill("")
    person.button("Send").click()
    expect(person.page.locator(".input-error")).to_be_visible()


def opens_the_drawer(person):
    person.button("Field by field").first.click()
    expect(person.page.locator("#drawer table")).to_be_visible()


def opens_the_filter(person):
    person.page.locator("summary", has_text=person.word("Filter")).click()


def opens_the_columns(person):
    person.page.locator("summary", has_text=person.word("Columns")).click()


def opens_the_palette(person):
    person.presses("Control+k")
    expect(person.page.locator("#palette-hits a").first).to_be_visible()


def opens_the_help(person):
    person.presses("?")
    expect(person.page.locator("#help-here h2")).to_be_visible()


def asks_what_a_field_means(person):
    person.page.locator("#in-city").focus()
    person.presses("F1")
    expect(person.page.locator("#mean-city")).to_be_visible()


def types_into_the_search(person):
    person.presses("/")
    person.types("mun")
    expect(person.page.locator("#find-hits a").first).to_be_visible()
    person.presses("ArrowDown")


def ticks_rows(person):
    person.page.locator("[data-tick]").first.check()
    expect(person.page.locator("[data-bar]")).to_be_visible()


def saves_what_is_refused(person):
    person.page.locator("#in-email").fill("nobody")
    person.button("Save").click()
    expect(person.page.locator(".input-error")).to_be_visible()


def _changes_meanwhile(person):
    """Somebody else changes the fax number of the record whose form is open."""
    path = person.page.url.removesuffix("/edit")
    token = re.search(
        r'X-CSRFToken": "(\w+)"', person.page.locator("body").get_attribute("hx-headers")
    )[1]
    version = int(
        re.search(r"\d+$", person.page.locator("[name=version]").first.get_attribute("value"))[0]
    )
    number = f"+34 900 55 {version:04}"
    done = person.page.request.post(
        f"{path}/edit", form={"fax_no": number, "csrfmiddlewaretoken": token}
    )
    assert done.ok


def meets_a_conflict(person):
    _changes_meanwhile(person)
    person.page.locator("#in-fax_no").fill("+34 900 55 99 99")
    person.button("Save").click()
    expect(person.page.locator("h1")).to_have_text(person.word("Changed meanwhile"))


def meets_a_conflict_in_place(person):
    person.page.locator("#hide-blank").uncheck()
    steps.fact(person, "fax_no").get_by_role("button").first.click()
    expect(steps.fact(person, "fax_no").locator("input[name=fax_no]")).to_be_focused()
    _changes_meanwhile(person)
    steps.fact(person, "fax_no").locator("input[name=fax_no]").fill("+34 900 55 99 99")
    person.presses("Enter")
    expect(person.page.locator("h1")).to_have_text(person.word("Changed meanwhile"))


def undoes_what_changed_since(person):
    _changes_meanwhile(person)
    person.goes_to(person.page.url.removesuffix("/edit"))
    undo = person.page.locator("#timeline form[action^='/undo/']").first.get_attribute("action")
    person.goes_to(f"{person.page.url}/edit")
    _changes_meanwhile(person)
    _posts(person, undo, {})
    expect(person.page.locator("h1")).to_have_text(person.word("Something changed since"))


def ties_what_differs(person):
    person.page.locator("select[name='vendor.home_page']").select_option("contact")
    person.button("Save").click()
    expect(person.page.locator("input[name=keep]").first).to_be_visible()


def tries_a_batch(person):
    person.page.locator("button[name=dry_run]").click()
    expect(person.button("Do it for real")).to_be_visible()


def comes_to_the_columns(person):
    file = {"name": "customers.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    person.page.locator("input[type=file]").set_input_files(file)
    person.button("On to the columns").click()
    expect(person.button("See what would happen")).to_be_visible()


def looks_for_duplicates(person):
    person.button("Look through all contacts").click()
    person.link("See the duplicates").click()
    expect(person.page.locator("h1")).to_have_text(person.word("Duplicates"))


WORKSHOP = {"name": "Talleres Peñarrubia SL", "city": "Cuenca", "post_code": "16001"}
TWICE = (
    {"phone_no": "+34 969 11 00 22"},
    {"phone_no": "+34 969 11 00 23", "email": "hola@penarrubia.example"},
    {"address": "Calle Colón 14", "vat_registration_no": "B16000014"},
)


def opens_a_group(person):
    for more in TWICE:
        person.office.call("POST", "/contacts", {**WORKSHOP, **more})
    looks_for_duplicates(person)
    person.link("Merge …").first.click()
    expect(person.page.locator("#group")).to_be_visible()


def looks_for_suggestions(person):
    person.button("Look for suggestions").click()
    person.link("See the suggestions").click()
    expect(person.page.locator("h1")).to_have_text(person.word("Suggestions"))


def tries_an_import(person):
    file = {"name": "customers.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    person.page.locator("input[type=file]").set_input_files(file)
    person.button("On to the columns").click()
    person.button("See what would happen").click()
    expect(person.page.locator("dl.counts")).to_be_visible()


def adds_a_schedule(person):
    if person.page.locator("table tbody tr").count() == 0:
        person.page.locator("#at").fill("02:30")
        person.button("Add").click()
    expect(person.page.locator("table tbody tr").first).to_be_visible()


def says_who_she_is(person):
    """Type the password where it is asked for once more."""
    if "/reauthenticate/" in person.page.url:
        person.page.get_by_label(person.word("Password")).fill(PASSWORD)
        person.presses("Enter")
        expect(person.page.locator("header.top")).to_be_visible()


def makes_a_token(person):
    person.page.locator("#label").fill(f"Accounting {person.page.locator('main li').count()}")
    person.button("New token").click()
    says_who_she_is(person)
    expect(person.page.locator(".token")).to_be_visible()


def sets_up_a_device(person):
    person.page.locator("#label").fill(f"iPhone {person.page.locator('main li').count()}")
    person.button("New device").click()
    says_who_she_is(person)
    expect(person.page.locator(".message .token")).to_be_visible()
    person.page.evaluate("window.scrollTo(0, 0)")


MINE = "/carddav/books/ines/mine/"
TITLE = (
    "Gerente y responsable de compras de materias primas y esmaltes para los dos talleres de "
    "Talavera de la Reina"
)


def finds_what_a_phone_sent(person):
    person.goes_to("/profile/phones")
    sets_up_a_device(person)
    password = person.page.locator(".message .token").inner_text()
    host = urlsplit(person.page.url).netloc
    card = vcard("Begoña Muñoz Carrión", "begona", "TEL:+34 600 55 01 10", f"TITLE:{TITLE}")
    with httpx.Client(base_url=f"http://{host}{MINE}", auth=("ines", password)) as phone:
        kind = {"Content-Type": "text/vcard"}
        if phone.get("begona.vcf").status_code == 404:
            phone.put("begona.vcf", content=card.encode(), headers=kind)
        old = phone.get("begona.vcf")
        for number in ("974 55 01 01", "974 55 09 09"):  # the second from an old card
            content = re.sub("TEL[^:]*:.*", f"TEL:{number}", old.text)
            match = {"If-Match": old.headers["ETag"]}
            phone.put("begona.vcf", content=content.encode(), headers={**kind, **match})
    person.goes_to("/")
    expect(person.page.locator(".held").first).to_be_visible()
    person.page.locator(".held").last.scroll_into_view_if_needed()


def forgets_the_password(person):
    fill_in_sign_in(person, "omar", NO_PASSWORD)
    expect(person.page.locator("[role=alert]")).to_be_visible()


def is_locked_out(person):
    token = person.page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    form = {"login": "stranger", "password": NO_PASSWORD, "csrfmiddlewaretoken": token}
    while person.page.request.post("/account/login/", form=form).status != 429:
        pass
    fill_in_sign_in(person, "stranger", NO_PASSWORD)
    expect(person.page.locator("[name=password]")).to_have_count(0)


def sends_a_stale_form(person):
    _posts(person, "/account/login/", {"login": "omar"}, token="stale")
    expect(person.page.locator("[name=password]")).to_have_count(0)


def _posts(person, path, values, token=None):
    """Send a form that the page does not have."""
    if token is None:
        token = person.page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    person.page.evaluate(POST, [path, {**values, "csrfmiddlewaretoken": token}])
    person.page.wait_for_url(f"**{path}")


def follows_the_letter(person):
    person.page.locator("[type=email]").fill("petra@example.com")
    person.presses("Enter")
    person.is_at("/account/password/reset/done/")
    letter = max((person.office.folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime)
    text = (
        BytesParser(policy=policy.default).parsebytes(letter.read_bytes()).get_body().get_content()
    )
    person.goes_to(re.search(r"http://\S+", text)[0])
    expect(person.page.locator("[type=password]").first).to_be_visible()


def is_asked_for_a_code(person):
    fill_in_sign_in(person, "marta")
    expect(person.page.locator("[name=code]")).to_be_visible()


def _comes_back_late(person, path):
    """Sign in, open a page, and be away for so long that the session ends."""
    fill_in_sign_in(person, "omar")
    expect(person.page.locator("header.top")).to_be_visible()
    person.goes_to(path)
    person.page.context.clear_cookies(name=COOKIE)


def saves_too_late(person):
    _comes_back_late(person, "/contacts/CT000005/interactions/new")
    person.page.locator("#in-template_code").select_option("NOTE")
    file = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"plan"}
    person.page.locator("#file").set_input_files(file)
    person.button("Log").click()
    expect(person.page.locator("[data-way-in] [name=password]")).to_be_visible()


def is_back_with_what_was_kept(person):
    saves_too_late(person)
    person.page.locator("[name=login]").fill("omar")
    person.page.locator("[name=password]").fill(PASSWORD)
    person.presses("Enter")
    expect(person.button("Go on")).to_be_visible()


def calls_too_late(person):
    _comes_back_late(person, "/contacts/CT000005")
    steps.calls(person, person.page.locator(".acts a[data-log]"))
    expect(person.page.locator("#signed-out [name=password]")).to_be_visible()
