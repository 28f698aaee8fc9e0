"""Carries a plan out: at most one UPDATE per row, changed columns only, versions checked, one
history insert.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from unisono.cards.fields import SHARED_NAMES
from unisono.common import sql
from unisono.common.borders import Content, Given
from unisono.common.errors import Outdated
from unisono.common.kinds import Key, Kind, is_contact
from unisono.common.sql import SqlRow
from unisono.common.text import key_of
from unisono.history.recording import Recorder
from unisono.links.kinds import KINDS
from unisono.links.search_columns import DERIVED_FROM, search_columns
from unisono.links.values import Plan, Write, text_of

_PARAMETERS_PER_UPDATE = 30_000  # SQLite takes 32,766 in a statement
# Columns that VALUES can carry for several rows without naming their types.
_TEXTS = frozenset({*SHARED_NAMES, "search_text", "sort_key", "match_keys"})


@dataclass(frozen=True)
class Elsewhere:
    """Fields of a record that are no plain columns of its row: what to write instead.

    `columns` maps (record, field) to the columns of the row (company_no: {"company_id": 7}); an
    empty mapping means that the use case writes it to another table itself. `ids` are the keys of
    the contacts that a field named before and names now: numbers are renamed and taken again, keys
    never.
    """

    columns: Mapping[tuple[Key, str], Given] = field(default_factory=dict)
    ids: Mapping[tuple[Key, str], tuple[int | None, int | None]] = field(default_factory=dict)


def apply(plan: Plan, recorder: Recorder, elsewhere: Elsewhere | None = None) -> None:
    """Write the plan's values and record them.

    Raises Outdated, having written nothing that the transaction keeps, when a row has another
    version than planned.
    """
    elsewhere = elsewhere or Elsewhere()
    groups = list(_grouped(plan, elsewhere))
    _update([update for kind, rows in groups for update in _updates(kind, rows, recorder.now)])
    for kind, rows in groups:
        _replace_codes(kind, [write for write, _ in rows])
    for write in plan.writes:
        record = write.record
        no = text_of(write.fields["no"].new) if "no" in write.fields else record.no
        values = {name: [to.old, to.new, to.cause] for name, to in write.fields.items()}
        ids = {
            name: list(keys)
            for (key, name), keys in elsewhere.ids.items()
            if key == record.key and name in values
        }
        detail = {"ids": ids} if ids else None
        recorder.add(
            "changed", record.key.kind, record.key.id, no, record.version + 1, values, detail
        )


_Row = tuple[Write, Content]


def _grouped(plan: Plan, elsewhere: Elsewhere) -> Iterable[tuple[str, list[_Row]]]:
    """Group what one statement can write: the people of a company together, other rows by the
    columns they share.
    """
    groups: dict[SqlRow, list[_Row]] = {}
    contacts = 0
    for write in plan.writes:
        kind, columns = write.record.key.kind, _columns(write, elsewhere)
        contacts += is_contact(kind)
        if not _TEXTS.issuperset(columns):
            key: SqlRow = (kind, write.record.key.id)
        elif is_contact(kind) and contacts > 1:
            key = (kind, "people")
        else:
            key = (kind, *sorted(columns))
        groups.setdefault(key, []).append((write, columns))
    for key, rows in groups.items():
        yield key[0], rows


def _columns(write: Write, elsewhere: Elsewhere) -> Content:
    """Return the columns of the row to write, the derived ones included."""
    fields = KINDS[write.record.key.kind].fields
    columns: Content = {}
    for name, to in write.fields.items():
        if (special := elsewhere.columns.get((write.record.key, name))) is not None:
            columns.update(special)
        elif name == "no":
            columns.update({"no": to.new, "no_key": key_of(text_of(to.new))})
        elif name not in fields or fields[name].kind != "codes":
            reference = name in fields and fields[name].is_reference
            columns[name] = None if reference and to.new == "" else to.new
    if any(name in write.fields for name in DERIVED_FROM):
        now = {
            "no": write.record.no,
            **write.record.values,
            **{name: to.new for name, to in write.fields.items()},
        }
        hidden = search_columns(now)
        if "name" not in write.fields:
            del hidden["sort_key"]  # indexed; an equal value is not written
        columns.update(hidden)
    return columns


def _update(updates: Sequence[tuple[sql.Statement, int]]) -> None:
    """Execute updates, each with the number of rows that it writes."""
    for cursor, (_, count) in zip(
        sql.together([update for update, _ in updates]), updates, strict=True
    ):
        if cursor.rowcount != count:
            raise Outdated


def _updates(
    kind: Kind, rows: Sequence[_Row], now: datetime
) -> Iterable[tuple[sql.Statement, int]]:
    """Write rows of one kind, each once; a row alone by a plain UPDATE, several by UPDATE … FROM
    (VALUES …).
    """
    if len(rows) == 1:
        yield _update_one(kind, *rows[0], now), 1
        return
    names = sorted({name for _, columns in rows for name in columns})
    chunk = max(1, _PARAMETERS_PER_UPDATE // (len(names) + 2))
    for start in range(0, len(rows), chunk):
        some = rows[start : start + chunk]
        yield _update_values(kind, names, some, now), len(some)


def _update_one(kind: Kind, write: Write, columns: Given, now: datetime) -> sql.Statement:
    sets = "".join(f"{name} = %s, " for name in columns)
    table = KINDS[kind].table
    text = (
        f"UPDATE {table} SET {sets}modified_at = %s, version = version + 1 WHERE id = %s AND "
        "version = %s"
    )
    return text, [*columns.values(), sql.moment(now), write.record.key.id, write.record.version]


def _update_values(
    kind: Kind, names: Sequence[str], rows: Sequence[_Row], now: datetime
) -> sql.Statement:
    table, parameters = KINDS[kind].table, [sql.moment(now)]
    for write, columns in rows:
        current = {} if columns.keys() >= set(names) else _current(write)
        values = [columns[name] if name in columns else current[name] for name in names]
        parameters += [write.record.key.id, write.record.version, *values]
    mark = f"({', '.join(['%s'] * (len(names) + 2))})"
    sets = "".join(f"{name} = v.column{number}, " for number, name in enumerate(names, start=3))
    text = (
        f"UPDATE {table} SET {sets}modified_at = %s, version = {table}.version + 1 "
        f"FROM (VALUES {', '.join([mark] * len(rows))}) AS v "
        f"WHERE {table}.id = v.column1 AND {table}.version = v.column2"
    )
    return text, parameters


def _current(write: Write) -> Content:
    """Return today's values of a row as its columns hold them."""
    fields, values = KINDS[write.record.key.kind].fields, write.record.values
    plain = {
        n: None if n in fields and fields[n].is_reference and v == "" else v
        for n, v in values.items()
    }
    return {**plain, "no": write.record.no, **search_columns({"no": write.record.no, **values})}


def _replace_codes(kind: Kind, writes: Iterable[Write]) -> None:
    """Write the sets of codes, which stand in tables of their own."""
    info = KINDS[kind]
    for write in writes:
        for name, to in write.fields.items():
            if name in info.fields and info.fields[name].kind == "codes":
                codes = getattr(info.row(write.record.key.id), name)
                codes.set(codes.model.objects.filter(code__in=to.new).values_list("pk", flat=True))
