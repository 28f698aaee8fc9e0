"""`people_text`: by which names besides its own a customer, vendor or bank account is found.

The folded names of the contact that the record is linked with, where it is another than the
record's own, and of the people of that contact, a line each. Triggers keep the column: a person
changes in many ways (edits, files, batches, merging, erasing, undo, restoring), of which none has
to know who is searched by that name; and the record's version stays as it is.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

from unisono.common.kinds import LINKED_KINDS, Kind
from unisono.links.kinds import KINDS
from unisono.lists.statements import execute, rows

# Of a firm's people, by name. Whoever comes after them is still found as a contact; each name more
# would be written anew with each change of a colleague's.
MOST_PEOPLE = 100
_CONTACTS, _LINKS = KINDS["contact"].table, "links_link"
_PRESENT = (
    "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
    "JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE pg_table_is_visible(c.oid) AND NOT t.tgisinternal AND t.tgenabled = 'O'"
)


class _Trigger(NamedTuple):
    """When the column of which records has to be computed anew.

    `kinds` has for each kind the condition of these records (alias r). `locks` says that they have
    to be locked first on PostgreSQL: of two colleagues who are renamed at once, each would be put
    beside the other's former name. Who links has locked them already.
    """

    name: str
    event: str
    table: str
    when: str
    kinds: dict[Kind, str]
    locks: bool = False


def install() -> None:
    """Make the triggers that are missing, and compute the column anew: nobody knows what was
    written in the meantime.
    """
    lacking = missing()
    for trigger in _triggers() if lacking else ():
        if connection.vendor == "postgresql":
            execute(_function(trigger))
            execute(f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}")
        else:
            execute(f"DROP TRIGGER IF EXISTS {trigger.name}")
        execute(_statement(trigger))
    for kind in LINKED_KINDS if lacking else ():
        refresh(kind)


def remove() -> None:
    """Take the triggers away, as long as tables are changed: SQLite renames none while a trigger of
    another table names one that is away.
    """
    for trigger in _triggers():
        on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
        if trigger.table in connection.introspection.table_names():
            execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")


def missing() -> list[str]:
    """Return the names of the triggers that are not there, or are not what they should be."""
    if connection.vendor == "postgresql":
        present = {(name, body) for name, body in rows(_PRESENT)}
        return [each.name for each in _triggers() if (each.name, _body(each)) not in present]
    present = set(rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return [each.name for each in _triggers() if (each.name, _statement(each)) not in present]


def out_of_step(kind: Kind) -> bool:
    """Tell whether the column of any record of a kind is another than it should be."""
    if kind not in LINKED_KINDS:
        return False
    text = _text(kind)
    found = f"SELECT 1 FROM {KINDS[kind].table} r WHERE r.people_text <> {text} LIMIT 1"
    return bool(list(rows(found)))


def refresh(kind: Kind) -> None:
    """Compute the column of all records of a kind."""
    execute(_update(kind, "1 = 1"))


def update_of_row(table: str) -> str:
    """Return the statement that brings the row `new` of a table into step, "" for a table that has
    no such column.
    """
    kinds = (kind for kind in LINKED_KINDS if KINDS[kind].table == table)
    return "".join(_update(kind, "r.id = new.id") + ";" for kind in kinds)


def _text(kind: Kind) -> str:
    """Return the expression of the column's value, for a row of the alias r."""
    people = (
        f"SELECT p.sort_key AS named FROM {_LINKS} l JOIN {_CONTACTS} p ON {{}} "
        f"WHERE l.{kind}_id = r.id AND p.sort_key NOT IN ('', r.sort_key)"
    )
    # Two halves rather than one OR: an index serves each.
    names = (
        f"SELECT named FROM ({people.format('p.id = l.contact_id')} UNION "
        f"{people.format('p.company_id = l.contact_id')}) everyone "
        f"ORDER BY named LIMIT {MOST_PEOPLE}"
    )
    postgresql = connection.vendor == "postgresql"
    join = "string_agg(named, chr(10) ORDER BY named)"
    joined = join if postgresql else "group_concat(named, char(10))"
    return f"coalesce((SELECT {joined} FROM ({names}) first), '')"


