"""Two phones and the page at once, with real threads and transactions on PostgreSQL."""

from functools import partial

import pytest
from django.db import connection

from tests.carddav.phone import Phone, vcard
from tests.making import person, row, setup
from tests.usecases.records.test_concurrency import at_once
from unisono.copies.models import HeldChange, Member
from unisono.usecases.records.changing import change_record
from unisono.usecases.users import users

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
ROUNDS = 6


@pytest.fixture
def ada(committed):
    """The administrator, in a database whose transactions commit."""
    found = users.actor_named("ines")
    setup(found, phone_all_contacts=True)
    return found


@pytest.fixture
def people(ada):
    """A person with her card's name, and two phones."""
    no = person(ada, "Ana Gil", phone_no="974 55 01 01", email="ana0@sol.example", city="Jaca")
    return (
        no,
        f"contact-{row('contact', no).pk}.vcf",
        Phone(ada, "A", "all"),
        Phone(ada, "B", "all"),
    )


def test_different_fields_all_three_edits_are_there(ada, people):
    no, name, one, other = people
    for number in range(ROUNDS):
        ana = row("contact", no)
        mine = one.fetch(name).replace(ana.phone_no, f"974 55 02 0{number}")
        theirs = other.fetch(name).replace(ana.email, f"ana{number + 1}@sol.example")

        at_once(
            partial(one.put, name, mine),
            partial(other.put, name, theirs),
            partial(change_record, "contact", no, {"city": f"Jaca {number}"}, actor=ada),
            one.names,
        )

        now = row("contact", no)
        assert now.phone_no == f"974 55 02 0{number}"
        assert (now.email, now.city) == (f"ana{number + 1}@sol.example", f"Jaca {number}")
    assert not HeldChange.objects.exists()


def test_the_same_field_one_stays_and_the_other_waits(ada, people):
    no, name, one, other = people
    for number in range(ROUNDS):
        HeldChange.objects.all().delete()
        before = row("contact", no).phone_no
        mine, theirs = f"974 55 03 0{number}", f"974 55 04 0{number}"

        at_once(
            partial(one.put, name, one.fetch(name).replace(before, mine)),
            partial(other.put, name, other.fetch(name).replace(before, theirs)),
        )

        stayed = row("contact", no).phone_no
        (waiting,) = HeldChange.objects.all()
        assert {stayed, waiting.fields["phone_no"][1]} == {mine, theirs}


def test_kept_lines_of_both_are_there(ada, people):
    _no, name, one, other = people
    mine = one.fetch(name).replace("END:", "NICKNAME:Anita\r\nEND:")
    theirs = other.fetch(name).replace("END:", "BDAY:1980-02-29\r\nEND:")

    at_once(partial(one.put, name, mine), partial(other.put, name, theirs))

    card = one.fetch(name)
    assert "NICKNAME:Anita" in card
    assert "BDAY:1980-02-29" in card


def test_new_cards_and_polls_at_once_no_revision_is_given_twice(ada, people):
    phones = [Phone(ada, f"P{n}", "all") for n in range(4)]
    for number in range(3):
        at_once(
            *(
                partial(phone.put, f"{number}-{n}.vcf", vcard(f"Rosa {n}", f"r{number}-{n}"))
                for n, phone in enumerate(phones)
            ),
            *(phone.sync for phone in phones),
        )

    there = {name for phone in phones[:1] for name in phone.names()}
    assert len(there) == 13
    revisions = list(Member.objects.values_list("revision", flat=True))
    assert len(revisions) == len(set(revisions))
    told = set(Phone(ada, "New", "all").sync()[0])
    assert told == there
