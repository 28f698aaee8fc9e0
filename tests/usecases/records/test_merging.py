"""Two contacts become one, and two again [9.2]."""

import json
from datetime import UTC, datetime

import pytest

from tests.making import code, company, exists, history, link_of, linked, person, record, row, setup
from tests.making_documents import paper, stored
from unisono.cards.models import value_of
from unisono.common.errors import Conflict, Invalid, NotAllowed, Refused
from unisono.common.kinds import KIND_NAMES
from unisono.contacts.models import AlternativeAddress, Contact, MergedRecord
from unisono.duplicates.models import DuplicatePair
from unisono.history.models import ChangeSet
from unisono.interactions.models import Interaction
from unisono.links.kinds import KINDS
from unisono.links.merged import merged_into
from unisono.links.models import Link
from unisono.records.merging import BothLinked
from unisono.records.people import HasLinks
from unisono.records.planned import PreviewOutdated
from unisono.records.refusals import LedByOtherSide
from unisono.usecases.interactions.entries import log_interaction
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.links.unlinking import set_link_state
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.records.merging import merge, preview_merge
from unisono.usecases.records.other_addresses import add_address
from unisono.usecases.undo.undo_change_sets import undo_change_set


def test_the_choice_goes_field_by_field_and_blanks_are_filled(ines):
    stays = company(ines, "Talleres Muñoz SL", city="Madrid", phone_no="915550101")
    goes = company(
        ines, "Talleres Muñoz", city="Lugo", phone_no="935550202", email="hola@munoz.example"
    )

    merge(stays, goes, {"*": "into", "phone_no": "from"}, actor=ines)

    left = row("contact", stays)
    assert (left.name, left.city, left.phone_no) == ("Talleres Muñoz SL", "Madrid", "935550202")
    assert left.email == "hola@munoz.example"
    assert not exists("contact", goes)


def test_a_blank_wins_only_where_it_is_chosen_by_name(ines):
    stays, goes = company(ines, city="Madrid"), company(ines, "Otro SL")

    merge(stays, goes, {"*": "into", "city": "from"}, actor=ines)

    assert row("contact", stays).city == ""


def test_links_of_both_are_its_own_and_every_record_is_equal(ines):
    stays, customer = linked(ines, "customer", phone_no="915550101")
    goes, vendor, bank = linked(ines, "vendor", "bank_account", phone_no="935550202")

    merge(stays, goes, {"*": "into", "phone_no": "from"}, actor=ines)

    for role, no in (("customer", customer), ("vendor", vendor), ("bank_account", bank)):
        assert (link_of(role, no).contact.no, row(role, no).phone_no) == (stays, "935550202")
    change_record("vendor", vendor, {"city": "Jaén"}, actor=ines)
    assert row("customer", customer).city == "Jaén"


def test_a_paused_link_comes_along_paused(ines):
    stays, goes, vendor = company(ines), *linked(ines, "vendor", city="Lugo")
    set_link_state(goes, "vendor", vendor, "paused", actor=ines)

    merge(stays, goes, {"*": "into", "city": "into"}, actor=ines)

    assert (link_of("vendor", vendor).contact.no, link_of("vendor", vendor).state) == (
        stays,
        "paused",
    )
    assert row("vendor", vendor).city == "Lugo"


def test_people_documents_entries_and_addresses_move_and_the_papers_keep_what_they_print(ines):
    stays = company(ines, "Muñoz Grande SL", city="Madrid")
    goes = company(ines, "Muñoz Chica SL", city="Lugo")
    ana = person(ines, company_no=goes)
    quote = paper(ines, "sales_quote", ana)
    call = log_interaction(goes, {"template_code": "CALL", "description": "Llamada"}, actor=ines).no
    add_address(goes, {"description": "Verano", "city": "Cádiz"}, actor=ines)

    merge(stays, goes, actor=ines)

    assert row("contact", ana).company.no == stays
    assert row("contact", ana).city == "Madrid"  # it had the former company's, and follows
    assert (stored("sales_quote", quote).company.no, stored("sales_quote", quote).city) == (
        stays,
        "Lugo",
    )
    assert Interaction.objects.get(pk=call).contact.no == stays
    assert AlternativeAddress.objects.get().contact.no == stays


def test_waiting_quotes_get_the_customer_that_comes_along(ines):
    stays, goes, customer = company(ines), *linked(ines, "customer")
    quote = paper(ines, "sales_quote", stays)

    merge(stays, goes, actor=ines)

    assert stored("sales_quote", quote).customer.no == customer


def test_the_primary_contact_stays_where_it_was_the_contact_that_goes(ines):
    firm, customer = linked(ines, "customer")
    ana, anna = person(ines, "Ana Gil", company_no=firm), person(ines, "Anna Gil", company_no=firm)
    change_record("customer", customer, {"primary_contact_no": anna}, actor=ines)

    merged = merge(ana, anna, actor=ines)
    assert link_of("customer", customer).primary_contact.no == ana
    undo_change_set(merged.change_set, actor=ines)

    assert link_of("customer", customer).primary_contact.no == anna


