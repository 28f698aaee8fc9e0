"""Contacts from records, thousands at a time, with the people of their contact names [2.3] [2.4].

Companies are copied by INSERT … SELECT. What the copy cannot say in SQL is planned in Python and
inserted in bulk: people (their names have parts), and everybody where a rule keeps a searched field
apart.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from unisono.cards.fields import shared_names
from unisono.common.kinds import FACTS, Key, Kind
from unisono.common.text import folded, key_of
from unisono.history.recording import Recorder
from unisono.links import people
from unisono.links.bulk import linking, sql
from unisono.links.bulk.new_records import NewRecord, insert_records
from unisono.links.kinds import KINDS, blank_values
from unisono.links.network import load_records
from unisono.links.plan import SEARCH_NAME, plan_new
from unisono.links.search_columns import DERIVED_FROM
from unisono.links.values import Record, Rules

Numbers = Callable[[int], list[str]]
_BLANKS = {
    name: field.blank
    for name, field in KINDS["contact"].fields.items()
    if field.kind not in ("code", "codes")
}


class _Head(NamedTuple):
    """A record that gets a contact: its key, type, whether it can be copied as it is, the person to
    make.
    """

    id: int
    type: str
    is_plain: bool
    person: str


def contacts_from_records(
    kind: Kind,
    ids: Sequence[int],
    rules: Rules,
    recorder: Recorder,
    relation: str | None,
    numbers: Numbers,
    job_titles: Mapping[int, str] | None = None,
) -> int:
    """Make a contact, linked, for each of these records of a role kind, and the person of its
    contact name.

    The records must be locked and without a link. `numbers` gives the next numbers of contacts;
    `job_titles` are the people's, by record. Returns how many contacts were made, people not
    counted.
    """
    heads = _heads(kind, ids)
    given = iter(numbers(sum(2 if head.person else 1 for head in heads)))
    own, persons = {}, {}
    for head in heads:
        own[head.id] = next(given)
        if head.person:
            persons[head.id] = next(given)
    kept = taken_names(kind, rules)
    plain = [head.id for head in heads if head.is_plain] if _can_copy(kind, kept) else []
    made = sql.new_ids(KINDS["contact"].table, len(plain))
    pairs = [(id_, contact_id, own[id_]) for id_, contact_id in zip(plain, made, strict=True)]
    _copy(kind, kept, pairs, recorder)
    copied = set(plain)
    rest = [head for head in heads if head.id not in copied]
    if rest:
        pairs += _plan(kind, kept, rest, own, rules, recorder)
        sql.keep_pairs(pairs)
    if pairs:
        linking.connect(kind, recorder, relation)
    named = [(head, persons[head.id]) for head in heads if head.person]
    _make_people(
        kind, named, {pair[0]: pair[1] for pair in pairs}, rules, recorder, job_titles or {}
    )
    return len(heads)


def taken_names(kind: Kind, rules: Rules) -> tuple[str, ...]:
    """Return the shared fields that a contact takes over from a record: a name always, nothing that
    is separate.
    """
    return tuple(
        name for name in shared_names(kind) if name == "name" or rules.of(kind, name) != "separate"
    )


def _can_copy(kind: Kind, kept: Sequence[str]) -> bool:
    """Tell whether a contact's search columns are its record's: no field that they are made of
    stays behind.
    """
    return all(name in kept for name in shared_names(kind) if name in (*DERIVED_FROM, SEARCH_NAME))


def _heads(kind: Kind, ids: Sequence[int]) -> list[_Head]:
    condition, parameters = sql.among("id", ids)
    type_ = "type" if FACTS[kind].follows_type else "'company'"
    person = "contact_name" if FACTS[kind].has_contact_person else "''"
    found = sql.rows(
        (
            f"SELECT id, {type_}, search_name <> '', {person} FROM {KINDS[kind].table} WHERE "
            f"{condition} ORDER BY id"
        ),
        parameters,
    )
    return [
        _Head(i, t, t == "company" and bool(plain), p if t == "company" else "")
        for i, t, plain, p in found
    ]


def _copy(kind: Kind, kept: Sequence[str], pairs: Sequence[sql.Pair], recorder: Recorder) -> None:
    """Insert contacts with the values of their records, and record their creation."""
    if not pairs:
        return
    prefix = pairs[0][2].rstrip("0123456789")
    moment = connection.ops.adapt_datetimefield_value(recorder.now)
    columns: dict[str, tuple[str, list[Any]]] = {
        "id": ("m.contact_id", []),
        "no": ("m.no", []),
        # Digits have no case: only what stands before them is folded, and by Python as everywhere.
        "no_key": (f"%s || substr(m.no, {len(prefix) + 1})", [key_of(f"{prefix}0")[:-1]]),
        "search_text": (
            f"%s || substr(m.no, {len(prefix) + 1}) || {sql.rest_of('r.search_text')}",
            [folded(f"{prefix}0")[:-1]],
        ),
        "sort_key": ("r.sort_key", []),
        "match_keys": ("r.match_keys", []),
        "version": ("1", []),
        "created_at": ("%s", [moment]),
        "modified_at": ("%s", [moment]),
        **{name: ("%s", [blank]) for name, blank in _BLANKS.items()},
        **{name: (f"r.{name}", []) for name in kept},
    }
    sql.keep_pairs(pairs)
    source = sql.from_pairs(KINDS[kind].table)
    sql.execute(
        f"INSERT INTO {KINDS['contact'].table} ({', '.join(columns)}) "
        f"SELECT {', '.join(expression for expression, _ in columns.values())} FROM {source} "
        "ORDER BY m.contact_id",
        [each for _, own in columns.values() for each in own],
    )
    values = sql.as_json(_created_values(kept))
    created = f"'created', 'contact', m.contact_id, m.no, 1, {values}, NULL"
    recorder.add_selected(f"{created} FROM {source} ORDER BY m.contact_id", ())


def _created_values(kept: Sequence[str]) -> str:
    """Return what the history keeps of a creation, {field: [blank, value, cause]}, as an expression
    of JSON text.
    """
    parts = []
    for name in kept:
        change = f"""',"{name}": ["", ' || {sql.json_text(f"r.{name}")} || ', "typed"]'"""
        parts.append(f"CASE WHEN r.{name} <> '' THEN {change} ELSE '' END")
    return f"'{{' || substr({' || '.join(parts)}, 2) || '}}'"


def _plan(
    kind: Kind,
    kept: Sequence[str],
    heads: Sequence[_Head],
    own: Mapping[int, str],
    rules: Rules,
    recorder: Recorder,
) -> list[sql.Pair]:
    """Insert contacts that the planner has to decide on, one by one in memory; return the pairs."""
    blank = Record(Key("contact", 0), "", 1, blank_values("contact"))
    types, new, ids = {head.id: head.type for head in heads}, [], []
    for record in load_records(kind, list(types), lock=False):
        values = {**{name: record.values[name] for name in kept}, "type": types[record.key.id]}
        written = plan_new(blank, rules, values, None, {}).write_of(blank.key)
        filled = {**blank.values, **{name: to.new for name, to in written.items()}}
        new.append(
            NewRecord(own[record.key.id], filled, {name: to.cause for name, to in written.items()})
        )
        ids.append(record.key.id)
    made = insert_records("contact", new, recorder)
    return [(id_, contact, each.no) for id_, contact, each in zip(ids, made, new, strict=True)]


def _make_people(
    kind: Kind,
    named: Sequence[tuple[_Head, str]],
    contacts: Mapping[int, int],
    rules: Rules,
    recorder: Recorder,
    job_titles: Mapping[int, str],
) -> None:
    """Insert the people of contact names under their companies, as the records' primary contacts
    [2.4].
    """
    if not named:
        return
    companies = {
        each.key.id: each
        for each in load_records("contact", [contacts[h.id] for h, _ in named], lock=False)
    }
    new = []
    for head, no in named:
        company = companies[contacts[head.id]]
        values, causes = people.new_person(company, head.person, rules, job_titles.get(head.id, ""))
        new.append(NewRecord(no, values, causes, {"company_id": company.key.id}))
    made = insert_records("contact", new, recorder)
    linking.name_primary_contacts(
        kind, [(head.id, id_, "") for (head, _), id_ in zip(named, made, strict=True)]
    )
