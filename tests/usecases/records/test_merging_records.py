"""Two customers, or two vendors, become one, and two again [9.4]."""

from dataclasses import replace

import pytest

from tests.making import company, exists, link_of, person, record, row
from tests.making_documents import paper, stored
from unisono.common.errors import Conflict, Invalid, NotAllowed
from unisono.contacts.models import Contact
from unisono.history.models import ChangeSet
from unisono.records.merging import BothLinked
from unisono.records.planned import PreviewOutdated
from unisono.records.queries import MergedAway, find
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.links.unlinking import set_link_state
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.merging_records import merge_records, preview_merge_records
from unisono.usecases.undo.undo_change_sets import undo_act

SAID = {"name": "Talleres Muñoz SL", "city": "Lugo"}


def customer(ines, contact=None, **more):
    """A customer, linked with a contact where one is given."""
    no = record(ines, "customer", **{**SAID, **more})
    if contact:
        link(contact, "customer", no, actor=ines)
    return no


def said(kind, no):
    """What a record says, whatever its version."""
    return {
        each.name: getattr(row(kind, no), each.attname)
        for each in type(row(kind, no))._meta.concrete_fields
        if each.name not in ("version", "modified_at")
    }


def test_the_one_that_stays_says_what_either_said_and_the_old_number_leads_to_it(ines):
    stays = customer(ines, phone_no="982110022", note="Paga tarde.")
    goes = customer(
        ines, email="hola@munoz.example", phone_no="982110033", note="Cierra en agosto."
    )
    before = said("customer", stays), said("customer", goes)

    outcome = merge_records("customer", stays, goes, {"phone_no": "from"}, actor=ines)

    left = row("customer", stays)
    assert (left.phone_no, left.email) == ("982110033", "hola@munoz.example")
    assert left.note == "Paga tarde.\n\nCierra en agosto."
    assert not exists("customer", goes)
    with pytest.raises(MergedAway) as away:
        find("customer", goes)
    assert away.value.extra["into_no"] == stays

    undo_act(outcome.more["act"], actor=ines)
    assert (said("customer", stays), said("customer", goes)) == before


def test_the_contact_of_the_one_that_goes_is_the_others_then(ines):
    contact = company(ines, "Talleres Muñoz", phone_no="982110022")
    stays, goes = customer(ines, credit_limit="500.00"), customer(ines, contact)

    outcome = merge_records("customer", stays, goes, actor=ines)

    assert link_of("customer", stays).contact.no == contact
    assert row("customer", stays).phone_no == "982110022"
    undo_act(outcome.more["act"], actor=ines)
    assert link_of("customer", goes).contact.no == contact
    assert link_of("customer", stays) is None


def test_where_both_have_a_contact_it_is_said_what_becomes_of_these(ines):
    one, other = company(ines, "Muñoz"), company(ines, "Talleres Muñoz")
    stays, goes = customer(ines, one), customer(ines, other)

    with pytest.raises(BothLinked) as refusal:
        merge_records("customer", stays, goes, actor=ines)
    assert refusal.value.errors[0].field == "contacts"
    assert exists("customer", goes)

    outcome = merge_records("customer", stays, goes, contacts="keep", actor=ines)
    assert exists("contact", other)
    undo_act(outcome.more["act"], actor=ines)
    assert link_of("customer", goes).contact.no == other

    outcome = merge_records("customer", stays, goes, contacts="merge", actor=ines)
    assert not exists("contact", other)
    assert link_of("customer", stays).contact.no == one
    undo_act(outcome.more["act"], actor=ines)
    assert link_of("customer", goes).contact.no == other


def test_documents_follow_and_keep_what_they_print(ines):
    stays, goes = customer(ines, company(ines, "Muñoz")), customer(ines, company(ines, "Otro"))
    order = paper(ines, "sales_order", customer_no=goes)
    printed = stored("sales_order", order).party_no

    outcome = merge_records("customer", stays, goes, contacts="merge", actor=ines)

    assert stored("sales_order", order).customer.no == stays
    assert stored("sales_order", order).party_no == printed
    undo_act(outcome.more["act"], actor=ines)
    assert stored("sales_order", order).customer.no == goes


def test_vendors_too_but_no_bank_accounts_and_none_with_itself(ines, omar, felix):
    one, other = (record(ines, "vendor", "Sol SL") for _n in range(2))
    merge_records("vendor", one, other, actor=felix)
    assert not exists("vendor", other)

    with pytest.raises(Conflict):
        merge_records("vendor", one, one, actor=ines)
    with pytest.raises(Conflict):
        merge_records("bank_account", "B1", "B2", actor=ines)
    with pytest.raises(NotAllowed):
        merge_records("vendor", one, other, actor=omar)
    with pytest.raises(Invalid) as refusal:
        merge_records("vendor", one, other, {"colour": "into"}, "burn", actor=ines)
    assert {each.field for each in refusal.value.errors} == {"contacts", "keep.colour"}


