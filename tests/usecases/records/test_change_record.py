"""Somebody changes a field of one record, and it is right everywhere [3.1] to [3.5]."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import code, company, history, linked, person, record, row, setup
from unisono.common.errors import EditConflict, Invalid, NotAllowed, PreconditionFailed
from unisono.history.models import Change
from unisono.records.contact_type import TypeChange
from unisono.records.refusals import LedByOtherSide
from unisono.setup.series import NumberTaken
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.records.creating_as import create_as
from unisono.usecases.undo.undo_change_sets import undo_change_set


def test_a_customers_phone_reaches_contact_vendor_bank_and_people(ines, felix):
    contact, customer, vendor, bank = linked(
        ines, "customer", "vendor", "bank_account", phone_no="915550101"
    )
    ana = person(ines, company_no=contact)

    outcome = change_record("customer", customer, {"phone_no": "916660202"}, actor=felix)

    places = [("contact", contact), ("vendor", vendor), ("bank_account", bank), ("contact", ana)]
    assert {row(kind, no).phone_no for kind, no in places} == {"916660202"}
    assert history("contact", contact, "phone_no") == [
        ["915550101", "916660202", f"customer:{customer}"]
    ]
    assert history("contact", ana, "phone_no") == [["915550101", "916660202", f"company:{contact}"]]
    assert {each.change_set_id for each in history("vendor", vendor)[:1]} == {outcome.change_set}


def test_sales_change_a_customer_and_the_bank_account_follows_though_they_do_not_see_it(ines, omar):
    _contact, customer, bank = linked(ines, "customer", "bank_account")

    change_record("customer", customer, {"city": "Bern"}, actor=omar)

    assert row("bank_account", bank).city == "Bern"
    assert history("bank_account", bank)[0].change_set.by == "omar"


def test_a_reader_is_refused_and_nothing_changes(ines, lena):
    no = company(ines, city="Basel")

    with pytest.raises(NotAllowed):
        change_record("contact", no, {"city": "Bern"}, actor=lena)

    assert row("contact", no).city == "Basel"


def test_equal_values_write_nothing_and_leave_no_history(ines):
    contact, customer = linked(ines, "customer", city="Madrid")

    outcome = change_record("contact", contact, {"city": "Madrid"}, actor=ines)

    assert outcome.change_set is None
    assert (row("contact", contact).version, row("customer", customer).version) == (1, 2)


@pytest.mark.parametrize("people", [0, 40])
def test_an_edit_that_reaches_three_records_takes_at_most_16_statements(ines, people):
    contact, customer, *_others = linked(
        ines, "customer", "vendor", "bank_account", phone_no="915550101"
    )
    for number in range(people):
        person(ines, f"Ana {number}", company_no=contact)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        change_record("customer", customer, {"phone_no": "916660202"}, actor=ines)

    counted = [
        q["sql"]
        for q in queries
        if not q["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    ]
    assert len(counted) <= 16, counted


def test_people_with_values_of_their_own_keep_them(ines):
    firm = company(ines, phone_no="915550101", address="Calle Mayor 1", city="Madrid")
    ana, bea = (
        person(ines, company_no=firm),
        person(ines, "Bea Sol", company_no=firm, phone_no="600111222"),
    )

    change_record("contact", firm, {"phone_no": "", "city": "Toledo"}, actor=ines)

    assert (row("contact", ana).phone_no, row("contact", ana).city) == ("", "Toledo")
    assert (row("contact", bea).phone_no, row("contact", bea).city) == ("600111222", "Toledo")


def test_drift_is_evened_out_for_the_fields_that_change_and_its_real_value_is_kept_in_the_history(
    ines,
):
    contact, customer = linked(ines, "customer", city="Madrid")
    type(row("customer", customer)).objects.filter(no=customer).update(city="Drifted")

    change_record("contact", contact, {"phone_no": "915550101"}, actor=ines)
    assert row("customer", customer).city == "Drifted"
    change_record("contact", contact, {"city": "Toledo"}, actor=ines)

    assert history("customer", customer, "city")[0][:2] == ["Drifted", "Toledo"]


class TestVersions:
    def test_stale_edits_of_different_fields_merge(self, ines, omar):
        no = company(ines, city="Madrid")
        change_record("contact", no, {"city": "Toledo"}, actor=ines)

        change_record("contact", no, {"phone_no": "915550101"}, actor=omar, expected=1)

        assert (row("contact", no).city, row("contact", no).phone_no) == ("Toledo", "915550101")

    def test_stale_edits_of_the_same_field_are_a_conflict_with_all_three_values(self, ines, omar):
        no = company(ines, city="Madrid")
        change_record("contact", no, {"city": "Toledo"}, actor=ines)
        change_record("contact", no, {"city": "Lugo"}, actor=ines)

        with pytest.raises(EditConflict) as refusal:
            change_record("contact", no, {"city": "Bern"}, actor=omar, expected=1)

        assert refusal.value.extra["conflicts"] == [
            {"field": "city", "base": "Madrid", "current": "Lugo", "yours": "Bern"}
        ]

    def test_a_conflict_is_seen_also_where_the_change_came_from_a_linked_record(self, ines, omar):
        contact, customer = linked(ines, "customer", city="Madrid")
        version = row("contact", contact).version
        change_record("customer", customer, {"city": "Toledo"}, actor=ines)

        with pytest.raises(EditConflict):
            change_record("contact", contact, {"city": "Bern"}, actor=omar, expected=version)

    def test_sending_todays_value_is_no_conflict(self, ines):
        no = company(ines, city="Madrid")
        change_record("contact", no, {"city": "Toledo"}, actor=ines)

        assert (
            change_record("contact", no, {"city": "Toledo"}, actor=ines, expected=1).change_set
            is None
        )

    def test_a_version_that_is_not_there_yet_is_refused(self, ines):
        with pytest.raises(PreconditionFailed):
            change_record("contact", company(ines), {"city": "Bern"}, actor=ines, expected=9)


class TestRules:
    def test_a_field_led_by_another_record_is_locked_and_the_refusal_names_the_leader(self, ines):
        contact, customer, vendor = linked(ines, "customer", "vendor")
        change_rules({"customer": {"phone_no": "role"}}, actor=ines)

        for kind, no in (("contact", contact), ("vendor", vendor)):
            with pytest.raises(LedByOtherSide) as refusal:
                change_record(kind, no, {"phone_no": "915550101", "city": "Lugo"}, actor=ines)
            assert customer in refusal.value.message
            assert row(kind, no).city == ""
        change_record("customer", customer, {"phone_no": "915550101"}, actor=ines)
        assert row("vendor", vendor).phone_no == row("contact", contact).phone_no == "915550101"

    def test_sales_are_not_told_the_number_of_a_bank_account_that_leads(self, ines, omar):
        contact, bank = linked(ines, "bank_account")
        change_rules({"bank_account": {"phone_no": "role"}}, actor=ines)

        with pytest.raises(LedByOtherSide) as refusal:
            change_record("contact", contact, {"phone_no": "915550101"}, actor=omar)

        assert bank not in refusal.value.message


class TestNames:
    def test_a_spanish_name_has_two_surnames(self, ines):
        no = person(ines, "José Núñez López", language_code="es-ES")

        assert [
            getattr(row("contact", no), part) for part in ("first_name", "middle_name", "surname")
        ] == [
            "José",
            "",
            "Núñez López",
        ]

    def test_parts_rebuild_the_name_and_reach_the_customer_of_a_freelancer(self, ines):
        no = person(ines, "Ana Gil")
        customer = record(ines, "customer", "X")
        link(no, "customer", customer, actor=ines)
        change_record("contact", no, {"surname": "Luna"}, actor=ines)

        assert row("customer", customer).name == row("contact", no).name == "Ana Luna"
        assert row("customer", customer).search_name == "ANA LUNA"

    def test_a_change_of_the_customers_name_splits_the_persons(self, ines):
        no = person(ines, "Ana Gil")
        customer = create_as(no, "customer", actor=ines).no
        change_record("customer", customer, {"name": "Bea Sol"}, actor=ines)

        assert (row("contact", no).first_name, row("contact", no).surname) == ("Bea", "Sol")

    def test_name_and_parts_that_contradict_are_refused(self, ines):
        with pytest.raises(Invalid):
            person(ines, "Ana Gil", first_name="Bea")

    @pytest.mark.parametrize(
        "parts",
        [
            {"first_name": "x" * 60, "surname": "y" * 60},
            {"first_name": "", "middle_name": "", "surname": ""},
        ],
    )
    def test_parts_that_make_no_name_are_refused(self, ines, parts):
        no = person(ines, "Ana Gil")

        with pytest.raises(Invalid):
            change_record("contact", no, parts, actor=ines)

        assert row("contact", no).name == "Ana Gil"

    def test_without_language_the_country_tells_how_many_surnames(self, ines):
        no = person(ines, "José Luis Rodríguez Zapatero", country_code="ES")

        assert row("contact", no).surname == "Rodríguez Zapatero"


class TestTypes:
    def test_each_obstacle_is_named(self, ines):
        contact, customer = linked(ines, "customer")
        person(ines, company_no=contact)

        with pytest.raises(TypeChange) as refusal:
            change_record("contact", contact, {"type": "person"}, actor=ines)

        assert [each["code"] for each in refusal.value.extra["obstacles"]] == ["links", "people"]
        assert refusal.value.extra["obstacles"][0]["nos"] == [customer]

    def test_an_independent_person_that_is_a_customer_becomes_a_company_and_the_customers_type_follows(
        self, ines
    ):
        no = person(ines, "Ana Gil")
        customer = create_as(no, "customer", actor=ines).no
        change_record("contact", no, {"type": "company"}, actor=ines)

        assert (row("customer", customer).type, row("contact", no).first_name) == ("company", "")


class TestNumbers:
    def test_renaming_follows_everywhere_and_the_other_case_is_taken(self, ines):
        contact, customer = linked(ines, "customer")
        change_record("contact", contact, {"no": "Ñ/1 a"}, actor=ines)

        assert row("contact", "Ñ/1 a").pk == row("contact", "Ñ/1 a").pk
        assert row("customer", customer).link.contact.no == "Ñ/1 a"
        other = company(ines)
        with pytest.raises(NumberTaken):
            change_record("contact", other, {"no": "ñ/1 A"}, actor=ines)
        change_record("contact", "ñ/1 a", {"no": "ñ/1 A"}, actor=ines)
        assert row("contact", "ñ/1 A")


class TestPrivacy:
    def test_only_an_administrator_lifts_a_block(self, ines, omar):
        no = person(ines, privacy_blocked=True)

        with pytest.raises(NotAllowed):
            change_record("contact", no, {"privacy_blocked": False}, actor=omar)
        change_record("contact", no, {"privacy_blocked": False}, actor=ines)

        assert not row("contact", no).privacy_blocked

    def test_when_consent_ends_a_minor_is_blocked_again(self, ines):
        no = person(ines, minor=True, parental_consent_received=True, privacy_blocked=False)

        change_record("contact", no, {"parental_consent_received": False}, actor=ines)

        assert row("contact", no).privacy_blocked


class TestPrimaryContact:
    def test_a_contact_name_names_a_person_found_or_created(self, ines):
        contact, customer = linked(ines, "customer", city="Madrid")
        change_record("customer", customer, {"contact_name": "Ana Gil"}, actor=ines)
        ana = row("customer", customer).link.primary_contact

        change_record("customer", customer, {"contact_name": "Bea Sol"}, actor=ines)
        change_record("customer", customer, {"contact_name": "ANA GIL"}, actor=ines)

        assert row("customer", customer).link.primary_contact == ana
        assert (ana.company.no, ana.city) == (contact, "Madrid")

    def test_a_name_can_be_cleared_and_one_of_the_two_is_sent(self, ines):
        _contact, customer = linked(ines, "customer")
        change_record("customer", customer, {"contact_name": "Ana Gil"}, actor=ines)

        with pytest.raises(Invalid):
            change_record(
                "customer",
                customer,
                {"contact_name": "Bea", "primary_contact_no": None},
                actor=ines,
            )
        change_record("customer", customer, {"contact_name": ""}, actor=ines)

        assert (
            row("customer", customer).link.primary_contact,
            row("customer", customer).contact_name,
        ) == (None, "")

    @pytest.mark.parametrize("kind", ["customer", "vendor"])
    def test_choosing_another_or_none_takes_the_name_along_and_tells_what_it_was(self, ines, kind):
        contact, no = linked(ines, kind)
        ana, bea = person(ines, company_no=contact), person(ines, "Bea Sol", company_no=contact)
        change_record(kind, no, {"primary_contact_no": ana}, actor=ines)

        change_record(kind, no, {"primary_contact_no": bea}, actor=ines)
        cleared = change_record(kind, no, {"primary_contact_no": None}, actor=ines)

        names = [
            change.values["contact_name"][:2]
            for change in Change.objects.filter(kind=kind, event="changed").order_by("id")
            if "contact_name" in change.values
        ]
        assert names == [["", "Ana Gil"], ["Ana Gil", "Bea Sol"], ["Bea Sol", ""]]
        assert row(kind, no).contact_name == ""
        undo_change_set(cleared.change_set, actor=ines)
        assert (row(kind, no).contact_name, row(kind, no).link.primary_contact.no) == (
            "Bea Sol",
            bea,
        )

    def test_it_is_cleared_and_its_name_kept_when_the_person_leaves_the_company(self, ines):
        contact, customer = linked(ines, "customer")
        ana = person(ines, company_no=contact)
        change_record("customer", customer, {"primary_contact_no": ana}, actor=ines)

        change_record("contact", ana, {"company_no": None}, actor=ines)

        assert row("customer", customer).link.primary_contact is None
        assert row("customer", customer).contact_name == "Ana Gil"


class TestDefaults:
    def test_inheritance_beats_defaults_and_the_salesperson_is_the_users_own(self, ines):
        for each in ("ANA", "BEA"):
            code(ines, "salespeople", each)
        setup(ines, default_country_code="PT", default_salesperson_code="BEA")
        firm = company(ines, country_code="ES")
        acting = replace(ines, salesperson_code="ANA")

        free = create_contact({"name": "Luz"}, actor=acting).no
        joined = create_contact(
            {"type": "person", "name": "Ana", "company_no": firm}, actor=acting
        ).no

        assert (row("contact", free).country_code, row("contact", free).salesperson_code_id) == (
            "PT",
            "ANA",
        )
        assert row("contact", joined).country_code == "ES"
        assert row("contact", joined).salesperson_code_id == "BEA"
