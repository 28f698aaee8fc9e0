"""Somebody at a browser: what they press, type and read, in their language."""

import re
from contextlib import contextmanager
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real
from playwright.sync_api import expect

from tests.browser.books import PASSWORD
from tests.browser.watching import Watch
from unisono.links.naming import named_by
from unisono.web import formatting

COOKIE = settings.SESSION_COOKIE_NAME
LOCALES = {"en": "en-GB", "es": "es-ES"}
ZONE = "Europe/Madrid"
NO_PASSWORD = "perro y guitarra"
_FARTHEST = 150  # presses of Tab: no page needs more


class Person:
    """A person of the cast with a browser of their own. What they read is looked up in the
    product's catalogue.
    """

    def __init__(self, page, language, watch, office):
        self.page, self.language, self.watch, self.office = page, language, watch, office

    def word(self, msgid, **values):
        """Return a text of the product in this person's language; it must be one that the product
        still says.
        """
        assert msgid in trans_real.translation("es")._catalog, f"The product says nowhere: {msgid}"
        with translation.override(self.language):
            return translation.gettext(msgid) % values if values else translation.gettext(msgid)

    def names(self, kind, no):
        """Return what a record is called within a sentence: the customer C000001."""
        with translation.override(self.language):
            return named_by(kind, no)

    def money(self, amount):
        """Return an amount as this person reads it."""
        with translation.override(self.language):
            return formatting.money(Decimal(amount), "EUR")

    def number(self, number):
        """Return a number as this person types it."""
        return number if self.language == "en" else number.replace(".", ",")

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
def at_work(browser, office, name, language="en", at="", **more):
    """Give somebody a browser ("" for nobody); nothing may go wrong while they work.

    They sign in on the real page; with `at`, they signed in before, and are there.
    """
    context = browser.new_context(
        base_url=office.address, locale=LOCALES[language], timezone_id=ZONE, **more
    )
    context.set_default_timeout(20_000)
    watch = Watch(context, office.address)
    person = Person(context.new_page(), language, watch, office)
    try:
        if at and name in office.sessions:
            context.add_cookies(
                [{"name": COOKIE, "value": office.sessions[name], "url": office.address}]
            )
            person.goes_to(at)
        elif name:
            _sign_in(person, name, at or "/jobs/")
        yield person
        watch.assert_all_went_well()
    except BaseException as error:
        error.add_note(f"{name} was at {person.page.url}; troubles: {watch.troubles}")
        raise
    finally:
        context.close()


def _sign_in(person, name, at):
    person.goes_to(f"/account/login/?next={at}")
    fill_in_sign_in(person, name)
    if name == "marta":
        person.page.locator("[name=code]").fill(person.office.codes.pop())
        person.presses("Enter")
    expect(person.page.locator("header.top")).to_be_visible()


def fill_in_sign_in(person, name, password=PASSWORD):
    """Fill in the page of signing in, and send it off."""
    person.page.get_by_label(person.word("User name or e-mail")).fill(name)
    person.page.get_by_label(person.word("Password")).fill(password)
    person.presses("Enter")