def test_undo_brings_everything_back_as_it_was(ines):
    code(ines, "industry-groups", "AUTO")
    stays, _customer = linked(
        ines, "customer", city="Madrid", industry_group_codes=["AUTO"], note="Paga tarde"
    )
    goes, vendor = linked(
        ines, "vendor", name="Muñoz e Hijos", city="Lugo", email="a@b.example", note="Llamar antes"
    )
    ana = person(ines, company_no=goes)
    change_record("vendor", vendor, {"primary_contact_no": ana}, actor=ines)
    quote = paper(ines, "purchase_order", goes)
    add_address(goes, {"description": "Verano", "city": "Cádiz"}, actor=ines)
    log_interaction(goes, {"template_code": "CALL", "description": "Llamada"}, actor=ines)
    before = _everything()

    merged = merge(stays, goes, "from", actor=ines)
    assert row("contact", stays).note == "Paga tarde\n\nLlamar antes"
    undo_change_set(merged.change_set, actor=ines)

    assert _everything() == before
    assert link_of("vendor", vendor).primary_contact.no == ana
    assert stored("purchase_order", quote).contact.no == goes


def test_notes_and_groups_of_both_come_together(ines):
    code(ines, "industry-groups", "AUTO")
    code(ines, "industry-groups", "BUS")
    stays = company(ines, industry_group_codes=["AUTO"], note="Paga tarde")
    goes = company(
        ines, industry_group_codes=["BUS"], note="Llamar antes", exclude_from_segment=True
    )

    merge(stays, goes, actor=ines)

    left = row("contact", stays)
    assert left.note == "Paga tarde\n\nLlamar antes"
    assert sorted(left.industry_group_codes.values_list("code", flat=True)) == ["AUTO", "BUS"]
    assert left.exclude_from_segment


def test_the_old_number_finds_the_one_that_is_left_through_any_number_of_merges(ines):
    first, second, third = company(ines, "Uno"), company(ines, "Dos"), company(ines, "Tres")

    merge(second, first, actor=ines)
    last = merge(third, second, actor=ines)
    assert (merged_into(first), merged_into(second)) == (third, third)
    undo_change_set(last.change_set, actor=ines)

    assert (merged_into(first), merged_into(second)) == (second, "")
    delete_contact(second, actor=ines)
    assert merged_into(first) == ""


@pytest.mark.parametrize("role", ["customer", "vendor"])
def test_two_contacts_with_a_record_each_are_refused_unless_setup_allows_several(ines, role):
    stays, one = linked(ines, role)
    goes, other = linked(ines, role)

    with pytest.raises(BothLinked) as refusal:
        merge(stays, goes, actor=ines)
    assert one in refusal.value.message
    assert other in refusal.value.message
    setup(ines, **{f"several_{role}s_per_contact": True})
    merge(stays, goes, actor=ines)

    assert Link.objects.filter(contact__no=stays, role=role).count() == 2


def test_what_cannot_be_one_is_refused_and_nothing_changes(ines):
    firm, ana = company(ines), person(ines)
    with pytest.raises(Conflict):
        merge(firm, ana, actor=ines)
    with pytest.raises(Conflict):
        merge(firm, firm, actor=ines)

    blocked = company(ines, "Secreta SL", privacy_blocked=True)
    with pytest.raises(Refused, match="privacy"):
        merge(firm, blocked, actor=ines)

    free = person(ines, "Eva Sol")
    link(free, "customer", record(ines, "customer"), actor=ines)
    with pytest.raises(HasLinks):
        merge(person(ines, "Eva Sol", company_no=firm), free, actor=ines)
    assert (Contact.objects.count(), MergedRecord.objects.count()) == (5, 0)


def test_a_field_that_a_record_leads_keeps_that_records_value(ines):
    change_rules({"customer": {"phone_no": "role"}}, actor=ines)
    stays, _customer = linked(ines, "customer", phone_no="915550101")
    goes = company(ines, phone_no="935550202")

    with pytest.raises(LedByOtherSide):
        merge(stays, goes, {"*": "into", "phone_no": "from"}, actor=ines)
    merge(stays, goes, "from", actor=ines)

    assert row("contact", stays).phone_no == "915550101"


def test_what_leads_comes_along_with_its_value(ines):
    change_rules({"vendor": {"phone_no": "role"}}, actor=ines)
    stays, customer = linked(ines, "customer", phone_no="915550101")
    goes, _vendor = linked(ines, "vendor", phone_no="935550202")

    merge(stays, goes, actor=ines)

    assert (row("contact", stays).phone_no, row("customer", customer).phone_no) == (
        "935550202",
        "935550202",
    )


