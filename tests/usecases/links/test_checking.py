"""The check finds what somebody broke in the database directly, and its repairs go through the
history [3.8].
"""

import pytest
from django.db import connection

from tests.making import company, exists, history, link_of, linked, person, record, row
from unisono.common.errors import NotAllowed
from unisono.contacts.models import Contact
from unisono.history.models import Change
from unisono.links.findings import described
from unisono.links.models import FieldRule, Link
from unisono.lists import search_index
from unisono.lists.search import matching
from unisono.setup.models import NumberSeries
from unisono.usecases.links.checking import findings, repair_all
from unisono.usecases.links.linking import link
from unisono.usecases.links.unlinking import set_link_state
from unisono.usecases.records.role_records import create_record

SHORTENED = {
    "customer": "customers_customer",
    "contact": "contacts_contact",
    "bank_account": "bank_accounts_bankaccount",
}


def by_hand(kind, no, **columns):
    """Somebody writes to a table directly."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {SHORTENED[kind]} SET {sets} WHERE no = %s", [*columns.values(), no]
        )


def delete_by_hand(kind, no):
    """Somebody deletes a row while the database does not keep its promises, as a careless restore
    does.
    """
    with connection.cursor() as cursor:
        postgresql = connection.vendor == "postgresql"
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
            if postgresql
            else "PRAGMA defer_foreign_keys = ON"
        )
        cursor.execute(f"DELETE FROM {SHORTENED[kind]} WHERE no = %s", [no])
        if postgresql:
            cursor.execute("SET LOCAL session_replication_role = origin")


def found(ines, *sorts):
    """What the check finds: (sort, problem, number, field)."""
    return [
        (f.sort, f.problem, f.no, f.field) for f in findings(ines) if not sorts or f.sort in sorts
    ]


def repair(ines):
    """Repair everything; then nothing is left."""
    assert [*repair_all(list(findings(ines)), actor=ines)]
    assert found(ines) == []


def test_a_book_in_order_has_no_findings(ines):
    linked(ines, "customer", "vendor", "bank_account", city="Lugo")
    create_record("customer", {"name": "Sol", "contact_name": "Ana Gil"}, actor=ines)

    assert found(ines) == []


def test_drift_is_found_with_both_values_mended_and_seen_in_the_history(ines):
    contact, customer = linked(ines, "customer", phone_no="915550101", city="Lugo")
    by_hand("customer", customer, phone_no="600111222", city="")

    drifted = [f for f in findings(ines) if f.sort == "drift"]
    assert {(f.field, f.contact, f.other) for f in drifted} == {
        ("phone_no", "915550101", "600111222"),
        ("city", "Lugo", ""),
    }
    problem, _repair = described(next(f for f in drifted if f.field == "phone_no"))
    assert all(word in problem for word in (customer, contact, "915550101", "600111222"))

    repair(ines)

    assert (row("customer", customer).phone_no, row("customer", customer).city) == (
        "915550101",
        "Lugo",
    )
    assert history("customer", customer, "phone_no")[0] == ["600111222", "915550101", "repair"]
    assert history("customer", customer)[0].change_set.via == "repair"


def test_a_blank_contact_takes_the_value_that_the_record_has(ines):
    contact, customer = linked(ines, "customer")
    by_hand("customer", customer, phone_no="600111222")

    repair(ines)

    assert row("contact", contact).phone_no == "600111222"


def test_a_record_that_leads_a_field_is_believed(ines):
    contact, customer = linked(ines, "customer", phone_no="915550101", city="Lugo")
    FieldRule.objects.create(role="customer", field="phone_no", rule="role")
    by_hand("customer", customer, phone_no="")

    repair(ines)

    assert row("contact", contact).phone_no == ""


def test_a_contact_changed_by_hand_is_carried_to_all_its_records_in_one_go(ines):
    contact, customer, vendor = linked(
        ines, "customer", "vendor", name="Sol SL", email="a@example.com"
    )
    by_hand("contact", contact, name="Luna SL", email="b@example.com")

    assert {(no, field) for sort, _p, no, field in found(ines) if sort == "drift"} >= {
        (customer, "name"),
        (vendor, "email"),
    }
    repair(ines)

    assert (row("vendor", vendor).name, row("customer", customer).email) == (
        "Luna SL",
        "b@example.com",
    )
    assert matching(Contact.objects.all(), "luna").exists()


def test_separate_fields_and_paused_links_are_no_drift(ines):
    contact, customer, vendor = linked(ines, "customer", "vendor", phone_no="1", city="Lugo")
    FieldRule.objects.create(role="customer", field="phone_no", rule="separate")
    set_link_state(contact, "vendor", vendor, "paused", "contact", actor=ines)
    by_hand("customer", customer, phone_no="2")
    by_hand("contact", contact, city="Vigo")
    by_hand("customer", customer, city="Vigo")

    assert found(ines, "drift") == []


def test_the_type_of_a_customer_follows_its_contact(ines):
    _contact, customer = linked(ines, "customer")
    by_hand("customer", customer, type="person")

    assert found(ines) == [("drift", "drift", customer, "type")]
    repair(ines)

    assert row("customer", customer).type == "company"


def test_columns_for_finding_are_computed_anew(ines):
    no = record(ines, "customer", "Sol SL")
    by_hand("customer", no, name="Luna SL", search_name="LUNA SL")

    assert found(ines) == [("columns", "out-of-step", no, "")]
    repair(ines)

    assert row("customer", no).sort_key == "luna sl"
    assert Change.objects.filter(event="repaired", kind="columns").exists()


def test_a_link_of_a_person_of_a_company_is_ended(ines):
    elm = company(ines, "Elm")
    eva = person(ines, "Eva Paz")
    customer = record(ines, "customer", "Eva Paz", type="person")
    link(eva, "customer", customer, actor=ines)
    by_hand("contact", eva, company_id=row("contact", elm).pk)

    assert found(ines) == [("kind", "person-of-company", customer, "")]
    repair(ines)

    assert link_of("customer", customer) is None
    assert next(change.event for change in history("customer", customer)) == "unlinked"


def test_a_bank_account_of_a_person_is_unlinked(ines):
    contact, bank = linked(ines, "bank_account")
    by_hand("contact", contact, type="person")

    assert ("kind", "bank-of-person", bank, "") in found(ines)
    repair(ines)


def test_a_primary_contact_of_elsewhere_is_ended_and_its_name_stays(ines):
    no = create_record("customer", {"name": "Sol", "contact_name": "Ana Gil"}, actor=ines).no
    ana = link_of("customer", no).primary_contact
    by_hand("contact", ana.no, company_id=None)

    assert found(ines) == [("kind", "primary-contact", no, "")]
    repair(ines)

    assert (link_of("customer", no).primary_contact, row("customer", no).contact_name) == (
        None,
        "Ana Gil",
    )


def test_a_person_whose_company_is_none_becomes_independent(ines):
    elm = company(ines, "Elm")
    eva = person(ines, "Eva Paz", company_no=elm)
    by_hand("contact", elm, type="person")

    assert found(ines) == [("kind", "company-of-person", eva, "")]
    repair(ines)

    assert row("contact", eva).company is None


@pytest.mark.parametrize("next_no", ["CT", "X000001", "CT-5"])
def test_a_series_that_left_its_way_begins_again_and_skips_what_is_taken(ines, next_no):
    company(ines, "Elm")
    NumberSeries.objects.filter(code="CONT").update(next_no=next_no)

    assert [(sort, no) for sort, _p, no, _f in found(ines)] == [("series", "CONT")]
    repair(ines)

    assert company(ines, "Oak") == "CT000002"


@pytest.mark.parametrize("side", ["contact", "customer"])
def test_a_link_that_lost_a_side_is_removed_and_the_other_side_tells(ines, side):
    contact, customer = linked(ines, "customer")
    numbers = {"contact": contact, "customer": customer}
    delete_by_hand(side, numbers[side])

    assert [(sort, problem) for sort, problem, *_ in found(ines)] == [
        ("side", "contact-missing" if side == "contact" else "record-missing")
    ]
    repair(ines)

    assert not Link.objects.exists()
    (left,) = {"contact", "customer"} - {side}
    assert next(change.event for change in history(left, numbers[left])) == "unlinked"
    assert exists(left, numbers[left])


def test_search_that_lost_its_triggers_or_its_entries_is_made_anew(ines):
    record(ines, "customer", "Sol SL")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # a test is one transaction; indexes want none pending
            cursor.execute(f"DROP INDEX {search_index.index_of('customers_customer')}")
        else:
            cursor.execute("DROP TRIGGER customers_customer_search_insert")

    assert [sort for sort, *_ in found(ines)] == ["search"]
    repair(ines)

    assert Change.objects.filter(event="repaired", kind="search").exists()


def test_only_administrators_check_and_repair(felix):
    with pytest.raises(NotAllowed):
        list(findings(felix))
    with pytest.raises(NotAllowed):
        list(repair_all([], actor=felix))


def test_what_somebody_mended_meanwhile_is_left_alone(ines):
    _contact, customer = linked(ines, "customer", phone_no="915550101")
    by_hand("customer", customer, phone_no="600111222")
    seen = list(findings(ines))
    by_hand("customer", customer, phone_no="915550101")
    before = row("customer", customer).version

    list(repair_all(seen, actor=ines))

    assert row("customer", customer).version == before


def test_the_api_tells_the_same(api, ines):
    _contact, customer = linked(ines, "customer", phone_no="915550101")
    assert api.ok("GET", "/integrity")["ok"] is True
    by_hand("customer", customer, phone_no="600111222")

    answer = api.ok("GET", "/integrity", language="es")

    drift = answer["items"][0]
    assert (answer["ok"], drift["no"], drift["contact"], drift["other"]) == (
        False,
        customer,
        "915550101",
        "600111222",
    )
    assert "«600111222»" in drift["detail"]


def test_a_series_that_somebody_set_right_meanwhile_is_left_alone(ines):
    NumberSeries.objects.filter(code="CUST").update(next_no="X1")
    seen = list(findings(ines))
    NumberSeries.objects.filter(code="CUST").update(next_no="C000777")

    list(repair_all(seen, actor=ines))

    assert NumberSeries.objects.get(code="CUST").next_no == "C000777"


def test_a_link_that_is_right_again_is_left_alone(ines):
    elm, eva = company(ines, "Elm"), person(ines, "Eva Paz")
    customer = record(ines, "customer", "Eva Paz", type="person")
    link(eva, "customer", customer, actor=ines)
    by_hand("contact", eva, company_id=row("contact", elm).pk)
    seen = list(findings(ines))
    by_hand("contact", eva, company_id=None)

    list(repair_all(seen, actor=ines))

    assert link_of("customer", customer)
