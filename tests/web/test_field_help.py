"""What every field means: in forms, in the table of all fields, in the description of the API."""

import json

import pytest

from tests.making import company
from tests.web.pages import Browser, words
from unisono.common.field_help import field_meaning
from unisono.contacts.fields import ALTERNATIVE_ADDRESS_FIELDS
from unisono.documents.fields import DOCUMENT_FIELDS
from unisono.documents.lines import LINE_FIELDS
from unisono.interactions.entry_values import FIELDS as ENTRY_FIELDS
from unisono.interactions.fields import MESSAGE_FIELDS
from unisono.links.kinds import KINDS
from unisono.records.code_lists import LISTS
from unisono.usecases.setup.setup import COMPANY_FIELDS, SETUP_FIELDS
from unisono.web.field_meanings import tables

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks


def everything_with_fields():
    """Every field of the registries, by the place where it stands."""
    for kind, info in KINDS.items():
        yield from ((kind, name) for name in info.fields)
    named = {
        "alternative_address": ALTERNATIVE_ADDRESS_FIELDS,
        "document": DOCUMENT_FIELDS,
        "message": MESSAGE_FIELDS.values(),
        "interaction": ENTRY_FIELDS.values(),
        "company": COMPANY_FIELDS,
        "setup": SETUP_FIELDS,
    }
    for place, fields in named.items():
        yield from ((place, field.name) for field in fields)
    yield from (("line", name) for name in LINE_FIELDS)
    for collection, each in LISTS.items():
        names = ("code", *each.by_name, *(name for name, _least in each.numbers))
        yield from ((collection, name) for name in names)


def test_every_field_has_a_sentence():
    assert [each for each in everything_with_fields() if not field_meaning(*each)] == []
    assert [
        (table.key, row.name) for table in tables() for row in table.rows if not row.meaning
    ] == []


def test_a_sentence_is_a_sentence():
    for place, name in everything_with_fields():
        said = field_meaning(place, name)
        assert said[0].isupper(), said
        assert said.endswith("."), said
        assert len(said) <= 200, said


def test_forms_say_what_their_fields_mean(ines):
    desk, no = Browser("ines"), company(ines)

    form = desk.get(f"/contacts/{no}/edit")
    assert "checked by the rules of the country" in form
    assert 'aria-describedby="mean-city"' in form
    assert 'aria-describedby="help-email mean-email"' in form
    in_place = desk.client.get(f"/contacts/{no}/field/city", headers={"hx-request": "true"})
    assert 'id="mean-city"' in in_place.content.decode()
    assert "credit limit" not in words(form).lower()


def test_the_table_of_fields_says_what_is_kept_equal(db):
    by_key = {table.key: {row.name: row for row in table.rows} for table in tables()}

    assert by_key["vendor"]["city"].is_shared
    assert by_key["contact"]["salesperson_code"].is_shared
    assert not by_key["vendor"]["purchaser_code"].is_shared
    assert not by_key["contact"]["note"].is_shared
    assert 'id="customer-credit_limit"' in Browser("lena").get("/help/fields")


def test_programs_read_the_same_sentences(api):
    schemas = json.loads(api.call("GET", "/openapi.json").content)["components"]["schemas"]

    city = schemas["ContactChange"]["properties"]["city"]
    assert city["description"] == field_meaning("contact", "city")
    assert schemas["Setup"]["properties"]["vat_check"]["description"]
    assert schemas["PaymentTermsEntry"]["properties"]["due_days"]["description"]
    assert "default" not in city
