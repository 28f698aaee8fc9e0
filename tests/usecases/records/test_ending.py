"""Deleting and undoing [3.7] [4.1] to [4.6]."""

import pytest

from tests.making import code, company, exists, link_of, linked, person, record, row
from unisono.common.errors import EditConflict, InUse, NotAllowed, PreconditionFailed
from unisono.contacts.models import Contact
from unisono.history.models import Change, ChangeSet
from unisono.links.models import Link
from unisono.links.rules import rules_now
from unisono.undo.permission import NotUndoable
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.links.unlinking import set_link_state
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.deleting import delete_contact, delete_record
from unisono.usecases.records.role_records import create_record
from unisono.usecases.setup.code_lists import change_entry, delete_entry
from unisono.usecases.undo.undo_change_sets import undo_change_set


def test_a_deleted_company_comes_back_with_its_links_people_and_primary_contact(ines):
    contact, customer = linked(ines, "customer", city="Madrid")
    ana = person(ines, company_no=contact)
    change_record("customer", customer, {"primary_contact_no": ana}, actor=ines)

    gone = delete_contact(contact, actor=ines)
    assert (link_of("customer", customer), row("contact", ana).company) == (None, None)
    undo_change_set(gone.change_set, actor=ines)

    tie = link_of("customer", customer)
    assert (tie.contact.no, tie.primary_contact.no, row("contact", ana).company.no) == (
        contact,
        ana,
        contact,
    )
    assert row("contact", contact).city == "Madrid"
    change_record("contact", contact, {"city": "Toledo"}, actor=ines)
    assert row("customer", customer).city == "Toledo"


def test_people_can_be_deleted_too_and_come_back(ines):
    firm = company(ines)
    ana = person(ines, company_no=firm)

    gone = delete_contact(firm, "delete", actor=ines)
    assert not Contact.objects.exists()
    undo_change_set(gone.change_set, actor=ines)

    assert row("contact", ana).company.no == firm


@pytest.mark.parametrize("kind", ["customer", "vendor"])
@pytest.mark.parametrize("with_company", [False, True])
def test_the_name_of_a_deleted_primary_contact_goes_with_it_and_comes_back_by_undo_alone(
    ines, kind, with_company
):
    contact, no = linked(ines, kind)
    ana = person(ines, "Ana Gil", company_no=contact)
    change_record(kind, no, {"primary_contact_no": ana}, actor=ines)

    gone = (
        delete_contact(contact, "delete", actor=ines)
        if with_company
        else delete_contact(ana, actor=ines)
    )

    assert row(kind, no).contact_name == ""
    change = Change.objects.get(change_set=gone.change_set, kind=kind, event="changed")
    assert change.values["contact_name"][:2] == ["Ana Gil", ""]
    assert change.values["primary_contact_no"][:2] == [ana, ""]
    undo_change_set(gone.change_set, actor=ines)
    assert (row(kind, no).contact_name, link_of(kind, no).primary_contact.no) == ("Ana Gil", ana)


def test_a_company_that_goes_alone_leaves_the_name_of_the_contact_person_as_a_text(ines):
    contact, customer = linked(ines, "customer")
    ana = person(ines, "Ana Gil", company_no=contact)
    change_record("customer", customer, {"primary_contact_no": ana}, actor=ines)

    delete_contact(contact, actor=ines)

    assert row("customer", customer).contact_name == "Ana Gil"


def test_a_deleted_number_that_was_taken_since_does_not_come_back(ines):
    no = record(ines, "vendor", no="V-1")
    gone = delete_record("vendor", no, actor=ines)
    record(ines, "vendor", "Otro", no="v-1")

    with pytest.raises(InUse):
        undo_change_set(gone.change_set, actor=ines)


def test_undoing_a_creation_deletes_all_that_it_made(ines):
    made = create_record("customer", {"name": "Sol", "contact_name": "Ana Gil"}, actor=ines)

    undo_change_set(made.change_set, actor=ines)

    assert not exists("customer", made.no)
    assert (Contact.objects.count(), Link.objects.count()) == (0, 0)


