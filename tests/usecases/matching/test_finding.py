"""Who may be the same party: while typing, in everything, among records without a link [9.1] [9.3]
[2.3].
"""

import pytest

from tests.making import company, exists, link_of, linked, person, record, row, setup
from unisono.common.errors import Invalid, NotAllowed
from unisono.contacts.models import Contact
from unisono.duplicates import all_pairs
from unisono.duplicates.models import DuplicatePair, LinkSuggestion
from unisono.jobs import queue, workers
from unisono.jobs.models import Job
from unisono.matching import comparing_jobs, grouping
from unisono.usecases.jobs.jobs import start_job
from unisono.usecases.links.linking import link
from unisono.usecases.matching.candidates import alike_records, candidates
from unisono.usecases.matching.duplicates import (
    duplicate_groups,
    duplicate_pairs,
    look_again,
    set_group_different,
    set_pair_state,
    shown_groups,
)
from unisono.usecases.matching.suggestions import link_suggestions, set_suggestion_state
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.records.merging_several import merge_several
from unisono.usecases.undo.undo_change_sets import undo_act, undo_change_set
from unisono.worker.loop import work_on

MUÑOZ = {
    "address": "Calle Mayor 5",
    "post_code": "28013",
    "city": "Madrid",
    "country_code": "ES",
    "phone_no": "+34 915 557 788",
    "email": "taller@munoz.example",
}


def worked(kind, actor, **options):
    """A job after a worker had it."""
    id_ = start_job(kind, options, actor=actor)
    work_on(queue.claim(workers.own_name(), only=id_))
    return Job.objects.get(pk=id_)


def pairs(actor, state="open"):
    """The pairs of numbers that are there."""
    return {
        frozenset((each.contact_no, each.other_no))
        for each in duplicate_pairs(actor).filter(state=state)
    }


@pytest.fixture(params=["splink", "built in"])
def engine(request, monkeypatch):
    """Both ways of comparing everything find the same."""
    if request.param == "built in":
        monkeypatch.setattr(all_pairs, "has_splink", lambda: False)
    return request.param


def test_two_ways_of_writing_a_firm_are_a_pair_and_a_stranger_is_none(omar, engine):
    one = company(omar, "Talleres Muñoz SL", **MUÑOZ)
    other = company(
        omar, "TALLERES MUNOZ, S.L.", **{**MUÑOZ, "phone_no": "0034 915557788", "email": ""}
    )
    company(omar, "Panadería Sol SL", city="Madrid", country_code="ES")

    job = worked("find_duplicates", omar)

    assert (job.state, job.done) == ("done", 1)
    assert pairs(omar) == {frozenset((one, other))}
    found = DuplicatePair.objects.get()
    assert {"name", "phone_no", "address"} <= set(found.matching_fields)
    assert found.score > 90


def test_what_is_found_is_written_down_in_parts(omar, monkeypatch):
    monkeypatch.setattr(comparing_jobs, "_CHUNK", 1)
    for name, vat in (
        ("Talleres Muñoz", "B12345678"),
        ("Panadería Sol", "B87654321"),
        ("Librería Azul", "A55500011"),
    ):
        company(omar, f"{name} SL", vat_registration_no=vat)
        company(omar, f"{name} S.L.", vat_registration_no=vat)

    job = worked("find_duplicates", omar)

    assert (job.state, job.done) == ("done", 3)
    assert len(pairs(omar)) == 3


def test_a_person_is_no_duplicate_of_its_company_nor_of_its_colleagues(omar, engine):
    firm = company(omar, "Ana Gil Consultores SL", **MUÑOZ)
    person(omar, "Ana Gil", company_no=firm)
    person(omar, "Antonio Sanz", company_no=firm)

    worked("find_duplicates", omar)

    assert pairs(omar) == set()


def test_not_a_duplicate_is_remembered_and_what_is_no_more_goes(omar, engine):
    one, other = company(omar, "Muñoz SL", **MUÑOZ), company(omar, "Muñoz S.L.", **MUÑOZ)
    third = company(omar, "Sol y Luna SL", vat_registration_no="ESB12345678")
    fourth = company(omar, "Sol y Luna", vat_registration_no="B12345678")
    worked("find_duplicates", omar)
    both = {frozenset((one, other)), frozenset((third, fourth))}
    assert pairs(omar) == both

    pair = duplicate_pairs(omar).get(contact_id=row("contact", one).pk)
    set_pair_state(pair.pk, "dismissed", actor=omar)
    change_record(
        "contact", fourth, {"name": "Bar Pepe", "vat_registration_no": "B87654321"}, actor=omar
    )
    worked("find_duplicates", omar)

    assert (pairs(omar), pairs(omar, "dismissed")) == (set(), {frozenset((one, other))})


