"""Who shares a key is found by an index, which follows every edit, creation, deletion and undo
[9.1].
"""

from django.db import connection

from tests.making import company, linked, record, row
from unisono.duplicates.backfill import backfill_match_keys
from unisono.duplicates.tokens import match_keys, token
from unisono.links.kinds import KINDS
from unisono.links.search_columns import search_columns
from unisono.lists import search_index
from unisono.lists.blocking_keys import met
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.deleting import delete_contact
from unisono.usecases.undo.undo_change_sets import undo_change_set

PHONE = token("phone", "915557788")


def those(kind, *tokens, most=25):
    """The numbers of the records that have one of these keys."""
    ids = met(KINDS[kind].table, tokens, most)
    return sorted(KINDS[kind].model.objects.filter(pk__in=ids).values_list("no", flat=True))


def test_an_edit_of_a_customer_moves_all_that_are_linked_to_other_keys(ines):
    contact, customer = linked(ines, "customer", phone_no="915 55 77 88")
    assert those("contact", PHONE) == [contact]

    change_record("customer", customer, {"phone_no": "+34 600 11 22 33"}, actor=ines)

    assert (those("contact", PHONE), those("customer", PHONE)) == ([], [])
    assert those("contact", token("mobile", "600112233")) == [contact]
    assert those("customer", token("phone", "600112233")) == [customer]


def test_an_address_is_a_key_too(ines):
    no = company(ines, "Sol SL", address="Calle Mayor 5", post_code="28013")
    before = row("contact", no).match_keys

    change_record("contact", no, {"address": "Calle Luna 7"}, actor=ines)

    assert row("contact", no).match_keys != before


def test_who_is_deleted_is_met_again_after_the_undo(ines):
    no = company(ines, "Sol SL", phone_no="915557788")
    gone = delete_contact(no, actor=ines)
    assert those("contact", PHONE) == []

    undo_change_set(gone.change_set, actor=ines)

    assert those("contact", PHONE) == [no]
    assert not search_index.out_of_step("contact")


def test_a_key_that_all_share_brings_so_many_and_each_its_own(ines):
    some = [
        company(ines, f"Sol {n}", phone_no="915557788", email=f"sol{n}@x.example") for n in range(4)
    ]
    strangers = [token("email", f"nobody{n}@x.example") for n in range(450)]

    assert len(those("contact", PHONE, most=3)) == 3
    assert those("contact", *strangers, token("email", "sol2@x.example")) == [some[2]]
    assert those("contact") == []


def test_rows_from_before_are_filled_as_if_they_were_new(ines):
    record(
        ines,
        "vendor",
        "Sol SL",
        phone_no="915557788",
        vat_registration_no="ESB12345678",
        city="Muñoz",
    )
    vendors = KINDS["vendor"].model
    wanted = vendors.objects.get().match_keys
    vendors.objects.update(match_keys="")

    backfill_match_keys(vendors)

    assert vendors.objects.get().match_keys == wanted != ""
    assert those("vendor", PHONE) == [vendors.objects.get().no]


def test_a_lost_index_is_named_and_made_anew(ines):
    company(ines, "Sol SL", phone_no="915557788")
    lost = "TABLE" if connection.vendor == "sqlite" else "INDEX"
    with connection.cursor() as cursor:
        if lost == "INDEX":
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # or nothing could be dropped in a test's transaction
        cursor.execute(f"DROP {lost} contacts_contact_match")
    assert search_index.missing() == ["contacts_contact_match"]

    search_index.install()

    assert len(those("contact", PHONE)) == 1


def test_linked_records_have_the_same_keys_whatever_their_number():
    values = {
        "name": "Muñoz SL",
        "phone_no": "+34 915557788",
        "country_code": "ES",
        "vat_registration_no": "ESB12345678",
    }

    assert (
        search_columns({"no": "A", **values})["match_keys"]
        == search_columns({"no": "B", **values})["match_keys"]
    )
    assert match_keys({}) == ""
