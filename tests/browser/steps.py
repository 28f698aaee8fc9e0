"""What people do at the pages again and again: steps of the stories."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

# Chromium asks which program is to call, in a window of its own that no test reaches and that keeps
# all clicks away.
NO_TELEPHONE = """document.addEventListener("click", (event) => {
  if (event.target.closest("a[href^='tel:']")) event.preventDefault();
});"""


def finds(person, text, record):
    """Press /, type some letters, and open the hit of this record by the arrow keys."""
    person.presses("/")
    person.types(text)
    hit = person.page.locator("#find-hits a", has_text=record)
    expect(hit).to_be_visible()
    for _press in range(person.page.locator("#find-hits a").count()):
        person.presses("ArrowDown")
        if hit.evaluate("link => link === document.activeElement"):
            break
    person.presses("Enter")
    sees_card(person, record)


def sees_card(person, no):
    """Wait until the card of this number is there."""
    expect(person.page.locator(".strip-no")).to_have_text(no)


def fact(person, name):
    """The place of a fact on a card."""
    return person.page.locator(f"#fact-{name}")


def edits(person, name, text):
    """Open a fact by keyboard, type another value, save it by Enter."""
    person.chooses(fact(person, name).get_by_role("button").first)
    expect(fact(person, name).locator("input:not([type=hidden])").first).to_be_focused()
    person.presses("Control+a")
    person.types(text)
    person.presses("Enter")


def tile(person, no):
    """The tile of a linked record."""
    return person.page.locator(".tile", has_text=no)


def undoes(person):
    """Take back what the latest message tells."""
    person.chooses(person.page.locator("#messages [data-undo]").last)
    person.is_told("Undone.")


def takes_from_the_record(person, name):
    """In the wizard, choose by keyboard the record's value instead of the contact's; the result
    follows.
    """
    row = person.page.locator("tr", has=person.page.locator(f"#{name}-other"))
    person.tabs_to(person.page.locator(f"#{name}-contact"))
    person.presses("ArrowDown")
    expect(person.page.locator(f"#{name}-other")).to_be_checked()
    expect(row.locator("td").last).to_have_text(row.locator("td").nth(1).inner_text())


def begins(person, msgid):
    """Begin a document on the card that is open, by two clicks: it has no number yet."""
    person.page.locator("summary", has_text=person.word("New document")).click()
    person.link(msgid).click()
    expect(person.page.locator("#document-form")).to_be_visible()


def stores(person):
    """Save the form of a new document; return its number."""
    person.button("Save").click()
    expect(person.page.locator(".document-total")).to_be_visible()
    no = urlsplit(person.page.url).path.split("/")[2]
    person.is_told("%(no)s is created.", no=no)
    return no


def cell(person, place, name):
    """The input of a line in the form of a document."""
    return person.page.locator("[data-line]").nth(place).locator(f"[name='line.{name}']")


def fills_line(person, place, description, **numbers):
    """Fill a line of a document's form."""
    cell(person, place, "description").fill(description)
    for name, number in numbers.items():
        cell(person, place, name).fill(person.number(number))


def log(person):
    """The entries beside a document."""
    return person.page.locator(".document-side .story > li")


def opens_the_menu(person):
    """Open the menu of what else can be done, on a card or a document."""
    person.page.locator("main summary", has=person.page.locator("use[href$=dots]")).click()


def calls(person, link):
    """Click a telephone number, on a machine without telephone."""
    person.page.evaluate(NO_TELEPHONE)
    link.click()


def sees_pages(person):
    """Wait until every page of a paper is there as a picture."""
    pages = person.page.locator("img.paper")
    expect(pages.first).to_be_visible()
    for page in pages.all():
        page.scroll_into_view_if_needed()
        expect(page).to_have_js_property("complete", True)
        expect(page).not_to_have_js_property("naturalWidth", 0)
    pages.first.scroll_into_view_if_needed()


def prints(person, button):
    """Press a button that prints; return the answer, which came into a tab of its own."""
    with person.page.context.expect_event(
        "response", lambda answer: answer.request.method == "POST"
    ) as answer:
        button.click()
    assert answer.value.headers["content-type"] == "application/pdf"
    return answer.value