def test_newer_takes_what_was_changed_last(ines):
    stays, goes = (
        company(ines, city="Madrid", phone_no="915550101"),
        company(ines, city="Lugo", phone_no="935550202"),
    )
    change_record("contact", stays, {"city": "Toledo"}, actor=ines)

    merge(stays, goes, "newer", actor=ines)

    assert (row("contact", stays).city, row("contact", stays).phone_no) == ("Toledo", "935550202")


def test_a_preview_is_the_same_computation_and_writes_nothing(ines):
    stays, goes = company(ines, city="Madrid"), company(ines, city="Lugo")
    person(ines, company_no=goes)
    sets = ChangeSet.objects.count()

    shown = preview_merge(stays, goes, actor=ines)
    assert ChangeSet.objects.count() == sets
    city = next(each for each in shown.plan.rows if each.field == "city")
    assert (city.contact, city.other, city.result, city.conflict) == (
        "Madrid",
        "Lugo",
        "Madrid",
        True,
    )
    assert shown.moves["people"] == 1
    change_record("contact", goes, {"email": "x@y.example"}, actor=ines)

    with pytest.raises(PreviewOutdated):
        merge(stays, goes, digest=shown.plan.digest, actor=ines)


def test_a_sales_person_merges_and_undoes_but_a_reader_does_not(ines, omar, lena):
    stays, goes, vendor = company(ines), *linked(ines, "vendor")
    with pytest.raises(NotAllowed):
        merge(stays, goes, actor=lena)

    merged = merge(stays, goes, actor=omar)
    undo_change_set(merged.change_set, actor=omar)

    assert link_of("vendor", vendor).contact.no == goes


def test_who_was_different_from_one_is_different_from_the_other(ines):
    stays, goes, third = company(ines), company(ines), company(ines)
    one, other = sorted((row("contact", goes).pk, row("contact", third).pk))
    found = {"score": 80, "found_at": datetime.now(UTC), "state": "dismissed"}
    DuplicatePair.objects.create(contact_id=one, other_id=other, **found)

    merge(stays, goes, actor=ines)

    ids = sorted((row("contact", stays).pk, row("contact", third).pk))
    assert DuplicatePair.objects.get(contact_id=ids[0], other_id=ids[1]).state == "dismissed"


def test_two_long_notes_have_to_be_chosen_between(ines):
    stays, goes = company(ines, note="a" * 6000), company(ines, note="b" * 6000)

    with pytest.raises(Invalid) as refusal:
        merge(stays, goes, actor=ines)
    assert [(error.field, error.code) for error in refusal.value.errors] == [
        ("keep.note", "too-long")
    ]
    merge(stays, goes, {"*": "into", "note": "from"}, actor=ines)

    assert row("contact", stays).note == "b" * 6000


def test_the_history_says_merge(ines):
    stays, goes = company(ines, city="Madrid"), company(ines, city="Lugo")

    merge(stays, goes, "from", actor=ines)

    assert history("contact", stays, "city")[0] == ["Madrid", "Lugo", "merge"]
    assert ChangeSet.objects.latest("id").via == "merge"


def test_nothing_that_names_a_contact_is_forgotten():
    """Every foreign key to a contact is moved; a new one has to be thought of
    (`records/moving.py`).
    """
    known = {
        ("Contact", "company"),
        ("AlternativeAddress", "contact"),
        ("Link", "contact"),
        ("Link", "primary_contact"),
        ("Document", "contact"),
        ("Document", "company"),
        ("Interaction", "contact"),
        ("Interaction", "company"),
    }
    fields = Contact._meta.get_fields(include_hidden=True)
    named = {
        (each.related_model.__name__, each.field.name)
        for each in fields
        if each.auto_created and not each.concrete and (each.one_to_many or each.one_to_one)
    }
    through = {name for name in named if name[0].startswith("Contact_")}
    assert named - through == known


def _everything():
    """All that an undo brings back: values of all records, whom they belong to, links, papers,
    entries, addresses.
    """
    rows = {
        (kind, each.no): json.dumps(
            [value_of(each, field) for field in KINDS[kind].fields.values()], default=str
        )
        for kind in KIND_NAMES
        for each in KINDS[kind].model.objects.all()
    }
    people = dict(Contact.objects.values_list("no", "company__no"))
    links = set(
        Link.objects.values_list("contact__no", "role", "state", "primary_contact__no", "linked_at")
    )
    entries = set(Interaction.objects.values_list("pk", "contact__no", "company__no"))
    addresses = set(AlternativeAddress.objects.values_list("contact__no", "city"))
    names = dict(KINDS["vendor"].model.objects.values_list("no", "contact_name"))
    return rows, people, links, entries, addresses, names