def test_a_pair_of_somebody_deleted_is_not_shown_and_comes_back_with_the_undo(omar):
    one, other = company(omar, "Muñoz SL", **MUÑOZ), company(omar, "Muñoz S.L.", **MUÑOZ)
    worked("find_duplicates", omar)

    gone = delete_contact(other, actor=omar)
    assert pairs(omar) == set()
    undo_change_set(gone.change_set, actor=omar)

    assert pairs(omar) == {frozenset((one, other))}


def test_what_is_being_typed_is_found_before_it_is_saved(ines, omar):
    there = company(omar, "Talleres Muñoz SL", **MUÑOZ)
    company(omar, "Talleres Pérez SL", city="Lugo")

    by_phone = alike_records(
        "contact",
        {"type": "company", "name": "Muñoz", "phone_no": "915557788", "country_code": "ES"},
        omar,
    )
    by_name = alike_records(
        "contact", {"type": "company", "name": "taleres muñoz", "city": "Madrid"}, omar
    )

    assert [each.row.no for each in by_phone] == [there]
    assert [each.row.no for each in by_name] == [there]
    assert "same phone" in by_phone[0].reasons
    setup(ines, check_duplicates=False)
    assert alike_records("contact", {"name": "Talleres Muñoz"}, omar) == []


def test_candidates_for_a_link_are_those_that_can_be_linked(ines):
    free = company(ines, "Talleres Muñoz SL", **MUÑOZ)
    linked(ines, "customer", name="Talleres Muñoz SL", **MUÑOZ)
    company(ines, "Talleres Muñoz SL", **MUÑOZ, privacy_blocked=True)
    customer = record(ines, "customer", "Talleres Muñoz", **MUÑOZ)

    found = candidates("customer", row("customer", customer), "contact", ines)

    assert [each.row.no for each in found] == [free]


def test_records_without_a_link_are_suggested_beside_the_contacts_that_look_like_them(
    ines, omar, engine
):
    contact = company(ines, "Talleres Muñoz SL", **MUÑOZ)
    customer = record(ines, "customer", "Talleres Muñoz", **MUÑOZ)
    bank = record(ines, "bank_account", "Talleres Muñoz", **MUÑOZ)

    worked("suggest_links", ines)

    found = {(each.role, each.no, each.contact_no) for each in link_suggestions(ines)}
    assert found == {("customer", customer, contact), ("bank_account", bank, contact)}
    assert {each.role for each in link_suggestions(omar)} == {
        "customer"
    }  # sales sees no bank accounts
    link(contact, "customer", customer, actor=ines)
    assert {each.role for each in link_suggestions(ines)} == {"bank_account"}


def test_a_suggestion_that_was_set_aside_stays_so(ines):
    company(ines, "Talleres Muñoz SL", **MUÑOZ)
    record(ines, "customer", "Talleres Muñoz", **MUÑOZ)
    worked("suggest_links", ines)

    set_suggestion_state(LinkSuggestion.objects.get().pk, "dismissed", actor=ines)
    worked("suggest_links", ines)

    assert LinkSuggestion.objects.get().state == "dismissed"


def test_many_suggestions_are_linked_at_once_and_undone_at_once(ines):
    numbers = []
    for n, name in enumerate(("Talleres Muñoz", "Panadería Sol", "Librería Estrella")):
        values = {
            **MUÑOZ,
            "phone_no": f"91555770{n}",
            "email": f"hola@firma{n}.example",
            "address": f"Calle {name} 3",
        }
        company(ines, f"{name} SL", **values)
        numbers.append(record(ines, "customer", name, **values))
    worked("suggest_links", ines)

    job = worked("link_suggested", ines, least=80, keep="contact")

    assert (job.state, job.created) == ("done", 3)
    assert row("customer", numbers[0]).name == "Talleres Muñoz SL"
    undo_act(str(job.act), actor=ines)
    assert [link_of("customer", no) for no in numbers] == [None] * 3
    assert row("customer", numbers[0]).name == "Talleres Muñoz"


def test_of_two_customers_that_look_like_one_contact_the_likelier_is_linked(ines):
    company(ines, "Talleres Muñoz SL", **MUÑOZ)
    likelier = record(ines, "customer", "Talleres Muñoz", **MUÑOZ)
    record(ines, "customer", "Talleres Muñoz", **{**MUÑOZ, "phone_no": "", "email": ""})
    worked("suggest_links", ines)

    job = worked("link_suggested", ines, least=60)

    assert (job.state, job.created, job.errors.count()) == ("done", 1, 0)
    assert link_of("customer", likelier)


@pytest.mark.parametrize("way", ["link", "review", "create"])
def test_a_batch_treats_records_that_look_like_a_contact_as_it_is_told(ines, way):
    contact = company(ines, "Talleres Muñoz SL", **MUÑOZ)
    same = record(ines, "customer", "Talleres Muñoz", **MUÑOZ)
    other = record(ines, "customer", "Panadería Sol SL", city="Lugo")

    job = worked("create_contacts", ines, source="customers", on_match=way)

    assert job.state == "done"
    assert link_of("customer", other)
    if way == "link":
        assert link_of("customer", same).contact.no == contact
    if way == "review":
        assert link_of("customer", same) is None
        assert [(each.no, each.contact_no) for each in job.matches.all()] == [(same, contact)]
    if way == "create":
        assert link_of("customer", same).contact.no != contact
    undo_act(str(job.act), actor=ines)
    assert Contact.objects.count() == 1
    assert exists("customer", same)


