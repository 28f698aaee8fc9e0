"""Two people edit the same contact: different fields are merged, the same field is put to the
second one.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import steps

POTTERY, EDIT = "CT000001", "/contacts/CT000001/edit"
BEFORE, FIRST, SECOND = "Talavera de la Reina", "Toledo", "Puente del Arzobispo"


@pytest.fixture(params=["en", "es"])
def both(request, person):
    """Ines and omar have the same form open."""
    return [person(name, request.param, EDIT) for name in ("ines", "omar")]


def saves(somebody, name, text):
    """Type into the form of all fields, and save."""
    somebody.page.locator(f"#in-{name}").fill(text)
    somebody.button("Save").click()


def test_different_fields_are_merged_with_a_notice(both):
    ines, omar = both

    saves(ines, "city", FIRST)
    steps.sees_card(ines, POTTERY)
    saves(omar, "phone_no", "+34 925 55 01 98")

    steps.sees_card(omar, POTTERY)
    omar.is_told(
        "Meanwhile %(people)s changed: %(fields)s. Both changes are kept.",
        people="ines",
        fields=omar.word("City"),
    )
    expect(steps.fact(omar, "city")).to_contain_text(FIRST)
    expect(steps.fact(omar, "phone_no")).to_contain_text("+34 925 55 01 98")


@pytest.mark.parametrize(("kept", "outcome"), [("yours", SECOND), ("current", FIRST)])
def test_the_same_field_is_put_to_the_second_with_three_values(both, kept, outcome):
    ines, omar = both
    omar.watch.expect(409)

    saves(ines, "city", FIRST)
    steps.sees_card(ines, POTTERY)
    saves(omar, "city", SECOND)
    expect(omar.page.locator("h1")).to_have_text(omar.word("Changed meanwhile"))
    assert [cell.splitlines()[0] for cell in omar.page.locator("tbody td").all_inner_texts()] == [
        BEFORE,
        FIRST,
        SECOND,
    ]
    omar.page.locator(f"input[name='keep.city'][value={kept}]").check()
    omar.button("Save this choice").click()

    steps.sees_card(omar, POTTERY)
    expect(steps.fact(omar, "city")).to_contain_text(outcome)


def test_a_field_edited_in_place_meets_the_same_question(both):
    ines, omar = both
    omar.watch.expect(409)
    omar.goes_to(f"/contacts/{POTTERY}")
    steps.fact(omar, "city").get_by_role("button").first.click()

    saves(ines, "city", FIRST)
    steps.sees_card(ines, POTTERY)
    steps.fact(omar, "city").locator("input[name=city]").fill(SECOND)
    omar.presses("Enter")
    expect(omar.page.locator("h1")).to_have_text(omar.word("Changed meanwhile"))
    expect(omar.page.locator("input[name='keep.city'][value=yours]")).to_be_focused()
    omar.presses("Space")
    omar.chooses(omar.button("Save this choice"))

    steps.sees_card(omar, POTTERY)
    expect(steps.fact(omar, "city")).to_contain_text(SECOND)
