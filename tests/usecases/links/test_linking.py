"""Linking, pausing, resuming, unlinking, creating from a contact [2.1] [2.2] [2.6] [3.6] [4.3]."""

import pytest

from tests.making import code, company, exists, history, link_of, linked, person, record, row, setup
from unisono.common.errors import Invalid, NotAllowed, Refused
from unisono.records.people import HasLinks
from unisono.records.planned import PreviewOutdated
from unisono.records.refusals import Differences, LedByOtherSide
from unisono.records.role_records import AlreadyLinked
from unisono.usecases.links.linking import link, preview_link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.links.unlinking import set_link_state, unlink
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.creating_as import create_as, plan_creation
from unisono.usecases.records.role_records import create_contact_for, create_record
from unisono.usecases.setup.code_lists import delete_entry


def test_the_preview_is_the_link_and_shows_what_else_changes(ines):
    contact, vendor = linked(ines, "vendor", city="Madrid")
    customer = record(ines, "customer", city="Lisboa", phone_no="935550202")

    tie = preview_link(contact, "customer", customer, {"*": "other"}, actor=ines)
    link(contact, "customer", customer, {"*": "other"}, tie.plan.digest, actor=ines)

    by_field = {each.field: each for each in tie.plan.rows}
    assert (by_field["city"].result, by_field["city"].conflict) == ("Lisboa", True)
    assert tie.plan.rows[0].differs
    also = {
        write.record.no: set(write.fields)
        for write in tie.plan.writes
        if write.record.key.kind == "vendor"
    }
    assert also == {vendor: {"city", "phone_no"}}
    assert row("vendor", vendor).city == row("contact", contact).city == "Lisboa"


def test_a_link_on_an_old_preview_is_refused(ines):
    contact, customer = company(ines, city="Madrid"), record(ines, "customer")
    tie = preview_link(contact, "customer", customer, actor=ines)
    change_record("contact", contact, {"city": "Toledo"}, actor=ines)

    with pytest.raises(PreviewOutdated):
        link(contact, "customer", customer, None, tie.plan.digest, actor=ines)

    assert link_of("customer", customer) is None


def test_newer_goes_field_by_field_by_the_history(ines):
    contact, customer = (
        company(ines, city="Madrid", phone_no="1"),
        record(ines, "customer", city="Lugo", phone_no="2"),
    )
    change_record("contact", contact, {"city": "Toledo"}, actor=ines)

    link(contact, "customer", customer, "newer", actor=ines)

    # The customer was created after the contact, whose city alone was changed later.
    assert (row("contact", contact).city, row("contact", contact).phone_no) == ("Toledo", "2")


def test_a_choice_against_a_leader_elsewhere_is_refused(ines):
    contact, _customer = linked(ines, "customer", phone_no="1")
    change_rules({"customer": {"phone_no": "role"}}, actor=ines)
    vendor = record(ines, "vendor", phone_no="2")

    with pytest.raises(LedByOtherSide):
        link(contact, "vendor", vendor, {"phone_no": "other"}, actor=ines)
    link(contact, "vendor", vendor, "other", actor=ines)

    assert row("vendor", vendor).phone_no == "1"


def test_there_is_nothing_to_choose_for_a_field_that_never_travels(ines):
    change_rules({"customer": {"home_page": "separate"}}, actor=ines)
    contact, customer = company(ines), record(ines, "customer")

    with pytest.raises(Invalid):
        link(contact, "customer", customer, {"*": "other", "home_page": "other"}, actor=ines)
    link(contact, "customer", customer, "other", actor=ines)


def test_purchasing_does_not_link_customers(ines, petra):
    contact, customer = company(ines), record(ines, "customer")

    with pytest.raises(NotAllowed):
        link(contact, "customer", customer, actor=petra)


def test_with_several_allowed_a_third_customer_takes_a_free_place(ines):
    contact, first = linked(ines, "customer")
    setup(ines, several_customers_per_contact=True)
    second, third = record(ines, "customer"), record(ines, "customer")
    link(contact, "customer", second, actor=ines)
    unlink(contact, "customer", first, actor=ines)

    link(contact, "customer", third, actor=ines)

    assert {link_of("customer", no).slot for no in (second, third)} == {0, 1}


def test_a_person_with_links_of_its_own_cannot_join_a_company(ines):
    ana, firm = person(ines), company(ines)
    customer = create_as(ana, "customer", actor=ines).no

    with pytest.raises(HasLinks) as refusal:
        change_record("contact", ana, {"company_no": firm}, actor=ines)

    assert refusal.value.extra["links"] == [{"role": "customer", "no": customer}]


class TestPausing:
    def test_differences_of_a_pause_are_decided_when_it_ends(self, ines):
        contact, customer, vendor = linked(ines, "customer", "vendor", city="Madrid")
        set_link_state(contact, "customer", customer, "paused", actor=ines)
        change_record("customer", customer, {"city": "Lugo"}, actor=ines)
        change_record("contact", contact, {"phone_no": "915550101"}, actor=ines)
        assert (row("customer", customer).phone_no, row("vendor", vendor).city) == ("", "Madrid")

        set_link_state(contact, "customer", customer, "active", "other", actor=ines)

        assert {row("contact", contact).city, row("vendor", vendor).city} == {"Lugo"}
        assert row("customer", customer).phone_no == "915550101"

    def test_a_paused_link_still_counts(self, ines):
        contact, customer = linked(ines, "customer")
        set_link_state(contact, "customer", customer, "paused", actor=ines)

        with pytest.raises(AlreadyLinked):
            create_as(contact, "customer", actor=ines)


