"""An amount that is none is refused beside its input, in every form with one, and all that was
typed is still there.
"""

import pytest

from tests.making import code, linked
from tests.web.pages import Browser
from unisono.interactions.models import Interaction
from unisono.usecases.interactions.entries import log_interaction

pytestmark = pytest.mark.pure  # what is no amount never comes to the database
CREATE_AS = "/contacts/CT000002/create-as/customer"
NEW = "/setup/codes/{}/-/new"
FORMS = {
    "a new customer": ("/new/customer", "credit_limit", {"name": "Sol"}),
    "a customer": ("/customers/C000001/edit", "credit_limit", {"city": "Ronda"}),
    "a customer of a contact": (CREATE_AS, "credit_limit", {"note": "Ronda", "confirm": "yes"}),
    "an entry of the log": ("/contacts/CT000001/interactions/new", "cost", {"description": "Ronda"}),
    "an entry that is there": ("/interactions/{entry}", "cost", {"description": "Ronda"}),
    "a customer template": (NEW.format("customer-templates"), "credit_limit", {"code": "X", "description": "Ronda"}),
    "a template that is there": ("/setup/codes/customer-templates/LIM", "credit_limit", {"description": "Ronda"}),
    "an interaction template": (NEW.format("interaction-templates"), "cost", {"code": "X", "description": "Ronda"}),
}  # fmt: skip
NO_AMOUNTS = [
    "12 €",
    "mucho",
    "1e400",
    "9" * 400,
    "-1",
    "1,,5",
    "NaN",
    "∞",
    "--",
    "0x10",
    "1\u00a0\u00a0000",
    "½",
]


@pytest.fixture
def paths(ines):
    """The forms' addresses by what they are of, with what they need there."""
    linked(ines, "customer")
    linked(ines, "vendor")  # of another contact, which is no customer yet
    code(ines, "customer-templates", "LIM", contact_type="company")
    log_interaction("CT000001", {"template_code": "NOTE"}, (), actor=ines)
    entry = Interaction.objects.get().pk
    return {
        name: (path.format(entry=entry), field, more) for name, (path, field, more) in FORMS.items()
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_refused_at_its_input_and_nothing_typed_is_lost(paths, form, language):
    path, field, more = paths[form]
    desk = Browser("ines", language)
    filled = {**desk.form(path), **more}

    for text in NO_AMOUNTS:
        page = desk.post(path, 422, **{**filled, field: text}).content.decode()

        assert f'id="err-{field}"' in page, text
        assert f'value="{text}"' in page, text
        for other in {"Ronda", more.get("name", "Ronda")} & set(more.values()):
            assert other in page, (text, other)


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_in_place_too(paths, text):
    desk = Browser("ines")
    response = desk.client.post(
        "/customers/C000001/field/credit_limit",
        {"credit_limit": text, "base": '{"credit_limit": "0.00"}'},
        headers={"hx-request": "true"},
    )

    assert response.status_code == 422
    assert f'value="{text}"' in response.content.decode()


def test_a_preview_goes_on_with_what_is_no_amount_yet(paths):
    desk = Browser("ines")

    page = desk.post(
        CREATE_AS, 200, **{**desk.form(CREATE_AS), "credit_limit": "mucho"}
    ).content.decode()

    assert 'value="mucho"' in page
    assert "This is not a number." in page
