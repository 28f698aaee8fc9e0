"""The statements that go past Django's cursors behave as if they did not."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from unisono.common import sql
from unisono.setup.models import Territory

_INSERT = "INSERT INTO setup_territory (code, description) VALUES (%s, %s)"
_CODES = "SELECT code FROM setup_territory WHERE code LIKE 'T_' ORDER BY code"


@pytest.fixture(autouse=True)
def _territories(db):
    Territory.objects.create(code="T1", description="North")
    Territory.objects.create(code="T2", description="South")


def test_statements_are_executed_in_their_order_and_each_has_its_own_answer():
    inserted, found, changed = sql.together(
        [
            (_INSERT, ["T3", "East"]),
            (_CODES, ()),
            ("UPDATE setup_territory SET description = %s", ["Áéí %s"]),
        ]
    )

    assert (inserted.rowcount, changed.rowcount) == (1, Territory.objects.count())
    assert [row[0] for row in found.fetchall()] == ["T1", "T2", "T3"]
    assert Territory.objects.get(code="T3").description == "Áéí %s"


@pytest.mark.parametrize("count", [1, 3])
def test_a_broken_constraint_is_what_django_makes_of_it_and_the_transaction_can_go_back(count):
    statements = [(_INSERT, ["T1", "Again"]), (_CODES, ()), (_INSERT, ["T4", "West"])][:count]

    with pytest.raises(IntegrityError), transaction.atomic():
        sql.together(statements)

    assert [row[0] for row in sql.execute(_CODES).fetchall()] == ["T1", "T2"]


def test_what_a_broken_round_trip_did_not_prepare_is_prepared_later():
    for number in range(8):
        sql.execute(_CODES)
        with pytest.raises(IntegrityError), transaction.atomic():
            sql.together(
                [
                    (_INSERT, ["T1", "Again"]),
                    (f"SELECT {number} -- never reached", ()),
                    (_CODES, ()),
                ]
            )
        assert sql.execute(f"SELECT {number} -- never reached").fetchall() == [(number,)]


def test_statements_are_prepared_on_postgresql_without_changing_what_they_find():
    for _ in range(10):
        where, parameters = sql.among("code", ["T1", "T2"])
        assert (
            len(sql.execute(f"SELECT id FROM setup_territory WHERE {where}", parameters).fetchall())
            == 2
        )

    if connection.vendor == "postgresql":
        prepared = sql.execute("SELECT statement FROM pg_prepared_statements").fetchall()
        assert any("setup_territory" in row[0] for row in prepared)


def test_whoever_watches_sees_the_statements():
    with CaptureQueriesContext(connection) as queries:
        sql.together([(_CODES, ()), (_INSERT, ["T5", "Far"])])

    assert [query["sql"].split()[0] for query in queries] == ["SELECT", "INSERT"]