def test_undoing_the_undo_of_a_creation_brings_everything_back(ines):
    made = create_record("customer", {"name": "Sol", "contact_name": "Ana Gil"}, actor=ines)
    undone = undo_change_set(made.change_set, actor=ines)

    undo_change_set(undone.change_set, actor=ines)

    assert link_of("customer", made.no).primary_contact.name == "Ana Gil"


def test_a_creation_on_which_something_depends_is_not_undone(ines):
    firm = company(ines)
    created = ChangeSet.objects.latest("id").pk
    person(ines, company_no=firm)

    with pytest.raises(InUse):
        undo_change_set(created, actor=ines)

    assert exists("contact", firm)


def test_a_creation_that_was_changed_since_is_a_conflict(ines):
    firm = company(ines)
    created = ChangeSet.objects.latest("id").pk
    change_record("contact", firm, {"city": "Lugo"}, actor=ines)

    with pytest.raises(EditConflict) as refusal:
        undo_change_set(created, actor=ines)

    assert [each["field"] for each in refusal.value.extra["conflicts"]] == ["city"]


def test_undoing_a_link_unlinks_and_gives_both_sides_their_values_back(ines):
    contact, vendor = linked(ines, "vendor", city="Madrid")
    customer = record(ines, "customer", "Otro", phone_no="1")
    tied = link(contact, "customer", customer, actor=ines)

    undo_change_set(tied.change_set, actor=ines)

    assert link_of("customer", customer) is None
    assert (row("customer", customer).name, row("customer", customer).phone_no) == ("Otro", "1")
    assert {row("contact", contact).phone_no, row("vendor", vendor).phone_no} == {""}


def test_a_pause_and_a_rename_are_undone(ines):
    contact, customer = linked(ines, "customer")
    pause = set_link_state(contact, "customer", customer, "paused", actor=ines)
    renamed = change_record("contact", contact, {"no": "NEW-1"}, actor=ines)

    undo_change_set(pause.change_set, actor=ines)
    undo_change_set(renamed.change_set, actor=ines)

    assert link_of("customer", customer).state == "active"
    assert exists("contact", contact)


def test_the_rest_is_undone_where_something_changed_since(ines):
    no = company(ines, city="Madrid", phone_no="1")
    outcome = change_record("contact", no, {"city": "Toledo", "phone_no": "2"}, actor=ines)
    change_record("contact", no, {"city": "Segovia"}, actor=ines)

    with pytest.raises(EditConflict) as refusal:
        undo_change_set(outcome.change_set, actor=ines)
    assert refusal.value.extra["conflicts"] == [
        {
            "kind": "contact",
            "no": no,
            "field": "city",
            "base": "Toledo",
            "current": "Segovia",
            "yours": "Madrid",
        }
    ]
    undo_change_set(outcome.change_set, skip_conflicts=True, actor=ines)

    assert (row("contact", no).city, row("contact", no).phone_no) == ("Segovia", "1")


def test_a_field_that_is_locked_by_now_is_a_conflict(ines):
    alone = company(ines, "Sola", phone_no="1")
    edit = change_record("contact", alone, {"phone_no": "2"}, actor=ines)
    create_as(alone, "customer", actor=ines)
    change_rules({"customer": {"phone_no": "role"}}, actor=ines)

    with pytest.raises(EditConflict):
        undo_change_set(edit.change_set, actor=ines)

    assert row("contact", alone).phone_no == "2"


