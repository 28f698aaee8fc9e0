"""A person whose customer became part of another's is erased from what it said, too [10.2]."""

from tests.making import company, person, record
from unisono.contacts.models import MergedRecord
from unisono.customers.models import Customer
from unisono.history.models import Change
from unisono.usecases.links.linking import link
from unisono.usecases.privacy.erasing import erase_person
from unisono.usecases.records.merging_records import merge_records
from unisono.usecases.undo.undo_change_sets import undo_act


def test_what_her_former_customer_said_goes_and_undo_brings_nobody_back(ines):
    eva = person(ines, "Eva Quirós", phone_no="982110022", city="Lugo")
    hers, theirs = record(ines, "customer", "Eva Quirós"), record(ines, "customer", "Sol SL")
    link(eva, "customer", hers, actor=ines)
    link(company(ines, "Sol SL"), "customer", theirs, actor=ines)
    outcome = merge_records("customer", theirs, hers, {"phone_no": "into"}, "keep", actor=ines)

    erase_person(eva, actor=ines)

    said = str(list(Change.objects.values_list("values", "detail")))
    assert "Eva Quirós" not in said
    assert not MergedRecord.objects.filter(kind="customer").exists()
    undo_act(outcome.more["act"], actor=ines)
    assert not Customer.objects.filter(name__contains="Eva").exists()
