"""Somebody at a browser: what they press, type and read, in their language."""

import re
from contextlib import contextmanager

from django.utils import translation
from playwright.sync_api import expect

from tests.browser.books import PASSWORD
from tests.browser.watching import Watch
from unisono.usecases.common import named_by

LOCALES = {"en": "en-GB", "es": "es-ES"}
_FARTHEST = 150  # presses of Tab: no page needs more


class Person:
    """A person of the cast with a browser of their own. What they read is looked up in the product's catalogue."""

    def __init__(self, page, language, watch):
        self.page, self.language, self.watch = page, language, watch

    def word(self, msgid, **values):
        """Return a text of the product in this person's language."""
        with translation.override(self.language):
            return translation.gettext(msgid) % values if values else translation.gettext(msgid)

    def names(self, kind, no):
        """Return what a record is called within a sentence: the customer C000001."""
        with translation.override(self.language):
            return named_by(kind, no)

    def goes_to(self, path):
        """Open an address of the product; return its answer."""
        return self.page.goto(path)

    def presses(self, *keys):
        """Press keys, one after the other, once the page is ready for them."""
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text):
        """Type into what has the focus."""
        self.page.keyboard.type(text)

    def tabs_to(self, place):
        """Press Tab until the focus is there; a place that no Tab reaches fails."""
        expect(place).to_be_visible()
        self.page.wait_for_load_state()
        for _press in range(_FARTHEST):
            if place.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {place}")

    def chooses(self, place):
        """Go to a button or link by Tab, and press it by Enter."""
        self.tabs_to(place)
        self.presses("Enter")

    def button(self, msgid, **how):
        """The button of this name."""
        return self.page.get_by_role("button", name=self.word(msgid), exact=True, **how)

    def link(self, msgid, **how):
        """The link of this name."""
        return self.page.get_by_role("link", name=self.word(msgid), exact=True, **how)

    @property
    def messages(self):
        """Where the page tells what was done."""
        return self.page.locator("#messages")

    def is_at(self, path):
        """Wait until the page of this address is there."""
        expect(self.page).to_have_url(re.compile(rf"^http://[^/]+{path}(\?.*)?(#.*)?$"))

    def sees(self, text):
        """Wait until the page shows this text."""
        expect(self.page.locator("main")).to_contain_text(text)

    def is_told(self, msgid, **values):
        """Wait until a message says this."""
        expect(self.messages).to_contain_text(self.word(msgid, **values))


@contextmanager
def at_work(new_context, address, name, language="en", at="/", **more):
    """Give somebody a browser, signed in on the real page; nothing may go wrong while they work."""
    context = new_context(base_url=address, locale=LOCALES[language], timezone_id="Europe/Madrid", **more)
    context.set_default_timeout(10_000)
    watch = Watch(context, address)
    person = Person(context.new_page(), language, watch)
    try:
        _sign_in(person, name, at)
        yield person
        watch.assert_all_went_well()
    except BaseException as error:
        error.add_note(f"{name} was at {person.page.url}; troubles: {watch.troubles}")
        raise
    finally:
        context.close()


def _sign_in(person, name, at):
    page = person.page
    page.goto(f"/account/login/?next={at}")
    page.get_by_label(person.word("User name or e-mail")).fill(name)
    page.get_by_label(person.word("Password")).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("header.top")).to_be_visible()