def test_codes_flags_money_and_company_come_back(ines):
    code(ines, "industry-groups", "IT")
    firm = company(ines, industry_group_codes=["IT"])
    ana = person(ines)
    customer = record(ines, "customer", credit_limit="100.00")
    edits = [
        change_record(
            "contact", firm, {"industry_group_codes": [], "exclude_from_segment": True}, actor=ines
        ),
        change_record("contact", ana, {"company_no": firm}, actor=ines),
        change_record("customer", customer, {"credit_limit": "5.50", "blocked": "all"}, actor=ines),
    ]

    for edit in edits:
        undo_change_set(edit.change_set, actor=ines)

    assert [c.code for c in row("contact", firm).industry_group_codes.all()] == ["IT"]
    assert not row("contact", firm).exclude_from_segment
    assert row("contact", ana).company is None
    assert (str(row("customer", customer).credit_limit), row("customer", customer).blocked) == (
        "100.00",
        "",
    )


def test_a_rule_and_what_it_evened_are_undone_together(ines):
    change_rules({"vendor": {"city": "separate"}}, actor=ines)
    contact, vendor = linked(ines, "vendor", city="Madrid")
    change_record("vendor", vendor, {"city": "Lugo"}, actor=ines)
    tying = change_rules({"vendor": {"city": "both"}, "keep": "contact"}, actor=ines)
    assert row("vendor", vendor).city == "Madrid"

    undo_change_set(tying.change_set, actor=ines)

    assert rules_now().by_role["vendor"]["city"] == "separate"
    assert (row("contact", contact).city, row("vendor", vendor).city) == ("Madrid", "Lugo")


def test_others_undo_only_as_administrator_and_setup_is_never_undone(ines, omar):
    no = company(omar)
    mine = change_record("contact", no, {"city": "Lugo"}, actor=omar)
    theirs = change_record("contact", no, {"phone_no": "1"}, actor=ines)

    undo_change_set(mine.change_set, actor=omar)
    with pytest.raises(NotAllowed):
        undo_change_set(theirs.change_set, actor=omar)
    code(ines, "territories", "NORTE")
    with pytest.raises(NotUndoable):
        undo_change_set(ChangeSet.objects.latest("id").pk, actor=ines)


def test_undo_twice_does_nothing_the_second_time(ines):
    no = company(ines)
    edit = change_record("contact", no, {"city": "Lugo"}, actor=ines)

    assert undo_change_set(edit.change_set, actor=ines).change_set
    assert undo_change_set(edit.change_set, actor=ines).change_set is None


def test_a_value_whose_code_was_renamed_comes_back_under_its_new_name(ines):
    code(ines, "territories", "NORTE")
    no = company(ines, territory_code="NORTE")
    edit = change_record("contact", no, {"territory_code": ""}, actor=ines)
    change_entry("territories", "NORTE", {"code": "SUR"}, actor=ines)

    undo_change_set(edit.change_set, actor=ines)

    assert row("contact", no).territory_code_id == "SUR"


def test_a_value_whose_code_is_gone_is_a_conflict(ines):
    code(ines, "territories", "NORTE")
    no, other = (
        company(ines, territory_code="NORTE"),
        record(ines, "vendor", territory_code="NORTE"),
    )
    edit = change_record("contact", no, {"territory_code": ""}, actor=ines)
    gone = delete_record("vendor", other, actor=ines)
    delete_entry("territories", "NORTE", actor=ines)

    for change_set in (edit.change_set, gone.change_set):
        with pytest.raises(EditConflict):
            undo_change_set(change_set, actor=ines)
    undo_change_set(gone.change_set, skip_conflicts=True, actor=ines)

    assert row("vendor", other).territory_code_id is None


def test_deleting_on_an_old_version_is_refused(ines):
    no = company(ines)
    change_record("contact", no, {"city": "Lugo"}, actor=ines)

    with pytest.raises(PreconditionFailed):
        delete_contact(no, actor=ines, expected=1)


def test_the_history_of_a_deleted_record_tells_who_and_what(ines, omar):
    no = record(ines, "customer", city="Lugo")
    key = row("customer", no).pk
    delete_record("customer", no, actor=omar)

    last = Change.objects.filter(kind="customer", record_id=key).latest("id")
    assert (last.event, last.values["city"][0], last.change_set.by) == ("deleted", "Lugo", "omar")
