"""What an undo finds, brings back, and may not bring back: today's rules and names hold [3.7]."""

from dataclasses import replace

import pytest

from tests.making import company, exists, link_of, linked, person, record, row, setup
from unisono.common.errors import EditConflict, InUse, NotAllowed, Refused
from unisono.records.role_records import AlreadyLinked
from unisono.usecases.links.linking import link
from unisono.usecases.links.unlinking import set_link_state, unlink
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.undo.undo_change_sets import undo_change_set


class TestWhatAnUndoMayNotBringBack:
    """States that every other path refuses."""

    def test_a_bank_link_of_what_is_a_person_now(self, ines):
        contact, bank = linked(ines, "bank_account")
        apart = unlink(contact, "bank_account", bank, actor=ines)
        change_record("contact", contact, {"type": "person"}, actor=ines)

        with pytest.raises(Refused):
            undo_change_set(apart.change_set, actor=ines)

    def test_a_link_of_a_person_who_joined_a_company(self, ines):
        ana, firm = person(ines), company(ines)
        customer = create_as(ana, "customer", actor=ines).no
        apart = unlink(ana, "customer", customer, actor=ines)
        change_record("contact", ana, {"company_no": firm}, actor=ines)

        with pytest.raises(InUse):
            undo_change_set(apart.change_set, actor=ines)

    def test_a_company_of_a_person_who_is_a_customer_now(self, ines):
        firm = company(ines)
        ana = person(ines, company_no=firm)
        left = change_record("contact", ana, {"company_no": None}, actor=ines)
        create_as(ana, "customer", actor=ines)

        with pytest.raises(EditConflict):
            undo_change_set(left.change_set, actor=ines)

    def test_the_type_of_a_company_that_has_people_now(self, ines):
        ana = person(ines)
        became = change_record("contact", ana, {"type": "company"}, actor=ines)
        person(ines, "Bea", company_no=ana)

        with pytest.raises(EditConflict):
            undo_change_set(became.change_set, actor=ines)

    def test_the_type_of_a_person_who_joined_a_company(self, ines):
        firm, free = company(ines), company(ines, "Ana Gil")
        became = change_record("contact", free, {"type": "person"}, actor=ines)
        change_record("contact", free, {"company_no": firm}, actor=ines)

        with pytest.raises(EditConflict):
            undo_change_set(became.change_set, actor=ines)

    def test_a_link_of_a_contact_that_is_blocked_now(self, ines):
        contact, customer = linked(ines, "customer")
        apart = unlink(contact, "customer", customer, actor=ines)
        change_record("contact", contact, {"privacy_blocked": True}, actor=ines)

        with pytest.raises(Refused):
            undo_change_set(apart.change_set, actor=ines)

    def test_a_second_customer_when_setup_allows_one_again(self, ines):
        contact, _first = linked(ines, "customer")
        setup(ines, several_customers_per_contact=True)
        second = record(ines, "customer")
        link(contact, "customer", second, actor=ines)
        apart = unlink(contact, "customer", second, actor=ines)
        setup(ines, several_customers_per_contact=False)

        with pytest.raises(AlreadyLinked):
            undo_change_set(apart.change_set, actor=ines)

    def test_a_privacy_block_that_only_an_administrator_lifts(self, ines, omar):
        ana = person(ines)
        blocked = change_record("contact", ana, {"privacy_blocked": True}, actor=omar)

        with pytest.raises(NotAllowed):
            undo_change_set(blocked.change_set, actor=omar)

    def test_a_minor_without_consent_and_without_block(self, ines, omar):
        ana = person(ines, minor=True)
        consent = change_record("contact", ana, {"parental_consent_received": True}, actor=omar)
        change_record("contact", ana, {"privacy_blocked": False}, actor=ines)

        with pytest.raises(Refused):
            undo_change_set(consent.change_set, actor=omar)

    def test_a_change_of_a_kind_that_the_person_may_not_write_any_more(self, ines, omar):
        no = company(omar)
        edit = change_record("contact", no, {"city": "Lugo"}, actor=omar)
        undone = undo_change_set(edit.change_set, actor=omar)

        with pytest.raises(NotAllowed):
            undo_change_set(undone.change_set, actor=replace(omar, role="reader"))


