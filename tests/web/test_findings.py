"""What comparisons found, page by page: duplicates and suggestions [9.1] [9.3]."""

import re
from datetime import UTC, datetime

import pytest

from tests.making import company, person, record
from tests.usecases.matching.test_finding import worked
from tests.web.pages import Browser
from unisono.contacts.models import Contact
from unisono.duplicates.models import DuplicatePair, LinkSuggestion
from unisono.vendors.models import Vendor

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
MORE = re.compile(r'href="(\?state=open&cursor=[^"]+)"')


@pytest.fixture
def desk(db):
    """ines, administrator, at her desk."""
    return Browser("ines")


def sections(page):
    """How many findings a page shows."""
    return page.count('class="panel pair"')


def test_the_pairs_of_a_book_full_of_duplicates_are_all_reached(ines, desk):
    ids = [Contact.objects.get(no=company(ines, f"Talleres {n}")).pk for n in range(12)]
    pairs = [(one, other) for one in ids for other in ids if one < other]
    DuplicatePair.objects.bulk_create(
        DuplicatePair(contact_id=one, other_id=other, score=60 + (one + other) % 7, found_at=NOW)
        for one, other in pairs
    )

    first = desk.get("/duplicates/")
    last = desk.get("/duplicates/" + MORE.search(first)[1])

    assert (sections(first), sections(last), MORE.search(last)) == (50, 16, None)
    shown = re.findall(r'aria-label="(\w+, \w+)"', first + last)
    assert len(set(shown)) == len(pairs)


def test_so_are_suggestions(ines, desk):
    contacts = [Contact.objects.get(no=company(ines, f"Talleres {n}")).pk for n in range(64)]
    vendors = [Vendor.objects.get(no=record(ines, "vendor", f"T{n}")).pk for n in range(64)]
    LinkSuggestion.objects.bulk_create(
        LinkSuggestion(
            role="vendor", record_id=vendor, contact_id=contact, score=score, found_at=NOW
        )
        for vendor, *found in zip(vendors, contacts, contacts[1:] + contacts[:1], strict=True)
        for contact, score in zip(found, (80, 70), strict=True)
    )

    first = desk.get("/suggestions/")
    last = desk.get("/suggestions/" + MORE.search(first)[1])

    assert (sections(first), sections(last)) == (50, 14)


def test_a_cursor_of_somewhere_else_is_refused(ines, desk):
    assert "cursor" in desk.get("/duplicates/", status=422, cursor="x")


def test_who_looks_the_same_is_told_before_another_customer_is_made(ines, desk):
    said = {"city": "Lugo", "phone_no": "982110022", "email": "hola@munoz.example"}
    contact = company(ines, "Talleres Muñoz SL", **said)
    there = record(ines, "customer", "TALLERES MUNOZ", **said)

    assert there in desk.get(f"/contacts/{contact}/create-as/customer")
    for kind, is_told in (("customer", True), ("vendor", False)):
        answer = desk.post(f"/duplicates/alike?kind={kind}", 200, name="Talleres Muñoz SL")
        assert (there in answer.content.decode()) == is_told


def test_a_person_belongs_to_the_company_it_looks_like_instead_of_being_one_with_it(ines, desk):
    said = {"city": "Lugo", "phone_no": "982110022", "email": "hola@munoz.example"}
    firm, ana = company(ines, "Talleres Muñoz SL", **said), person(ines, "Ana Muñoz", **said)
    ids = [Contact.objects.get(no=no).pk for no in (firm, ana)]
    pair = DuplicatePair.objects.create(
        contact_id=min(ids), other_id=max(ids), score=70, found_at=NOW
    )
    page = f"/duplicates/groups/{pair.pk}"

    assert "cannot be merged" in desk.get(page)
    desk.post(page, into=firm, no=firm, belongs=ana)

    assert Contact.objects.get(no=ana).company.no == firm
    assert "No contacts look like the same party." in desk.get("/duplicates/")


