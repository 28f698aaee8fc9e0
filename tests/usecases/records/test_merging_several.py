"""Many records of one firm become one in one act, and as many again [9.4]."""

from dataclasses import replace

import pytest

from tests.making import company, exists, link_of, person, record, row
from unisono.common.errors import Invalid, NotAllowed
from unisono.history.models import ChangeSet
from unisono.links.merged import merged_into
from unisono.records.merging import BothLinked
from unisono.records.planned import PreviewOutdated
from unisono.usecases.links.linking import link
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.merging_several import merge_several, preview_several
from unisono.usecases.undo.undo_change_sets import undo_act


def twelve(ines):
    """Twelve records of one workshop, of which each says something else."""
    said = ({"city": "Lugo"}, {"phone_no": "982110022"}, {"email": "hola@munoz.example"}, {})
    return [company(ines, "Talleres Muñoz", **said[n % 4]) for n in range(12)]


def values(numbers):
    """What contacts say, by number."""
    fields = ("name", "city", "phone_no", "email", "version")
    return {no: [getattr(row("contact", no), name) for name in fields] for no in numbers}


def test_twelve_become_one_that_says_what_any_of_them_said_and_twelve_again(ines):
    first, *others = numbers = twelve(ines)
    employee = person(ines, "Ana Gil", company_no=others[4])
    customer = record(ines, "customer", "Muñoz cliente")
    link(others[7], "customer", customer, actor=ines)
    before = values(numbers)

    outcome = merge_several(first, others, actor=ines)

    left = row("contact", first)
    assert (left.city, left.phone_no, left.email) == ("Lugo", "982110022", "hola@munoz.example")
    assert row("contact", employee).company.no == first
    assert row("customer", customer).phone_no == "982110022"
    assert not any(exists("contact", no) for no in others)
    assert {merged_into(no) for no in others} == {first}

    undo_act(outcome.more["act"], actor=ines)

    after = values(numbers)
    assert {no: said[:-1] for no, said in after.items()} == {
        no: said[:-1] for no, said in before.items()
    }
    assert row("contact", employee).company.no == others[4]


def test_each_field_may_come_from_another_one(ines):
    madrid, lugo, vigo = (
        company(ines, "Sol SL", city=city, phone_no=phone)
        for city, phone in (("Madrid", "1234567"), ("Lugo", "7654321"), ("Vigo", ""))
    )

    merge_several(madrid, [lugo, vigo], {"city": vigo, "phone_no": lugo}, actor=ines)

    left = row("contact", madrid)
    assert (left.city, left.phone_no) == ("Vigo", "7654321")


def test_the_preview_says_what_will_be_and_does_nothing(ines):
    first, *others = numbers = twelve(ines)[:4]
    before, sets = values(numbers), ChangeSet.objects.count()

    shown = preview_several(first, others, actor=ines)

    assert shown.values["email"] == "hola@munoz.example"
    assert [each.no for each in shown.others] == others
    assert (values(numbers), ChangeSet.objects.count()) == (before, sets)

    merge_several(first, others, None, shown.digest, actor=ines)
    assert row("contact", first).email == "hola@munoz.example"


def test_what_changed_since_the_preview_is_shown_again_and_nothing_is_half_done(ines):
    first, *others = twelve(ines)[:4]
    shown = preview_several(first, others, actor=ines)
    change_record("contact", others[2], {"city": "Vigo"}, actor=ines)

    with pytest.raises(PreviewOutdated):
        merge_several(first, others, None, shown.digest, actor=ines)

    assert all(exists("contact", no) for no in others)


def test_the_last_that_cannot_be_merged_leaves_the_others_as_they_were(ines):
    first, second, third = twelve(ines)[:3]
    for no in (first, third):
        link(no, "customer", record(ines, "customer", "Muñoz"), actor=ines)

    with pytest.raises(BothLinked):
        merge_several(first, [second, third], actor=ines)

    assert exists("contact", second)


def test_nobody_too_many_and_the_same_twice_are_refused(ines, lena):
    one, other = twelve(ines)[:2]

    for numbers in ([], [other, other], [one], [f"X{n}" for n in range(51)]):
        with pytest.raises(Invalid) as refusal:
            merge_several(one, numbers, actor=ines)
        assert refusal.value.errors[0].field == "from"
    with pytest.raises(NotAllowed):
        merge_several(one, [other], actor=lena)


def test_their_customers_become_one_too_where_that_is_wanted(ines):
    first, second, third = twelve(ines)[:3]
    customers = [record(ines, "customer", "Muñoz", credit_limit="100.00") for _n in range(2)]
    for no, customer in zip((first, third), customers, strict=True):
        link(no, "customer", customer, actor=ines)

    shown = preview_several(first, [second, third], with_records=True, actor=ines)
    outcome = merge_several(
        first, [second, third], digest=shown.digest, with_records=True, actor=ines
    )

    assert link_of("customer", customers[0]).contact.no == first
    assert not exists("customer", customers[1])
    assert shown.records == [("customer", customers[1], customers[0])]
    undo_act(outcome.more["act"], actor=ines)
    assert link_of("customer", customers[1]).contact.no == third
    change_record("customer", customers[1], {"note": "Paga tarde."}, actor=ines)
    with pytest.raises(PreviewOutdated):
        merge_several(first, [second, third], digest=shown.digest, with_records=True, actor=ines)
    assert exists("contact", second)


def test_who_does_not_see_the_records_is_not_told_which_they_are(ines, omar):
    first, second = twelve(ines)[:2]
    customers = [record(ines, "customer", "Muñoz") for _n in range(2)]
    for no, customer in zip((first, second), customers, strict=True):
        link(no, "customer", customer, actor=ines)
    confined = replace(omar, kinds=frozenset({"contact"}))

    with pytest.raises(BothLinked) as refusal:
        merge_several(first, [second], actor=confined)

    assert not any(customer in refusal.value.message for customer in customers)