def _update(kind: Kind, condition: str) -> str:
    """Return the statement that brings the rows that fulfil a condition (alias r) into step."""
    table = KINDS[kind].table
    return (
        f"UPDATE {table} SET people_text = found.people FROM (SELECT r.id, {_text(kind)} AS people "
        f"FROM {table} r WHERE {condition}) found "
        f"WHERE {table}.id = found.id AND {table}.people_text <> found.people"
    )


def _triggers() -> Iterator[_Trigger]:
    def linked_with(contacts: str) -> dict[Kind, str]:
        links = f"FROM {_LINKS} WHERE contact_id IN ({contacts})"
        return {kind: f"r.id IN (SELECT {kind}_id {links})" for kind in LINKED_KINDS}

    def of_link(link: str, source: str = "") -> dict[Kind, str]:
        return {kind: f"r.id IN (SELECT {link}.{kind}_id{source})" for kind in LINKED_KINDS}

    came, went = (
        (of_link("new"), of_link("old"))
        if not _in_sets()
        else ((of_link("links_now", " FROM links_now"),) * 2)
    )
    yield _Trigger("people_linked", "INSERT", _LINKS, "", came)
    yield _Trigger("people_unlinked", "DELETE", _LINKS, "", went)
    yield _Trigger("people_moved", "UPDATE", _LINKS, _differs("contact_id"), of_link("new"))
    for name, event, row in (("came", "INSERT", "new"), ("went", "DELETE", "old")):
        when, records = f"{row}.company_id IS NOT NULL", linked_with(f"{row}.company_id")
        yield _Trigger(f"people_{name}", event, _CONTACTS, when, records, locks=True)
    changed, records = (
        _differs("sort_key", "company_id"),
        linked_with("new.id, new.company_id, old.company_id"),
    )
    yield _Trigger("people_changed", "UPDATE", _CONTACTS, changed, records, locks=True)
    # On SQLite, the trigger that keeps the index in step does it (search_index): of two triggers of
    # one update, of which one writes the row once more, nobody says which fires first.
    for kind in LINKED_KINDS if connection.vendor == "postgresql" else ():
        own = {kind: "r.id = new.id"}
        table = KINDS[kind].table
        yield _Trigger(f"people_of_{kind}", "UPDATE", table, _differs("sort_key"), own)


def _in_sets() -> bool:
    """Tell whether links come and go in sets: a call for each of a batch's would take as long as
    the batch.
    """
    return connection.vendor == "postgresql"


def _differs(*columns: str) -> str:
    is_not = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    return " OR ".join(f"new.{column} {is_not} old.{column}" for column in columns)


def _body(trigger: _Trigger) -> str:
    """Return what a trigger does."""
    lines = []
    for kind, condition in trigger.kinds.items():
        if trigger.locks and connection.vendor == "postgresql":
            locked = f"FROM {KINDS[kind].table} r WHERE {condition} ORDER BY r.id"
            lines.append(f"PERFORM 1 {locked} FOR NO KEY UPDATE")
        lines.append(_update(kind, condition))
    if connection.vendor == "postgresql":
        lines.append("RETURN NULL")
    return f"BEGIN {'; '.join(lines)}; END"


def _function(trigger: _Trigger) -> str:
    """Return the statement that makes a trigger's function, which has its name, on PostgreSQL."""
    head = f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql"
    return f"{head} AS $body${_body(trigger)}$body$"


def _statement(trigger: _Trigger) -> str:
    """Return the statement that makes a trigger."""
    head = f"CREATE TRIGGER {trigger.name} AFTER {trigger.event} ON {trigger.table}"
    when = f" WHEN ({trigger.when})" if trigger.when else ""
    if connection.vendor != "postgresql":
        return f"{head}{when} {_body(trigger)}"
    which = {"INSERT": "NEW", "DELETE": "OLD"}
    if not trigger.when:
        some = f" REFERENCING {which[trigger.event]} TABLE AS links_now FOR EACH STATEMENT"
        return f"{head}{some} EXECUTE FUNCTION {trigger.name}()"
    return f"{head} FOR EACH ROW{when} EXECUTE FUNCTION {trigger.name}()"
