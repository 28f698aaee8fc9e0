"""The least that a bare driver does to undo a batch, where nothing has changed since: one
transaction.
"""

from datetime import UTC, datetime

from benchmarks.bare import Bare
from unisono.access.roles import Actor
from unisono.cards.fields import Field
from unisono.links.kinds import KINDS

_FIELDS = KINDS["contact"].fields


def undo_contacts(to: Bare, actor: Actor) -> None:
    """Delete the links and contacts of the newest change set, and record it."""
    to.begin()
    undone = int(to.one("SELECT MAX(id) FROM history_changeset")[0])
    change_set = to.change_set(actor, "undo", datetime.now(UTC), undone)
    # What is recorded of a link's end is what was recorded when it was made.
    to.add_changes(
        f"SELECT {change_set}, 'unlinked', kind, record_id, no, version_after, {to.json(chr(39) + '{}' + chr(39))}, "
        f"detail FROM history_change WHERE change_set_id = {undone} AND event = 'linked' ORDER BY "
        "id"
    )
    to.execute("DELETE FROM links_link WHERE change_set_id = %s", [undone])
    table = KINDS["contact"].table
    made = (
        f"SELECT record_id FROM history_change WHERE change_set_id = {undone} AND event = 'created'"
    )
    snapshot, detail = to.json(_snapshot(to)), to.json(_detail(to))
    to.add_changes(
        f"SELECT {change_set}, 'deleted', 'contact', r.id, r.no, r.version + 1, {snapshot}, "
        f"{detail} "
        f"FROM {table} r WHERE r.id IN ({made}) ORDER BY r.id DESC"
    )
    to.execute(f"DELETE FROM {table} WHERE id IN ({made})")
    to.execute("COMMIT")


def _snapshot(to: Bare) -> str:
    """Return {field: [value, null, "deleted"]} of all fields, as JSON text."""
    members = (
        f'"{name}": [\' || {_value(to, field)} || \', null, "deleted"]'
        for name, field in _FIELDS.items()
    )
    return f"'{{{', '.join(members)}}}'"


def _value(to: Bare, field: Field) -> str:
    if field.kind == "codes":
        return "'[]'"  # a batch makes no contact that has some
    if field.kind == "flag":
        return f"CASE WHEN r.{field.name} THEN 'true' ELSE 'false' END"
    return to.quoted(f"COALESCE(r.{field.name}, '')" if field.is_reference else f"r.{field.name}")


def _detail(to: Bare) -> str:
    """Return what else belongs to a snapshot, as JSON text."""
    moment = "replace(r.created_at, ' ', 'T') || '+00:00'"
    if to.is_postgresql:
        moment = (
            """to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00'"""
        )
    return f'\'{{"created_at": "\' || {moment} || \'", "columns": {{"company_id": null}}}}\''
