"""What is on record of users, setup and data taken along [10.5]."""

import pytest

from unisono.audit.models import AuditEntry
from unisono.common import whence
from unisono.common.errors import Invalid, NotAllowed
from unisono.usecases.links.rules import change_rules
from unisono.usecases.setup.code_lists import create_entry
from unisono.usecases.setup.setup import change_setup
from unisono.usecases.users import tokens, users
from unisono.usecases.users.auditing import audit_entries, exported_audit


def recorded(actor):
    """(action, by, subject) of what is on record, oldest first, but for the tests' own cast."""
    rows = audit_entries(actor=actor).reverse().exclude(action="user-created", by="")
    return list(rows.values_list("action", "by", "subject"))


def test_what_ines_does_to_users_is_on_record_and_no_secret_is(ines):
    users.create_user("rosa", "sales", "clave muy larga", actor=ines)
    users.change_user("rosa", role="finance", actor=ines)
    token = tokens.create_token("rosa", "Agenda", actor=ines)
    users.change_user("rosa", password="otra clave larga", actor=ines)
    users.change_user("rosa", disabled=True, actor=ines)

    assert recorded(ines) == [
        ("user-created", "ines", "rosa"),
        ("user-changed", "ines", "rosa"),
        ("token-created", "ines", "rosa"),
        ("password-changed", "ines", "rosa"),
        ("user-changed", "ines", "rosa"),
    ]
    told = str(list(AuditEntry.objects.values()))
    assert "'role': ['sales', 'finance']" in told
    for secret in ("clave muy larga", "otra clave larga", token, tokens.digest_of(token)):
        assert secret not in told


def test_setup_rules_and_codes_are_on_record(ines):
    change_setup({"check_duplicates": False}, actor=ines)
    change_rules({"customer": {"fax_no": "separate"}}, actor=ines)
    create_entry("salespeople", {"code": "PS"}, actor=ines)

    assert recorded(ines) == [
        ("setup-changed", "ines", "setup"),
        ("setup-changed", "ines", "sync-rules"),
        ("setup-changed", "ines", "salespeople: PS"),
    ]


def test_what_is_refused_leaves_nothing_on_record(ines):
    with pytest.raises(Invalid):
        users.create_user("rosa", "boss", actor=ines)

    assert recorded(ines) == []


def test_the_address_is_on_record_where_there_is_one(ines):
    token = whence.address.set("192.0.2.7")
    users.create_user("rosa", "sales", actor=ines)
    whence.address.reset(token)
    users.create_user("raul", "sales", actor=None)

    rows = AuditEntry.objects.filter(subject__in=("rosa", "raul")).order_by("pk")
    assert list(rows.values_list("by", "address")) == [("ines", "192.0.2.7"), ("", "")]


def test_only_administrators_see_it_and_taking_it_along_is_on_record(ines, omar):
    with pytest.raises(NotAllowed):
        audit_entries(actor=omar)
    with pytest.raises(NotAllowed):
        list(exported_audit(AuditEntry.objects.all(), actor=omar))
    users.create_user("rosa", "sales", actor=ines)

    cells = list(exported_audit(audit_entries(actor=ines), actor=ines))

    assert ["user-created", "ines", "rosa"] in [row[1:4] for row in cells]
    assert recorded(ines)[-1] == ("exported", "ines", "audit")
