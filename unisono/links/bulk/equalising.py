"""One field of one kind of record takes the value of the contacts that the records are linked
with.
"""

from collections.abc import Sequence

from django.db import connection

from unisono.cards.fields import shared_fields
from unisono.common.kinds import Kind
from unisono.history.recording import Recorder
from unisono.links.bulk import sql
from unisono.links.bulk.search_columns import refresh
from unisono.links.kinds import KINDS
from unisono.links.plan import SEARCH_NAME
from unisono.links.search_columns import DERIVED_FROM

# What other fields are derived from is the planner's.
NOT_IN_SETS = frozenset({"name", SEARCH_NAME})


def even(kind: Kind, name: str, ids: Sequence[int], recorder: Recorder, cause: str) -> list[int]:
    """Give a shared field of these records, which are locked, the values of their contacts that are
    not blank.

    A blank never wins, and a contact's own change reaches further than its record: both are the
    planner's. Returns the records that still differ.
    """
    field = next(field for field in shared_fields(kind) if field.name == name)
    here, there = (
        f"COALESCE({side}.{name}, '')" if field.is_reference else f"{side}.{name}"
        for side in ("c", "r")
    )
    among, parameters = sql.among("r.id", ids)
    tied = f"l.{kind}_id = r.id AND l.state = 'active' AND {among} AND {here} <> {there}"
    contacts = f"links_link l JOIN {KINDS['contact'].table} c ON c.id = l.contact_id"
    if name not in NOT_IN_SETS:
        change = (
            f"""'[' || {sql.json_text(there)} || ', ' || {sql.json_text(here)} || ', "{cause}"]'"""
        )
        values = sql.as_json(sql.json_object({name: change}))
        recorder.add_selected(
            f"'changed', '{kind}', r.id, r.no, r.version + 1, {values}, NULL FROM {contacts} "
            f"JOIN {KINDS[kind].table} r ON r.id = l.{kind}_id WHERE {tied} AND {here} <> '' "
            "ORDER BY r.id",
            parameters,
        )
        sql.execute(
            f"UPDATE {KINDS[kind].table} AS r SET {name} = c.{name}, version = r.version + 1, "
            "modified_at = %s "
            f"FROM {contacts} WHERE {tied} AND {here} <> ''",
            [connection.ops.adapt_datetimefield_value(recorder.now), *parameters],
        )
        if name in DERIVED_FROM:
            refresh(kind, ids)
    select = (
        f"SELECT r.id FROM {contacts} JOIN {KINDS[kind].table} r ON r.id = l.{kind}_id "
        f"WHERE {tied} ORDER BY r.id"
    )
    return [row[0] for row in sql.rows(select, parameters)]
