"""Setup, code lists, rules, users, jobs, the check, the first steps: what administrators do on
pages.
"""

import re

import pytest

from tests.making import code, company, linked, record, row
from tests.web.pages import Browser, words
from unisono.jobs import queue
from unisono.jobs.models import Job
from unisono.links.models import Link
from unisono.links.rules import rules_now
from unisono.setup.queries import setup_now
from unisono.usecases.users import users
from unisono.worker import loop

pytestmark = pytest.mark.pure  # no page of these searches, sorts or locks


@pytest.fixture
def desk(db):
    """ines, administrator, at her desk."""
    return Browser("ines")


def test_only_the_switch_that_was_touched_changes(desk):
    form = desk.form("/setup/switches")

    desk.post(
        "/setup/switches", **{**form, "inherit_address": "false", "duplicate_threshold": "70"}
    )

    now = setup_now()
    assert (now.inherit_address, now.duplicate_threshold, now.inherit_language) == (False, 70, True)
    assert now.customer_relation_code_id == "CUST"
    page = desk.post(
        "/setup/switches", 422, **{**form, "duplicate_threshold": "many"}
    ).content.decode()
    assert 'id="err-duplicate_threshold"' in page


def test_a_kind_is_switched_off_by_an_empty_code(desk):
    desk.post("/setup/switches", **{**desk.form("/setup/switches"), "vendor_relation_code": ""})

    assert setup_now().vendor_relation_code_id is None


def test_an_entry_is_added_renamed_everywhere_and_deleted_when_nothing_uses_it(ines, desk):
    desk.post("/setup/codes/territories/-/new", code="norte", description="El norte", base="{}")
    contact = company(ines, territory_code="NORTE")

    form = desk.form("/setup/codes/territories/NORTE")
    desk.post("/setup/codes/territories/NORTE", **{**form, "code": "CANTABRIA"})
    assert row("contact", contact).territory_code_id == "CANTABRIA"
    in_use = desk.post("/setup/codes/territories/CANTABRIA/delete", 409)
    assert "CANTABRIA is in use: Contacts (1)." in words(in_use.content.decode())
    desk.post("/setup/codes/territories/-/new", 409, code="cantabria", base="{}")


def test_a_number_series_and_payment_terms_take_whole_numbers(desk):
    desk.post("/setup/codes/payment-terms/-/new", code="60D", due_days="60", base="{}")
    assert "60" in words(desk.get("/setup/codes/payment-terms/"))
    page = desk.post("/setup/codes/payment-terms/-/new", 422, code="XD", due_days="soon", base="{}")
    assert 'id="err-due_days"' in page.content.decode()
    form = desk.form("/setup/codes/number-series/CONT")
    desk.post("/setup/codes/number-series/CONT", **{**form, "next_no": "CT000777"})
    assert "CT000777" in desk.get("/setup/codes/number-series/")


def test_saving_an_entry_untouched_writes_nothing(ines, desk):
    code(
        ines,
        "customer-templates",
        "EU",
        contact_type="company",
        city="Bruselas",
        privacy_blocked=True,
    )
    form = desk.form("/setup/codes/customer-templates/EU")

    desk.post("/setup/codes/customer-templates/EU", **form)

    assert desk.form("/setup/codes/customer-templates/EU")["base"] == form["base"]


def test_a_rule_that_ties_what_differs_shows_it_and_is_changed_with_the_side_chosen(ines, desk):
    desk.post("/setup/rules", **{**desk.form("/setup/rules"), "customer.city": "separate"})
    contact, customer = linked(ines, "customer", city="Madrid")
    type(row("customer", customer)).objects.filter(no=customer).update(city="Toledo")

    answer = desk.post(
        "/setup/rules", 409, **{**desk.form("/setup/rules"), "customer.city": "contact"}
    )
    assert f"{contact} Talleres Muñoz SL Madrid {customer} Toledo" in words(answer.content.decode())
    assert rules_now().of("customer", "city") == "separate"
    desk.post(
        "/setup/rules",
        **{"customer.city": "contact", "was.customer.city": "separate"},
        keep="other",
    )

    assert row("contact", contact).city == "Toledo"
    assert f"Led by the contact {contact}" in desk.get(f"/customers/{customer}")


