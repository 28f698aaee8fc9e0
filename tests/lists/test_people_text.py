"""Customers, vendors and bank accounts are found by their contact's name and its people's."""

import threading

import pytest
from django.db import connection, connections

from tests.making import company, linked, person, record, row
from unisono.common.kinds import LINKED_KINDS
from unisono.links.kinds import KINDS
from unisono.lists import people_text, search, search_index
from unisono.usecases.links.linking import link
from unisono.usecases.links.rules import change_rules
from unisono.usecases.links.unlinking import unlink
from unisono.usecases.privacy.erasing import erase_person
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.records.merging import merge
from unisono.usecases.undo.undo_change_sets import undo_change_set


def _found(text, kind="customer"):
    return [row.no for row in search.matching(KINDS[kind].model.objects.all(), text)]


@pytest.fixture
def sol(ines):
    """Talleres Sol, of Ana Muñoz, with a customer, a vendor and a bank account: their numbers."""
    no, *records = linked(ines, *LINKED_KINDS, name="Talleres Sol")
    ana = person(ines, "Ana Muñoz", company_no=no)
    yield no, ana, *records
    assert not any(people_text.out_of_step(kind) for kind in KINDS)


def test_by_a_person_and_the_firm_together_without_a_version_more(ines, sol):
    no, _ana, customer, vendor, bank_account = sol
    version = row("customer", customer).version

    person(ines, "王明 Wang", company_no=no)

    assert _found("munoz") == _found("MUÑOZ sol") == _found("王明 wang") == [customer]
    assert _found("ana mun", "vendor") == [vendor]
    assert _found("munoz", "bank_account") == [bank_account]
    assert row("customer", customer).version == version
    assert _found("munoz luna") == []


def test_whoever_is_renamed_moves_or_goes_is_found_there_alone(ines, sol):
    no, ana, customer, *_others = sol
    other, other_customer = linked(ines, "customer", name="Hornos Luna")

    change_record("contact", ana, {"name": "Ana Gil"}, actor=ines)
    assert (_found("munoz"), _found("ana gil")) == ([], [customer])

    moved = change_record("contact", ana, {"company_no": other}, actor=ines)
    assert _found("ana gil") == [other_customer]

    undo_change_set(moved.change_set, actor=ines)
    assert _found("ana gil") == [customer]

    gone = delete_contact(ana, actor=ines)
    assert _found("ana gil") == []

    undo_change_set(gone.change_set, actor=ines)
    assert _found("ana gil") == [customer]
    assert no


def test_an_erased_person_is_found_nowhere(ines, sol):
    _no, ana, customer, *_others = sol
    assert _found("munoz") == [customer]

    erase_person(ana, actor=ines)

    assert _found("munoz") == []
    assert "munoz" not in row("customer", customer).people_text


def test_linking_merging_and_unlinking_bring_the_names_along(ines, sol):
    no, ana, customer, *_others = sol
    twin = company(ines, "Talleres Sol SL")
    person(ines, "Luis Sanz", company_no=twin)
    alone = record(ines, "customer", "Sin Contacto")
    link(twin, "customer", alone, actor=ines)
    assert _found("sanz") == [alone]

    unlink(twin, "customer", alone, actor=ines)
    assert _found("sanz") == []

    merged = merge(no, twin, {}, actor=ines)
    assert _found("sanz") == [customer]

    undo_change_set(merged.change_set, actor=ines)
    assert _found("sanz") == []
    assert ana


def test_another_name_of_the_contact_finds_too_and_the_same_is_not_said_twice(ines, sol):
    no, _ana, customer, *_others = sol
    assert row("customer", customer).people_text == "ana munoz"
    change_rules({"customer": {"name": "separate"}}, actor=ines)

    change_record("contact", no, {"name": "Soles Reunidos"}, actor=ines)

    assert _found("soles") == _found("talleres") == [customer]


def test_of_very_many_people_the_first_hundred_are_kept(ines, sol, monkeypatch):
    monkeypatch.setattr(people_text, "MOST_PEOPLE", 2)
    search_index.install()  # the triggers have the number in them
    no, _ana, customer, *_others = sol

    person(ines, "Berta Ruiz", company_no=no)
    person(ines, "Zoe Vidal", company_no=no)

    assert _found("ruiz") == [customer]
    assert _found("vidal") == []
    monkeypatch.undo()
    search_index.install()
    assert _found("vidal") == [customer]


def test_names_that_are_out_of_step_are_found_and_mended(ines, sol):
    _no, _ana, customer, *_others = sol
    KINDS["customer"].model.objects.filter(no=customer).update(people_text="nadie")
    assert search_index.out_of_step("customer")
    assert not search_index.out_of_step("vendor")

    search_index.rebuild("customer")

    assert not search_index.out_of_step("customer")
    assert _found("munoz") == [customer]


def test_a_trigger_that_is_away_is_named_and_made_anew(ines, sol):
    no, _ana, customer, *_others = sol
    on = f" ON {KINDS['contact'].table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if on:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER people_came{on}")
    person(ines, "Luis Sanz", company_no=no)
    assert search_index.missing() == ["people_came"]
    assert _found("sanz") == []

    search_index.install()

    assert search_index.missing() == []
    assert _found("sanz") == [customer]


@pytest.mark.postgresql
def test_two_colleagues_renamed_at_once_are_both_found(committed, ines):
    no, customer = linked(ines, "customer", name="Talleres Sol")
    people = [person(ines, name, company_no=no) for name in ("Ana Gil", "Luis Sanz")]
    start = threading.Barrier(2)

    def rename(number, name):
        start.wait()
        change_record("contact", number, {"name": name}, actor=ines)
        connections.close_all()

    for turn in range(10):
        threads = [
            threading.Thread(target=rename, args=(number, f"Nueva{turn} {at}"))
            for at, number in enumerate(people)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert row("customer", customer).people_text == f"nueva{turn} 0\nnueva{turn} 1"


def test_a_schema_that_was_changed_leaves_searches_in_step(ines, sol):
    """What `init` does around a step of the schema: triggers go, and come back after the others."""
    no, _ana, customer, *_others = sol
    people_text.remove()
    search_index.install()

    change_record("contact", no, {"name": "Hornos Luna"}, actor=ines)

    assert _found("hornos") == _found("luna munoz") == [customer]
    assert _found("talleres") == []
    assert not search_index.out_of_step("customer")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            index = f"{KINDS['customer'].table}_search"
            cursor.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