def test_a_trial_of_such_a_batch_keeps_nothing(ines):
    company(ines, "Talleres Muñoz SL", **MUÑOZ)
    same = record(ines, "customer", "Talleres Muñoz", **MUÑOZ)

    job = worked("create_contacts", ines, source="customers", on_match="link", dry_run=True)

    assert (job.state, job.created) == ("done", 1)
    assert link_of("customer", same) is None


def test_a_reader_looks_for_nothing_and_says_nothing(lena, omar):
    company(omar, "Muñoz SL", **MUÑOZ)
    company(omar, "Muñoz S.L.", **MUÑOZ)
    worked("find_duplicates", omar)

    for kind in ("find_duplicates", "suggest_links"):
        with pytest.raises(NotAllowed):
            start_job(kind, {}, actor=lena)
    with pytest.raises(NotAllowed):
        set_pair_state(DuplicatePair.objects.get().pk, "dismissed", actor=lena)
    with pytest.raises(Invalid):
        set_pair_state(DuplicatePair.objects.get().pk, "perhaps", actor=omar)


def group_numbers(actor):
    """The numbers of the contacts of each group."""
    rows = list(duplicate_groups(actor).order_by("-score", "pk"))
    return [[each.no for each in shown.members] for shown in shown_groups(rows)]


def test_twelve_records_of_one_firm_are_one_group_and_one_of_them_may_be_another(omar, engine):
    twelve = [company(omar, "Talleres Muñoz SL", **MUÑOZ) for _n in range(12)]
    company(omar, "Panadería Sol SL", city="Madrid")

    worked("find_duplicates", omar)

    assert group_numbers(omar) == [twelve]

    set_group_different(duplicate_groups(omar).get().pk, twelve[3], actor=omar)
    assert group_numbers(omar) == [[no for no in twelve if no != twelve[3]]]
    worked("find_duplicates", omar)
    assert group_numbers(omar) == [[no for no in twelve if no != twelve[3]]]

    set_group_different(duplicate_groups(omar).get().pk, actor=omar)
    worked("find_duplicates", omar)
    assert group_numbers(omar) == []


def test_a_group_is_left_when_its_contacts_are_one(ines):
    numbers = [company(ines, "Talleres Muñoz SL", **MUÑOZ) for _n in range(4)]
    worked("find_duplicates", ines)

    outcome = merge_several(numbers[1], [numbers[0], numbers[2]], actor=ines)
    assert group_numbers(ines) == [[numbers[1], numbers[3]]]
    undo_act(outcome.more["act"], actor=ines)
    assert group_numbers(ines) == [numbers]


def test_of_hundreds_each_is_kept_with_the_likeliest_other(ines, monkeypatch):
    monkeypatch.setattr(grouping, "MOST_WITH_ALL_PAIRS", 5)
    numbers = [company(ines, "Talleres Muñoz SL", **MUÑOZ) for _n in range(9)]

    worked("find_duplicates", ines)

    assert group_numbers(ines) == [numbers]
    assert DuplicatePair.objects.count() < 9 * 8 / 2
    set_group_different(duplicate_groups(ines).get().pk, numbers[0], actor=ines)
    assert group_numbers(ines) == [numbers[1:]]
    worked("find_duplicates", ines)
    assert group_numbers(ines) == [numbers[1:]]


def test_that_all_are_different_is_remembered_also_of_those_that_were_no_pair(ines, monkeypatch):
    monkeypatch.setattr(grouping, "MOST_WITH_ALL_PAIRS", 5)
    for _n in range(9):
        company(ines, "Talleres Muñoz SL", **MUÑOZ)
    worked("find_duplicates", ines)

    set_group_different(duplicate_groups(ines).get().pk, actor=ines)
    worked("find_duplicates", ines)

    assert group_numbers(ines) == []


def test_what_is_said_while_groups_are_written_down_leaves_each_with_one_card(ines):
    numbers = [company(ines, "Talleres Muñoz SL", **MUÑOZ) for _n in range(4)]
    worked("find_duplicates", ines)
    DuplicatePair.objects.update(leads=True)
    lost = DuplicatePair.objects.order_by("pk").last()
    DuplicatePair.objects.filter(pk=lost.pk).update(state="dismissed")

    grouping.settle()

    assert group_numbers(ines) == [numbers]


def test_after_an_import_the_search_runs_by_itself_once_and_for_those_who_may(ines, felix):
    for _again in range(2):
        look_again(ines)
    assert Job.objects.filter(kind="find_duplicates").count() == 1

    Job.objects.all().delete()
    look_again(felix)
    assert not Job.objects.exists()
