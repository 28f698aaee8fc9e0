"""Proposals that somebody refused are not made again; firms of one name are shown."""

import pytest

from tests.making import company, link_of, record
from tests.usecases.matching.test_finding import MUÑOZ, pairs, worked
from tests.web.pages import Browser
from unisono.common.errors import NotAllowed
from unisono.duplicates.models import DuplicatePair, LinkSuggestion
from unisono.usecases.matching.suggestions import (
    leading,
    likeliest,
    link_suggestions,
    set_several_aside,
    set_suggestion_state,
)


@pytest.fixture
def sol(ines):
    """A contact and a customer that look alike, whose link was refused: their numbers."""
    contact = company(ines, "Talleres Muñoz SL", **MUÑOZ)
    customer = record(ines, "customer", "Talleres Muñoz", **MUÑOZ)
    worked("suggest_links", ines)
    set_suggestion_state(LinkSuggestion.objects.get().pk, "dismissed", actor=ines)
    return contact, customer


def test_what_was_refused_makes_room_for_the_next_likely_contact(ines, sol):
    _contact, customer = sol
    other = company(ines, "Talleres Muñoz", city="Madrid", country_code="ES")

    worked("suggest_links", ines)

    found = [(each.no, each.contact_no) for each in link_suggestions(ines).filter(state="open")]
    assert found == [(customer, other)]


@pytest.mark.parametrize("way", ["link", "review"])
def test_no_batch_makes_or_proposes_it(ines, sol, way):
    contact, customer = sol

    job = worked("create_contacts", ines, source="customers", on_match=way)

    assert link_of("customer", customer).contact.no != contact
    assert job.matches.count() == 0


def test_a_contact_with_its_records_is_one_card_linked_or_refused_at_once(ines, felix):
    company(ines, "Talleres Muñoz SL", **MUÑOZ)
    twin = company(ines, "Talleres Muñoz SL", **{**MUÑOZ, "email": "", "phone_no": ""})
    numbers = [
        record(ines, kind, "Talleres Muñoz", **MUÑOZ)
        for kind in ("customer", "vendor", "bank_account")
    ]
    worked("suggest_links", ines)

    page = Browser("felix").get("/suggestions/")

    assert page.count('class="panel pair"') == 1
    assert all(f">{no}<" in page for no in numbers)
    assert f"/contacts/{twin}" not in page
    rows = likeliest(link_suggestions(felix).filter(state="open"))
    assert (rows.count(), leading(rows).count()) == (3, 1)
    assert set_several_aside([row.pk for row in rows], actor=felix) == 3
    # Each of them proposes the next likely contact, once more in one card.
    assert f"/contacts/{twin}" in Browser("felix").get("/suggestions/")


def test_the_records_of_a_card_are_linked_in_one_act(ines):
    contact = company(ines, "Talleres Muñoz SL", **MUÑOZ)
    numbers = {
        kind: record(ines, kind, "Talleres Muñoz", **MUÑOZ) for kind in ("customer", "vendor")
    }
    worked("suggest_links", ines)
    desk = Browser("ines")
    ids = [each.pk for each in LinkSuggestion.objects.all()]

    assert (
        "Talleres Muñoz"
        in desk.post("/suggestions/accept", 200, chosen="yes", id=ids).content.decode()
    )
    worked("link_suggested", ines, ids=ids, keep="contact")

    assert {link_of(kind, no).contact.no for kind, no in numbers.items()} == {contact}


def test_none_of_them_sets_a_whole_card_aside_from_the_page(ines):
    company(ines, "Talleres Muñoz SL", **MUÑOZ)
    for kind in ("customer", "vendor"):
        record(ines, kind, "Talleres Muñoz", **MUÑOZ)
    worked("suggest_links", ines)
    desk = Browser("ines")
    ids = [each.pk for each in LinkSuggestion.objects.all()]

    desk.post("/suggestions/aside", 302, id=ids)

    assert "Set aside: 2 suggestions." in desk.get("/suggestions/")
    assert LinkSuggestion.objects.filter(state="dismissed").count() == 2


def test_who_may_not_write_a_kind_sets_nothing_of_it_aside(ines, omar):
    company(ines, "Talleres Muñoz SL", **MUÑOZ)
    for kind in ("customer", "vendor"):
        record(ines, kind, "Talleres Muñoz", **MUÑOZ)
    worked("suggest_links", ines)

    with pytest.raises(NotAllowed):
        set_several_aside([each.pk for each in LinkSuggestion.objects.all()], actor=omar)

    assert LinkSuggestion.objects.filter(state="open").count() == 2


def test_two_firms_of_one_name_in_one_town_are_shown_although_all_else_differs(ines):
    one = company(
        ines, "Talleres Quiroga", city="Lugo", address="Calle Mayor 3", phone_no="982110022"
    )
    two = company(
        ines, "Talleres Quiroga", city="Lugo", address="Plaza Alta 8", phone_no="982990011"
    )
    company(ines, "Talleres Quiroga", city="Vigo", address="Rúa Nova 1", phone_no="986123123")

    worked("find_duplicates", ines)

    assert pairs(ines) == {frozenset((one, two))}
    assert DuplicatePair.objects.get().score < 60  # as likely as it is


def test_a_common_name_says_nothing(ines):
    for number in range(5):
        company(
            ines,
            "Bar Central",
            city="Lugo",
            address=f"Calle {'ABCDE'[number] * 6} {number}",
            phone_no=f"98{number}{number * 7}3{number}4{number}",
        )

    worked("find_duplicates", ines)

    assert not DuplicatePair.objects.filter(score__lt=60).exists()
