"""What only people have, and what only companies: whoever changes type loses it [5.8]."""

import pytest

from tests.making import code, company, person, row
from unisono.common.errors import Invalid
from unisono.usecases.records.changing import change_record
from unisono.usecases.undo.undo_change_sets import undo_change_set


@pytest.mark.parametrize("field", ["initials", "job_title", "first_name"])
def test_a_company_has_nothing_of_what_people_have(ines, field):
    """[5.8]"""
    with pytest.raises(Invalid) as refusal:
        company(ines, **{field: "Jefa"})
    assert [(e.field, e.code) for e in refusal.value.errors] == [(field, "person-only")]

    firm = company(ines)
    with pytest.raises(Invalid):
        change_record("contact", firm, {field: "Jefa"}, actor=ines)


def test_a_person_has_no_industry_groups_when_created_and_when_changed(ines):
    """[5.8]"""
    code(ines, "industry-groups", "FOOD")
    with pytest.raises(Invalid) as refusal:
        person(ines, industry_group_codes=["FOOD"])
    assert [e.code for e in refusal.value.errors] == ["company-only"]

    her = person(ines)
    with pytest.raises(Invalid):
        change_record("contact", her, {"industry_group_codes": ["FOOD"]}, actor=ines)


def test_who_becomes_a_company_loses_what_only_people_have_and_undo_brings_it_back(ines):
    """[5.8]"""
    her = person(ines, "Ana Gil", job_title="Jefa", initials="AG")

    done = change_record("contact", her, {"type": "company"}, actor=ines)

    now = row("contact", her)
    assert (now.first_name, now.surname, now.job_title, now.initials) == ("", "", "", "")
    undo_change_set(done.change_set, actor=ines)
    now = row("contact", her)
    assert (now.first_name, now.job_title, now.initials, now.type) == (
        "Ana",
        "Jefa",
        "AG",
        "person",
    )
