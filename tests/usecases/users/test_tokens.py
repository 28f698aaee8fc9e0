"""What tokens may, how they end, and that they are not to be guessed at."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from unisono.access.models import ApiToken
from unisono.audit.models import AuditEntry
from unisono.common import whence
from unisono.common.clock import clock
from unisono.common.errors import Invalid, NotAllowed
from unisono.usecases.jobs import jobs
from unisono.usecases.records.contacts import create_contact
from unisono.usecases.users import failures, opening, tokens, users
from unisono.usecases.users.tokens import Scope


def acting_with(scope, name="omar"):
    """Who acts by a new token of somebody."""
    return opening.actor_by(tokens.create_token(name, scope=scope, actor=None))


def test_a_token_that_only_reads_changes_nothing_whatever_its_role(db):
    reader = acting_with(Scope(may_write=False), "ines")

    assert reader.may_read("bank_account")
    assert not reader.may_write("contact")
    for act in (
        lambda: create_contact({"name": "Rosa"}, actor=reader),
        lambda: users.create_user("rosa", "sales", actor=reader),
        lambda: tokens.create_own_token("more", actor=reader),
    ):
        with pytest.raises(NotAllowed, match="only read"):
            act()


def test_a_token_for_some_kinds_knows_of_no_others(db):
    seller = acting_with(Scope(rights=["contact"]))

    assert (seller.may_write("contact"), seller.may_read("customer")) == (True, False)
    assert not acting_with(Scope(rights=["contact"]), "ines").is_administrator
    assert acting_with(Scope(rights=["administration"]), "ines").is_administrator
    # It gives nothing that the role has not.
    assert not acting_with(Scope(rights=["bank_account", "administration"])).may_read(
        "bank_account"
    )


def test_a_job_does_no_more_than_the_token_that_began_it(db):
    seller = acting_with(Scope(rights=["contact"]))
    with pytest.raises(NotAllowed):
        jobs.start_job("create_contacts", {"source": "customers"}, actor=seller)

    job = jobs.start_job("find_duplicates", {}, actor=seller)
    assert jobs.find_job(job, seller).kinds == ["contact"]


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        (Scope(days=0), "days"),
        (Scope(days=3651), "days"),
        (Scope(rights=[]), "rights"),
        (Scope(rights=["kitchen"]), "rights"),
    ],
)
def test_a_scope_that_is_none_is_refused(omar, scope, field):
    with pytest.raises(Invalid) as refusal:
        tokens.create_own_token("Agenda", scope, actor=omar)

    assert [error.field for error in refusal.value.errors] == [field]


def test_a_token_ends_when_its_time_is_over(db):
    token = tokens.create_token("omar", scope=Scope(days=30), actor=None)
    assert opening.actor_by(token).name == "omar"
    ApiToken.objects.update(expires_at=clock() - timedelta(seconds=1))

    with pytest.raises(opening.TokenExpired):
        opening.actor_by(token)
    assert not opening.is_valid(token)


@pytest.mark.parametrize("change", [{"password": "una clave larga"}, {"disabled": True}])
def test_tokens_and_sessions_end_with_the_password_and_when_locked_out_for_good(ines, change):
    token = tokens.create_token("omar", actor=ines)
    session = users.find_user("omar").get_session_auth_hash()

    users.change_user("omar", actor=ines, **change)
    assert opening.actor_by(token) is None
    users.change_user("omar", actor=ines, disabled=False)

    assert opening.actor_by(token) is None
    assert users.find_user("omar").get_session_auth_hash() != session


def test_when_and_from_where_a_token_was_last_used_is_known(omar):
    token = tokens.create_own_token("Agenda", actor=omar)
    here = whence.address.set("192.0.2.7")
    opening.actor_by(token)
    opening.store_uses()
    whence.address.set("192.0.2.8")
    opening.actor_by(token)
    opening.store_uses()
    whence.address.reset(here)

    (mine,) = tokens.own_tokens(omar)
    assert clock() - mine.last_used_at < timedelta(minutes=1)
    assert mine.last_address == "192.0.2.7"  # noted again after five minutes


def test_who_guesses_is_stopped_and_who_has_a_token_comes_in_beside_them(omar):
    token = tokens.create_own_token("Agenda", actor=omar)
    here = whence.address.set("192.0.2.7")
    assert {opening.actor_by("wrong") for _ in range(failures.MOST)} == {None}

    with pytest.raises(opening.TooManyFailures):
        opening.actor_by("wrong")
    assert opening.actor_by(token).name == "omar"
    whence.address.set("127.0.0.1")
    assert opening.actor_by("wrong") is None
    whence.address.reset(here)
    assert AuditEntry.objects.filter(action="token-failed", address="192.0.2.7").count() == 2


def test_who_reads_writes_nothing_and_so_waits_for_nobody(omar):
    token = tokens.create_own_token("Agenda", actor=omar)
    with CaptureQueriesContext(connection) as statements:
        opening.actor_by(token)

    assert [each["sql"][:6] for each in statements] == ["SELECT"]