class TestNumbersAreRenamedAndTakenAgain:
    def test_a_person_comes_back_to_its_company_not_to_the_one_that_has_the_number_now(self, ines):
        firm = company(ines, no="F")
        ana = person(ines, company_no=firm)
        left = change_record("contact", ana, {"company_no": None}, actor=ines)
        change_record("contact", "F", {"no": "G"}, actor=ines)
        company(ines, "Otra", no="F")

        undo_change_set(left.change_set, actor=ines)

        assert row("contact", ana).company.no == "G"

    def test_a_join_is_undone_after_the_company_was_renamed(self, ines):
        firm, ana = company(ines, no="F"), person(ines)
        joined = change_record("contact", ana, {"company_no": firm}, actor=ines)
        change_record("contact", "F", {"no": "G"}, actor=ines)

        undo_change_set(joined.change_set, actor=ines)

        assert row("contact", ana).company is None

    def test_a_deleted_person_comes_back_to_the_renamed_company(self, ines):
        firm = company(ines, no="F")
        ana = person(ines, company_no=firm)
        gone = delete_contact(ana, actor=ines)
        change_record("contact", "F", {"no": "G"}, actor=ines)

        undo_change_set(gone.change_set, actor=ines)

        assert row("contact", ana).company.no == "G"

    def test_a_primary_contact_comes_back_under_its_new_number(self, ines):
        contact, customer = linked(ines, "customer")
        ana = person(ines, company_no=contact)
        change_record("customer", customer, {"primary_contact_no": ana}, actor=ines)
        cleared = change_record("customer", customer, {"primary_contact_no": None}, actor=ines)
        change_record("contact", ana, {"no": "ANA"}, actor=ines)

        undo_change_set(cleared.change_set, actor=ines)

        assert link_of("customer", customer).primary_contact.no == "ANA"


class TestLinksThatComeBack:
    def test_a_bank_link_comes_back_beside_a_newer_one(self, ines):
        contact, first = linked(ines, "bank_account")
        apart = unlink(contact, "bank_account", first, actor=ines)
        second = record(ines, "bank_account")
        link(contact, "bank_account", second, actor=ines)

        undo_change_set(apart.change_set, actor=ines)

        assert (
            link_of("bank_account", first).contact.no
            == link_of("bank_account", second).contact.no
            == contact
        )

    def test_restoring_works_also_after_an_unlink_was_undone(self, ines):
        contact, customer = company(ines, phone_no="1"), record(ines, "customer", phone_no="2")
        link(contact, "customer", customer, actor=ines)
        apart = unlink(contact, "customer", customer, actor=ines)
        undo_change_set(apart.change_set, actor=ines)

        unlink(contact, "customer", customer, True, actor=ines)

        assert row("customer", customer).phone_no == "2"

    @pytest.mark.parametrize("end", ["pause", "unlink", "delete"])
    def test_what_differs_by_then_is_listed(self, ines, end):
        contact, customer = linked(ines, "customer", city="Madrid")
        ended = {
            "pause": lambda: set_link_state(contact, "customer", customer, "paused", actor=ines),
            "unlink": lambda: unlink(contact, "customer", customer, actor=ines),
            "delete": lambda: delete_contact(contact, actor=ines),
        }[end]()
        change_record("customer", customer, {"city": "Lugo"}, actor=ines)

        undone = undo_change_set(ended.change_set, actor=ines)

        assert [(word.field, word.code) for word in undone.warnings] == [("city", "differs")]

    def test_undoing_a_link_keeps_the_name_of_its_primary_contact(self, ines):
        contact, customer = company(ines), record(ines, "customer")
        tied = link(contact, "customer", customer, actor=ines)
        change_record("customer", customer, {"contact_name": "Ana Gil"}, actor=ines)

        undo_change_set(tied.change_set, skip_conflicts=True, actor=ines)

        assert row("customer", customer).contact_name == "Ana Gil"

    def test_finance_undoes_what_it_created_from_a_contact(self, ines, felix):
        made = create_as(company(ines), "customer", actor=felix)

        undo_change_set(made.change_set, actor=felix)

        assert not exists("customer", made.no)

    def test_sales_undo_their_deletion_of_a_contact_that_was_linked_to_a_vendor(self, ines, omar):
        contact, vendor = linked(ines, "vendor")
        gone = delete_contact(contact, actor=omar)

        undo_change_set(gone.change_set, actor=omar)

        assert link_of("vendor", vendor).contact.no == contact
