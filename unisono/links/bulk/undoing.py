"""Undoing creations, thousands at a time: what a change set made goes again, with its links.

Only what nothing else hangs on by now, and nobody changed since, goes this way; `tangled` names the
rest, which is the planner's to undo, one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from unisono.cards.fields import Field
from unisono.common.kinds import KIND_NAMES, LINKED_KINDS, Key, Kind
from unisono.history.recording import Recorder
from unisono.links.bulk import linking, sql
from unisono.links.bulk.components import components
from unisono.links.kinds import KINDS, RECORD_OF_LINK

_COLUMNS = {"contact": "company_id", "customer": "type"}


def is_creation(change_set: int) -> bool:
    """Tell whether a change set did nothing but create records and link them."""
    others = (
        "SELECT 1 FROM history_change WHERE change_set_id = %s AND event NOT IN "
        "('created', 'linked') LIMIT 1"
    )
    return not sql.rows(others, [change_set])


def created_by(change_set: int) -> set[Key]:
    """Return the records that a change set created and that are still there."""
    found: set[Key] = set()
    for kind in KIND_NAMES:
        found |= {
            Key(kind, id_)
            for (id_,) in sql.rows(
                f"SELECT r.id FROM history_change h JOIN {KINDS[kind].table} r ON r.id = "
                "h.record_id "
                "WHERE h.change_set_id = %s AND h.event = 'created' AND h.kind = %s",
                [change_set, kind],
            )
        }
    return found


def sides_of(change_set: int) -> set[Key]:
    """Return every record that a change set is about: what it created, and what it linked."""
    found = sql.rows(
        "SELECT DISTINCT kind, record_id FROM history_change WHERE change_set_id = %s", [change_set]
    )
    return {Key(kind, id_) for kind, id_ in found}


def tangled(
    change_set: int, created: Iterable[Key], own_acts: Sequence[UUID], also: Iterable[Key] = ()
) -> set[Key]:
    """Return those created records that cannot just go, with all that hangs together with them.

    That is: changed since by others than `own_acts`, named by something that the change set did not
    make, and `also`.
    """
    created = set(created)
    found = _changed_since(change_set, own_acts) | set(also)
    edges: list[tuple[Key, Key]] = []
    for id_, company in people_of(key.id for key in created if key.kind == "contact"):
        edges.append((Key("contact", id_), Key("contact", company)))
        if Key("contact", id_) not in created:
            found.add(Key("contact", company))
    for link in links_of(created):
        ends = [Key("contact", link[0]), Key(link[1], link[2])]
        ends += [Key("contact", link[3])] if link[3] else []
        edges += [(ends[0], end) for end in ends[1:]]
        if link[4] != change_set or (link[3] and ends[-1] not in created):
            found |= set(ends)
    reached: set[Key] = set().union(*components(found & created, edges))
    return reached & created


def _changed_since(change_set: int, own_acts: Sequence[UUID]) -> set[Key]:
    others = f"AND s.act NOT IN ({', '.join(['%s'] * len(own_acts))}) " if own_acts else ""
    found = sql.rows(
        "SELECT DISTINCT h.kind, h.record_id FROM history_change h JOIN history_change later "
        "ON later.kind = h.kind AND later.record_id = h.record_id AND later.id > h.id AND "
        "later.event = 'changed' "
        "JOIN history_changeset s ON s.id = later.change_set_id AND s.id <> h.change_set_id "
        f"{others}"
        "WHERE h.change_set_id = %s AND h.event = 'created'",
        [*(sql.unique(act) for act in own_acts), change_set],
    )
    return {Key(kind, id_) for kind, id_ in found}


def people_of(contacts: Iterable[int]) -> list[tuple[int, int]]:
    """Return (person, company) of the people who are, or belong to, one of these contacts."""
    keys = list(contacts)
    condition, ids = sql.among("id", keys)
    people, ids_of_people = sql.among("company_id", keys)
    select = (
        f"SELECT id, company_id FROM {KINDS['contact'].table} WHERE company_id IS NOT NULL AND "
    )
    found = sql.rows(f"{select}{condition} UNION {select}{people}", [*ids, *ids_of_people])
    return [(row[0], row[1]) for row in found]


def links_of(keys: Iterable[Key]) -> list[tuple[int, str, int, int | None, int]]:
    """Return (contact, role, record, primary contact, change set) of every link that names one of
    these records.
    """
    conditions, parameters = list[str](), list[object]()
    for kind in KIND_NAMES:
        ids = [key.id for key in keys if key.kind == kind]
        for column in (
            ("contact_id", "primary_contact_id") if kind == "contact" else (f"{kind}_id",)
        ):
            if ids:
                condition, own = sql.among(column, ids)
                conditions.append(condition)
                parameters += own
    if not conditions:
        return []
    columns = f"id, contact_id, role, {RECORD_OF_LINK}, primary_contact_id, change_set_id"
    # One statement each: an OR over several columns would read the whole table.
    select = " UNION ".join(
        f"SELECT {columns} FROM links_link WHERE {condition}" for condition in conditions
    )
    return [(row[1], row[2], row[3], row[4], row[5]) for row in sql.rows(select, parameters)]


def undo_creations(change_set: int, records: Iterable[Key], recorder: Recorder) -> None:
    """Delete records that a change set created, with the links that it made of them, and record it;
    they are locked.
    """
    by_kind = {kind: sorted(key.id for key in records if key.kind == kind) for kind in KIND_NAMES}
    for linked in LINKED_KINDS:
        contact, contacts = sql.among("l.contact_id", by_kind["contact"])
        record, ids = sql.among(f"l.{linked}_id", by_kind[linked])
        condition = f"l.change_set_id = %s AND ({contact} OR {record})"
        linking.end(linked, condition, [change_set, *contacts, *ids], recorder)
    for kind, ids in by_kind.items():
        if ids:
            _delete(kind, ids, recorder)


def _delete(kind: Kind, ids: Sequence[int], recorder: Recorder) -> None:
    """Delete rows, people before their companies in the history, keeping a snapshot of each."""
    condition, parameters = sql.among("r.id", ids)
    order = "(r.company_id IS NULL), r.id DESC" if kind == "contact" else "r.id DESC"
    values, detail = sql.as_json(_snapshot(KINDS[kind].fields)), sql.as_json(_row_detail(kind))
    recorder.add_selected(
        f"'deleted', '{kind}', r.id, r.no, r.version + 1, {values}, {detail} "
        f"FROM {KINDS[kind].table} r WHERE {condition} ORDER BY {order}",
        parameters,
    )
    for name, field in KINDS[kind].fields.items():
        if field.kind == "codes":
            of_contact, contacts = sql.among("contact_id", ids)
            sql.execute(f"DELETE FROM {_codes_of(name)[0]} WHERE {of_contact}", contacts)
    sql.execute(f"DELETE FROM {KINDS[kind].table} AS r WHERE {condition}", parameters)


def _snapshot(fields: Mapping[str, Field]) -> str:
    """Return what storing.delete keeps of a row without sets of codes: {field: [value, null,
    "deleted"]}.
    """
    return sql.json_object(
        {
            name: f"""'[' || {_json(field)} || ', null, "deleted"]'"""
            for name, field in fields.items()
        }
    )


def _json(field: Field) -> str:
    column = f"r.{field.name}"
    if field.kind == "codes":
        table, column, codes = _codes_of(field.name)
        sorted_codes = (
            f"SELECT x.code FROM {table} t JOIN {codes} x ON x.id = t.{column} WHERE "
            "t.contact_id = r.id"
        )
        return sql.json_array(f"({sorted_codes} ORDER BY x.code)", "code")
    if field.kind == "flag":
        return f"CASE WHEN {column} THEN 'true' ELSE 'false' END"
    if field.kind == "money":
        return sql.json_money(column)
    return sql.json_text(f"COALESCE({column}, '')" if field.is_reference else column)


def _codes_of(name: str) -> tuple[str, str, str]:
    """Return the table in which a contact's set of codes stands, its column for the code, and the
    list's table.
    """
    field: Any = KINDS["contact"].model._meta.get_field(name)
    through: Any = getattr(KINDS["contact"].model, name).through
    codes = str(field.related_model._meta.db_table)
    return str(through._meta.db_table), f"{field.m2m_reverse_field_name()}_id", codes


def _row_detail(kind: Kind) -> str:
    """Return what else brings the row back: when it was created, and columns that are no fields."""
    column = _COLUMNS.get(kind)
    text = {"company_id": sql.or_null("r.company_id"), "type": sql.json_text("r.type"), None: "''"}[
        column
    ]
    columns = sql.json_object({column: text}) if column else "'{}'"
    return sql.json_object({"created_at": sql.json_moment("r.created_at"), "columns": columns})