class TestUnlinking:
    def test_restore_gives_back_all_but_what_changed_since(self, ines):
        contact = company(ines, city="Madrid", phone_no="1")
        customer = record(ines, "customer", "Otro", city="Lugo", phone_no="2")
        link(contact, "customer", customer, actor=ines)
        change_record("contact", contact, {"phone_no": "3"}, actor=ines)

        unlink(contact, "customer", customer, True, actor=ines)

        now = row("customer", customer)
        assert (now.name, now.search_name, now.city, now.phone_no) == ("Otro", "OTRO", "Lugo", "3")
        assert row("contact", contact).city == "Madrid"


class TestCreatingFromAContact:
    def test_a_template_fills_blanks_on_both_sides_and_the_other_records_follow(self, ines):
        contact, vendor = linked(ines, "vendor", country_code="ES")
        code(
            ines,
            "customer-templates",
            "EU",
            contact_type="company",
            country_code="PT",
            language_code="pt-PT",
        )

        customer = create_as(contact, "customer", "EU", actor=ines).no

        assert row("customer", customer).country_code == "ES"
        assert {row("vendor", vendor).language_code, row("contact", contact).language_code} == {
            "pt-PT"
        }
        assert history("contact", contact, "language_code") == [["", "pt-PT", "template"]]

    def test_several_fitting_templates_are_offered(self, ines):
        code(ines, "customer-templates", "EU", contact_type="company")

        with pytest.raises(Refused) as refusal:
            create_as(company(ines), "customer", actor=ines)

        assert (refusal.value.code, refusal.value.extra["templates"]) == (
            "template-choice",
            ["CUST-COMPANY", "EU"],
        )

    def test_without_template_the_answer_says_so(self, ines):
        delete_entry("vendor-templates", "VEND-COMPANY", actor=ines)

        assert [w.code for w in create_as(company(ines), "vendor", actor=ines).warnings] == [
            "no-template"
        ]

    def test_the_dry_run_draws_no_number(self, ines):
        contact = company(ines)
        plan_creation(contact, "customer", actor=ines)

        first = create_as(contact, "customer", actor=ines).no

        assert first == "C000001"

    def test_a_field_that_a_record_leads_has_the_leaders_value_even_a_blank_one(self, ines):
        contact, _vendor = linked(ines, "vendor")
        change_rules({"vendor": {"language_code": "role"}}, actor=ines)
        code(ines, "customer-templates", "EU", contact_type="company", language_code="pt-PT")

        customer = create_as(contact, "customer", "EU", actor=ines).no

        assert (
            row("customer", customer).language_code == row("contact", contact).language_code == ""
        )

    def test_values_are_for_fields_that_the_contact_does_not_have(self, ines):
        made = create_as(
            company(ines), "bank_account", None, {"iban": "ES9121000418450200051332"}, actor=ines
        )

        assert row("bank_account", made.no).iban == "ES9121000418450200051332"
        with pytest.raises(Refused):
            create_as(company(ines), "bank_account", None, {"city": "Lugo"}, actor=ines)


class TestContactsFromRecords:
    def test_a_contact_name_becomes_a_person_that_inherits(self, ines):
        made = create_record(
            "vendor", {"name": "Łódź Sp.", "city": "Łódź", "contact_name": "Jan Nowak"}, actor=ines
        )

        tie = link_of("vendor", made.no)
        assert (
            tie.primary_contact.name,
            tie.primary_contact.company,
            tie.primary_contact.city,
        ) == (
            "Jan Nowak",
            tie.contact,
            "Łódź",
        )

    def test_on_demand_from_one_record_and_only_once(self, ines):
        no = record(ines, "bank_account", "Banco Sol")

        create_contact_for("bank_account", no, actor=ines)

        assert link_of("bank_account", no).contact.name == "Banco Sol"
        with pytest.raises(AlreadyLinked):
            create_contact_for("bank_account", no, actor=ines)

    def test_a_separate_field_stays_at_the_record(self, ines):
        change_rules({"customer": {"home_page": "separate"}}, actor=ines)

        no = create_record(
            "customer", {"name": "Sol", "home_page": "https://a.example"}, actor=ines
        ).no

        assert link_of("customer", no).contact.home_page == ""


class TestSyncRules:
    def test_tying_what_differs_asks_which_side_wins(self, ines):
        change_rules({"vendor": {"city": "separate"}}, actor=ines)
        contact, vendor = linked(ines, "vendor", city="Madrid")
        change_record("vendor", vendor, {"city": "Lugo"}, actor=ines)

        with pytest.raises(Differences) as refusal:
            change_rules({"vendor": {"city": "both"}}, actor=ines)
        assert refusal.value.extra["count"] == 1
        change_rules({"vendor": {"city": "both"}, "keep": "other"}, actor=ines)

        assert row("contact", contact).city == "Lugo"

    def test_fill_takes_only_into_blanks(self, ines):
        contact, customer = linked(ines, "customer", fax_no="1", phone_no="2")
        change_rules({"customer": {"fax_no": "separate", "phone_no": "separate"}}, actor=ines)
        change_record("customer", customer, {"fax_no": "", "phone_no": "9"}, actor=ines)

        change_rules({"customer": {"fax_no": "fill", "phone_no": "fill"}}, actor=ines)

        assert (row("customer", customer).fax_no, row("customer", customer).phone_no) == ("1", "9")
        assert exists("contact", contact)
