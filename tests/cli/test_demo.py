"""`unisono demo`: a fresh book gets believable data, in a state that the product itself would call
right.
"""

import phonenumbers
import pytest
from django.core.management import call_command
from schwifty import IBAN
from stdnum import get_cc_module

from tests.conftest import install
from unisono.cards.fields import SYNCHRONISED_RULES, shared_names
from unisono.cards.validation import vat_is_valid
from unisono.cli.demo import load_demo
from unisono.common.kinds import LINKED_KINDS
from unisono.customers.models import Customer
from unisono.history.models import Change, ChangeSet
from unisono.links.kinds import KINDS
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.rules import rules_now
from unisono.records.sync_rules import differing_links
from unisono.usecases.users import users

pytestmark = pytest.mark.pure  # the use cases that make it are tried on both databases


@pytest.fixture(scope="module")
def book(django_db_setup, django_db_blocker):
    """The demo, loaded by ines into a fresh installation, once for all who look at it: its
    counts.
    """
    with django_db_blocker.unblock():
        yield load_demo(users.actor_named("ines"))
        call_command("flush", verbosity=0, interactive=False)
        install()


@pytest.fixture
def loaded(book, db):
    """The demo in a test of its own."""
    return book


def records():
    """Every record of the book with its kind."""
    return [
        (kind, row) for kind, info in KINDS.items() for row in info.model.objects.order_by("id")
    ]


def differing_fields(link):
    """The shared fields in which the two sides of a link differ."""
    contact = load_records("contact", [link.contact_id], lock=False)[0].values
    other = load_records(link.role, [link.record_id], lock=False)[0].values
    return {name for name in shared_names(link.role) if contact[name] != other[name]}


def test_the_book_has_about_thirty_companies_with_people_links_and_banks(loaded):
    assert 28 <= loaded.companies <= 36
    assert loaded.people >= 50
    assert loaded.records == {"customer": 23, "vendor": 14, "bank_account": 5}
    assert loaded.links == sum(loaded.records.values()) - 3
    banks = set(Link.objects.filter(role="bank_account").values_list("contact__no", flat=True))
    assert len(banks) == 3


def test_every_active_link_is_equal_in_all_tied_fields(loaded):
    rules = rules_now()
    tied = [
        (role, name)
        for role in LINKED_KINDS
        for name in shared_names(role)
        if rules.of(role, name) in SYNCHRONISED_RULES
    ]

    differing = {place: ids for place in tied if (ids := differing_links(*place))}

    assert differing == {}


def test_what_differs_is_meant_to_differ(loaded):
    rules = rules_now()
    paused = Link.objects.get(state="paused")

    assert rules.of("vendor", "home_page") == "separate"
    assert differing_links("vendor", "home_page")
    assert rules.of("customer", "salesperson_code") == "contact"
    assert differing_fields(paused) == {"phone_no", "email", "address"}


def test_one_freelancer_is_a_customer_and_three_records_wait_for_a_contact(loaded):
    alone = Link.objects.filter(contact__type="person").values_list("contact__name", "role")
    unlinked = [
        kind
        for kind, row in records()
        if kind != "contact" and not Link.objects.filter(**{kind: row}).exists()
    ]

    assert list(alone) == [("Íñigo Urrutia Zabaleta", "customer")]
    assert sorted(unlinked) == ["customer", "customer", "vendor"]


def test_customers_have_limits_and_one_is_blocked(loaded):
    assert Customer.objects.filter(credit_limit__gt=0).count() >= 10
    assert Customer.objects.exclude(blocked="").count() == 1


def test_the_history_has_a_phone_that_reached_people_and_an_undone_change(loaded):
    change = Change.objects.filter(
        kind="customer", event="changed", values__has_key="phone_no"
    ).earliest("id")
    reached = Change.objects.filter(change_set=change.change_set_id, values__has_key="phone_no")

    assert sorted(reached.values_list("kind", flat=True)) == ["contact"] * 4 + [
        "customer",
        "vendor",
    ]
    assert ChangeSet.objects.filter(undoes__isnull=False, via="undo").count() == 1


def test_no_vat_number_deserves_a_warning(loaded):
    numbers = [
        (row.vat_registration_no, row.country_code)
        for kind, row in records()
        if kind != "bank_account" and row.vat_registration_no
    ]

    assert len(numbers) > 60
    assert [each for each in numbers if not vat_is_valid(*each)] == []
    assert all(get_cc_module(country.lower(), "vat") for _number, country in numbers)


def test_ibans_and_phones_are_valid_and_addresses_are_invented(loaded):
    for _kind, row in records():
        phones = filter(None, (row.phone_no, row.mobile_phone_no, row.fax_no))
        parsed = [phonenumbers.parse(phone, row.country_code) for phone in phones]
        assert all(
            phonenumbers.is_valid_number_for_region(phone, row.country_code) for phone in parsed
        ), row.name
        assert not getattr(row, "iban", "") or IBAN(row.iban, validate_bban=True).bank_name is None
        assert all(email.endswith(".example") for email in row.email.split(";") if email)
        assert not row.home_page or row.home_page.endswith(".example")


def test_loading_twice_changes_nothing(loaded, ines):
    sets, versions = (
        ChangeSet.objects.count(),
        [(kind, row.no, row.version) for kind, row in records()],
    )

    again = load_demo(ines)

    assert again == loaded
    assert ChangeSet.objects.count() == sets
    assert [(kind, row.no, row.version) for kind, row in records()] == versions
