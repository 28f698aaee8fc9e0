"""Whatever is typed into whichever field of whichever form: it is taken, or refused with what was
typed still there; never a defect, and nothing is lost.
"""

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.making import linked, person, record
from tests.making_documents import paper
from tests.web.forms import forms_of, shown
from tests.web.pages import Browser
from tests.web.test_rights import addresses
from unisono.common.kinds import LINKED_KINDS
from unisono.usecases.interactions.entries import log_interaction

pytestmark = pytest.mark.pure  # what is typed is looked at before any database is
# `make nightly PART=fuzz` tries thousands.
FEW = 60
EXAMPLES = int(os.environ.get("UNISONO_FUZZ", FEW))
POOL = [
    "",
    " ",
    "-1",
    "1e400",
    "NaN",
    "9" * 400,
    "31/02/2026",
    "0000-00-00",
    "''; DROP TABLE x; --",
]
POOL += [
    "<script>x</script>",
    "{{ 7*7 }}",
    "%s %(x)s {0}",
    "ñ" * 3000,
    "王\u202e\u200b",
    "a@b",
    "\\",
    "=1+1",
    "٣",
    "½",
]
POOL += [
    "\r\n\t",
    "tel:",
    "../../etc/passwd",
    "I\u0307stanbul",
    "😀",
    "True",
    "null",
    "[]",
    "1,2;3",
]
# Addresses that do something else than keep what was typed: signing out, going elsewhere.
ELSEWHERE = ("/account/", "/preferences/")
MORE = [
    "/new/contact",
    "/new/contact?type=person",
    "/new/customer",
    "/new/vendor",
    "/new/bank_account",
]
MORE += [
    "/sales-quotes/-/new",
    "/purchase-orders/-/new",
    "/setup/codes/number-series/-/new",
    "/setup/codes/mail-texts/-/new",
    "/setup/codes/payment-terms/-/new",
    "/setup/codes/customer-templates/-/new",
    "/batches/new?source=customers",
]


@pytest.fixture
def desk(ines):
    """ines at her desk, with one record of everything."""
    contact, *records = linked(ines, *LINKED_KINDS)
    numbers = {"contact": contact, **dict(zip(LINKED_KINDS, records, strict=True))}
    book = numbers | {"free": record(ines, "customer", "Suelta SL")}
    book["quote"] = paper(ines, "sales_quote", contact)
    her = person(ines, "Ana Gil", company_no=contact)
    log_interaction(contact, {"template_code": "CALL", "description": "x"}, actor=ines)
    browser = Browser("ines")
    paths = [path for path, _kind, _route in addresses(book)]
    paths += [*MORE, f"/contacts/{her}/edit", f"/contacts/{her}/interactions/new"]
    forms = {}
    for path in dict.fromkeys(paths):
        answer = browser.client.get(path, REQUEST_URI=path)
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            for form in forms_of(path, answer.content.decode()):
                if form.typed and not form.action.startswith(ELSEWHERE):
                    forms.setdefault((form.action, form.typed), form)
    browser.forms = list(forms.values())
    return browser


def sent(desk, form, values):
    """The answer to a form; what it did is taken back."""
    before = transaction.savepoint()
    try:
        return desk.client.post(form.action, {**form.values, **values}, REQUEST_URI=form.action)
    finally:
        transaction.savepoint_rollback(before)


def look_at(desk, form, values):
    """Check the answer: no defect, and where it is refused, what was typed is there."""
    answer = sent(desk, form, values)
    told = f"{form} {values!r}: {answer.status_code}"
    assert 200 <= answer.status_code < 400 or answer.status_code == 422, told
    if answer.status_code == 422:
        page = answer.content.decode()
        for name in form.typed & values.keys():
            if name != "password" and values[name].strip(" \t\r\n"):
                kept = [text.replace("\r\n", "\n") for text in shown(page, name)]
                assert values[name].replace("\r\n", "\n") in kept, (told, name, kept)


def test_any_text_in_any_field_of_any_form(desk):
    assert len(desk.forms) >= 31, [str(form) for form in desk.forms]
    for text in POOL if EXAMPLES > FEW else POOL[8:9]:
        for form in desk.forms:
            if text.strip() or "password" not in form.typed:
                look_at(desk, form, dict.fromkeys(form.typed, text))
    try_at_random(desk)


def try_at_random(desk):
    """Look at so many forms with whatever Hypothesis types into some of their fields."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(data=st.data())
    def look(data):
        form = data.draw(st.sampled_from(desk.forms), label="form")
        some = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
        names = st.lists(st.sampled_from(sorted(form.typed | form.chosen)), min_size=1, max_size=4)
        text = st.sampled_from(POOL) | some
        look_at(desk, form, {name: data.draw(text, label=name) for name in data.draw(names)})

    look()