def test_two_administrators_with_the_matrix_open_do_not_undo_each_other(desk):
    form = desk.form("/setup/rules")
    desk.post("/setup/rules", **{**form, "customer.city": "fill"})
    desk.post("/setup/rules", **{**form, "vendor.city": "fill"})

    assert (rules_now().of("customer", "city"), rules_now().of("vendor", "city")) == (
        "fill",
        "fill",
    )


def test_a_user_comes_changes_role_and_is_locked_out(desk):
    desk.post(
        "/setup/users/-/new",
        username="rosa",
        role="sales",
        password="una clave larga",
        email="",
        salesperson="",
    )
    form = desk.form("/setup/users/rosa")
    desk.post("/setup/users/rosa", **{**form, "role": "finance", "disabled": "yes"})

    rosa = next(user for user in users.all_users() if user.username == "rosa")
    assert (rosa.role, rosa.is_active, rosa.has_usable_password()) == ("finance", False, True)
    page = desk.post(
        "/setup/users/ines", 409, **{**desk.form("/setup/users/ines"), "role": "reader"}
    )
    assert "The last administrator stays one." in page.content.decode()


def test_a_batch_is_previewed_tried_run_and_undone(ines, desk):
    for number in range(3):
        record(ines, "customer", f"Suelta {number} SL", contact_name="Ana Gil")
    linked(ines, "customer")

    page = words(desk.get("/batches/new", source="customers"))
    assert "Selected 4 Get a contact 3 Skipped: they have one 1" in page
    job = desk.post("/batches/new", source="customers", dry_run="yes").headers["location"]
    _work()
    assert "trial: nothing is kept" in desk.get(job)
    assert Link.objects.count() == 1
    job = desk.post("/batches/new", **desk.form(job, "/batches/new")).headers["location"]
    _work()
    page = desk.get(job)
    assert "Records done 4 / 4 Records created 3" in words(page)
    desk.post(re.search(r'action="(/undo/act-[^"]*)"', page).group(1))
    assert Link.objects.count() == 1


def test_a_cancelled_job_goes_on_from_its_page(ines, desk):
    record(ines, "customer")
    job = desk.post("/batches/new", source="customers").headers["location"]

    desk.post(f"{job}/cancel")
    assert "Cancelled" in words(desk.get(job))
    assert not desk.get("/jobs/live/").strip()
    desk.post(f"{job}/resume")
    assert "Working" in desk.get("/jobs/live/")
    _work()
    assert Job.objects.get().state == "done"


def _work():
    """Do what waits, as a worker does."""
    while job := queue.claim("a test"):
        loop.work_on(job, lambda: False)


def test_the_check_shows_drift_and_repairs_it(ines, desk):
    contact, customer = linked(ines, "customer", city="Madrid")
    type(row("customer", customer)).objects.filter(no=customer).update(city="Toledo")

    assert "drifted apart" in desk.get("/drift/")
    assert f'"Toledo" as city, its contact {contact} has "Madrid"' in words(
        desk.get("/check/", run="1")
    )
    desk.post("/check/")
    assert row("customer", customer).city == "Madrid"
    assert "All is as it should be" in desk.get("/check/", run="1")
    assert "No drift" in desk.get("/drift/")


def test_a_new_installation_begins_with_the_first_steps_and_others_with_home(desk, ines):
    assert desk.client.get("/").headers["location"] == "/start/"
    form = desk.form("/start/", "/setup/company")
    desk.post("/setup/company", **{**form, "name": "Nosotros SL", "country_code": "ES"})

    assert "Nosotros SL" in desk.get("/start/")
    assert "Needs a hand" in desk.get("/")
    assert Browser("omar").client.get("/").status_code == 200


def test_home_says_what_waits_and_what_happened(ines, desk):
    record(ines, "customer", "Suelta SL")
    linked(ines, "vendor")

    page = words(desk.get("/"))
    assert "Customers: 1 without contact" in page
    assert "ines created Suelta SL Customer" in page
    assert "Bank accounts 0 0 0" in page