def test_the_preview_says_what_will_be_and_does_nothing(ines):
    contact = company(ines, "Talleres Muñoz", city="Vigo")
    stays, goes = customer(ines, contact), customer(ines, email="hola@munoz.example")
    sets = ChangeSet.objects.count()

    shown = preview_merge_records("customer", stays, goes, actor=ines)

    assert shown.values["email"] == "hola@munoz.example"
    ((no, changes),) = shown.elsewhere.values()
    assert (no, changes["email"]) == (contact, ("", "hola@munoz.example"))
    assert (ChangeSet.objects.count(), exists("customer", goes)) == (sets, True)

    change_record("customer", goes, {"email": "otra@munoz.example"}, actor=ines)
    with pytest.raises(PreviewOutdated):
        merge_records("customer", stays, goes, digest=shown.digest, actor=ines)
    assert exists("customer", goes)


def test_a_link_goes_over_with_its_primary_contact_and_its_state(ines):
    contact = company(ines, "Talleres Muñoz", city="Vigo")
    eva = person(ines, "Eva Paz", company_no=contact)
    stays, goes = customer(ines, city="Vigo"), customer(ines, contact, city="Vigo")
    change_record("customer", goes, {"primary_contact_no": eva}, actor=ines)
    set_link_state(contact, "customer", goes, "paused", actor=ines)
    change_record("contact", contact, {"city": "Ourense"}, actor=ines)
    before = link_of("customer", goes)

    outcome = merge_records("customer", stays, goes, actor=ines)

    left = link_of("customer", stays)
    assert (left.state, left.primary_contact.no) == ("paused", eva)
    assert (left.linked_at, left.linked_by) == (before.linked_at, before.linked_by)
    assert (row("contact", contact).city, row("customer", stays).city) == ("Ourense", "Vigo")
    undo_act(outcome.more["act"], actor=ines)
    assert link_of("customer", goes).primary_contact.no == eva


def test_nobody_is_made_of_the_other_ones_person(ines):
    one, other = company(ines, "Muñoz"), company(ines, "Talleres Muñoz")
    stays, goes = customer(ines, one), customer(ines, other)
    eva = person(ines, "Eva Paz", company_no=other)
    change_record("customer", goes, {"primary_contact_no": eva}, actor=ines)

    merge_records("customer", stays, goes, contacts="keep", actor=ines)

    assert Contact.objects.filter(name="Eva Paz").count() == 1
    assert row("customer", stays).contact_name == ""


def test_a_blank_that_was_chosen_stays_blank_whatever_the_contacts_bring(ines):
    one, other = company(ines, "Muñoz"), company(ines, "Muñoz")
    stays, goes = record(ines, "customer", "Muñoz"), record(ines, "customer", "Muñoz", city="Lugo")
    link(one, "customer", stays, actor=ines)
    link(other, "customer", goes, {"*": "other"}, actor=ines)

    merge_records("customer", stays, goes, {"city": "into"}, "merge", actor=ines)

    assert (row("customer", stays).city, row("contact", one).city) == ("", "")


def test_what_the_contact_leads_is_filled_by_it_alone(ines):
    change_rules({"customer": {"phone_no": "contact"}}, actor=ines)
    stays = customer(ines, company(ines, "Muñoz"), phone_no="")
    goes = customer(ines, phone_no="982110022")

    merge_records("customer", stays, goes, actor=ines)

    assert row("customer", stays).phone_no == ""


def test_documents_name_one_company_where_the_contacts_are_kept(ines):
    one, other = company(ines, "Muñoz"), company(ines, "Otro")
    stays, goes = customer(ines, one), customer(ines, other)
    order = paper(ines, "sales_order", other, customer_no=goes)

    merge_records("customer", stays, goes, contacts="keep", actor=ines)

    moved = stored("sales_order", order)
    assert (moved.customer.no, moved.contact.no) == (stays, one)


def test_who_may_see_customers_alone_learns_nothing_of_contacts_and_papers(ines, omar):
    one, other = company(ines, "Muñoz"), company(ines, "Otro")
    stays, goes = customer(ines, one), customer(ines, other)
    paper(ines, "sales_order", customer_no=goes)
    confined = replace(omar, kinds=frozenset({"customer"}))

    with pytest.raises(BothLinked) as refusal:
        merge_records("customer", stays, goes, actor=confined)
    shown = preview_merge_records("customer", stays, goes, None, "keep", actor=confined)

    assert not any(no in refusal.value.message for no in (one, other))
    assert (shown.documents, shown.elsewhere) == (0, {})