def test_more_ticks_than_can_be_merged_are_refused_in_a_sentence(ines, desk):
    numbers = [company(ines, f"Talleres {n}") for n in range(53)]
    ids = [Contact.objects.get(no=no).pk for no in numbers]
    DuplicatePair.objects.bulk_create(
        DuplicatePair(
            contact_id=ids[0],
            other_id=id_,
            score=80,
            found_at=NOW,
            group=ids[0],
            leads=id_ == ids[1],
        )
        for id_ in ids[1:]
    )
    page = f"/duplicates/groups/{DuplicatePair.objects.get(leads=True).pk}"

    answer = desk.post(page, 422, into=numbers[-1], no=numbers, confirm="yes")

    assert "Between 1 and 50" in answer.content.decode()
    assert Contact.objects.count() >= 53


def test_a_branch_belongs_to_its_firm_and_both_cards_say_so(api, ines, desk):
    said = {"city": "Lugo", "phone_no": "982110022", "email": "hola@munoz.example"}
    firm = company(ines, "Talleres Muñoz SL", **said)
    branch = company(ines, "Talleres Muñoz SL, Monforte", **said)
    worked("find_duplicates", ines)
    group = api.ok("GET", "/duplicate-groups")["items"][0]["id"]
    assert "Branch or department of the one that stays" in desk.get(f"/duplicates/groups/{group}")

    desk.post(f"/duplicates/groups/{group}", into=firm, no=firm, belongs=branch)

    assert f'Branch or department of <a href="/contacts/{firm}">' in desk.get(f"/contacts/{branch}")
    assert "Branches and departments" in desk.get(f"/contacts/{firm}")
    assert "Branch" not in desk.get(f"/contacts/{company(ines, 'Otra')}")
    worked("find_duplicates", ines)
    assert api.ok("GET", "/duplicate-groups")["items"] == []
    pair = api.ok("GET", "/duplicates?state=dismissed")["items"][0]
    assert pair["branch_no"] == branch

    again = api.ok("PATCH", f"/duplicates/{pair['id']}", {"state": "open"})
    assert again["branch_no"] is None
    assert "Branch" not in desk.get(f"/contacts/{branch}")


def test_a_branch_stays_one_when_its_firm_is_merged(api, ines):
    said = {"city": "Lugo", "phone_no": "982110022", "email": "hola@munoz.example"}
    firm = company(ines, "Talleres Muñoz SL", **said)
    branch = company(ines, "Talleres Muñoz SL, Monforte", **said)
    worked("find_duplicates", ines)
    group = api.ok("GET", "/duplicate-groups")["items"][0]["id"]
    says = {"state": "dismissed", "contact_no": branch, "belongs_to": firm}
    api.call("PATCH", f"/duplicate-groups/{group}", says)
    other = company(ines, "Grupo Muñoz")

    api.ok("POST", f"/contacts/{other}/merge", {"from": firm})

    pairs = api.ok("GET", f"/duplicates?state=dismissed&contact_no={other}")["items"]
    assert [pair["branch_no"] for pair in pairs] == [branch]


@pytest.mark.parametrize("belongs_to", ["CT404", "{branch}"])
def test_it_belongs_to_a_company_of_its_group_alone(api, ines, belongs_to):
    said = {"city": "Lugo", "phone_no": "982110022", "email": "hola@munoz.example"}
    company(ines, "Talleres Muñoz SL", **said)
    branch = company(ines, "Talleres Muñoz SL, Monforte", **said)
    worked("find_duplicates", ines)
    group = api.ok("GET", "/duplicate-groups")["items"][0]["id"]
    says = {
        "state": "dismissed",
        "contact_no": branch,
        "belongs_to": belongs_to.format(branch=branch),
    }

    problem = api.refused(422, "PATCH", f"/duplicate-groups/{group}", says)

    assert problem["errors"][0]["field"] == "belongs_to"
    assert len(api.ok("GET", "/duplicate-groups")["items"]) == 1
