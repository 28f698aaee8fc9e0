"""What people do at the pages again and again: steps of the stories."""

from playwright.sync_api import expect


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
    """In the wizard, choose by keyboard the record's value instead of the contact's; the result follows."""
    row = person.page.locator("tr", has=person.page.locator(f"#{name}-other"))
    person.tabs_to(person.page.locator(f"#{name}-contact"))
    person.presses("ArrowDown")
    expect(person.page.locator(f"#{name}-other")).to_be_checked()
    expect(row.locator("td").last).to_have_text(row.locator("td").nth(1).inner_text())
