"""The least that a bare driver does to make contacts, linked, for all customers without one: one
transaction.
"""

import json
from datetime import UTC, datetime
from typing import Any

from benchmarks.bare import Bare
from benchmarks.filling import blanks
from benchmarks.raw_creating import after
from unisono.access.roles import Actor
from unisono.cards.fields import shared_names
from unisono.links.kinds import KINDS

_SERIES = "CONT"


def create_contacts(to: Bare, actor: Actor) -> int:
    """Make the contacts; return how many."""
    now = datetime.now(UTC)
    to.begin()
    next_no = str(
        to.one(f"SELECT next_no FROM setup_numberseries WHERE code = '{_SERIES}'{_for_update(to)}")[
            0
        ]
    )
    change_set = to.change_set(actor, "customer", now)
    count = _draw(to, next_no)
    to.execute(
        f"UPDATE setup_numberseries SET next_no = %s WHERE code = '{_SERIES}'",
        [after(next_no, count)],
    )
    _insert_contacts(to, next_no, to.moment(now))
    to.add_changes(
        f"SELECT {change_set}, 'created', 'contact', m.contact_id, m.no, 1, "
        f"{to.json(_created(to))}, NULL {_FROM}"
    )
    _insert_links(to, actor, change_set, to.moment(now))
    values, (detail, parameters) = to.json("'{}'"), _linked(to, actor, change_set, now)
    for kind, id_, no, version in (
        ("contact", "m.contact_id", "m.no", "1"),
        ("customer", "r.id", "r.no", "r.version"),
    ):
        select = (
            f"SELECT {change_set}, 'linked', '{kind}', {id_}, {no}, {version}, {values}, "
            f"{to.json(detail)}"
        )
        to.add_changes(f"{select} {_FROM}", parameters)
    to.execute("DROP TABLE batch")
    to.execute("COMMIT")
    return count


_FROM = "FROM batch m JOIN customers_customer r ON r.id = m.record_id ORDER BY m.record_id"


def _for_update(to: Bare) -> str:
    return " FOR UPDATE" if to.is_postgresql else ""


def _draw(to: Bare, next_no: str) -> int:
    """Keep the customers that have no link, locked, with a key and a number for each; return how
    many they are.
    """
    prefix, digits = next_no.rstrip("0123456789"), next_no[len(next_no.rstrip("0123456789")) :]
    nth = f"row_number() OVER (ORDER BY r.id) + {int(digits) - 1}"
    if to.is_postgresql:
        no, id_ = f"lpad(({nth})::text, {len(digits)}, '0')", "nextval('contacts_contact_id_seq')"
    else:
        no, last = (
            f"printf('%0{len(digits)}d', {nth})",
            "SELECT seq FROM sqlite_sequence WHERE name = %s",
        )
        id_ = (
            f"({last.replace('%s', chr(39) + 'contacts_contact' + chr(39))}) + row_number() "
            "OVER (ORDER BY r.id)"
        )
    to.execute(
        "CREATE TEMP TABLE batch (record_id INTEGER PRIMARY KEY, contact_id BIGINT, no TEXT)"
    )
    to.execute(
        f"INSERT INTO batch SELECT r.id, {id_}, '{prefix}' || {no} FROM (SELECT c.id FROM "
        "customers_customer c "
        "WHERE NOT EXISTS (SELECT 1 FROM links_link l WHERE l.customer_id = c.id) "
        f"ORDER BY c.id{_for_update(to)}) r"
    )
    if to.is_postgresql:
        to.execute("ANALYZE batch")
    return int(to.one("SELECT count(*) FROM batch")[0])


def _insert_contacts(to: Bare, next_no: str, moment: Any) -> None:
    shared = shared_names("customer")
    own = {name: value for name, value in blanks("contact").items() if name not in shared}
    prefix = next_no.rstrip("0123456789")
    lower = f"'{prefix.lower()}' || substr(m.no, {len(prefix) + 1})"
    rest = "substr(r.search_text, strpos(r.search_text, chr(10)))"
    if not to.is_postgresql:
        rest = rest.replace("strpos", "instr").replace("chr(", "char(")
    columns = {
        "id": "m.contact_id",
        "no": "m.no",
        "no_key": "m.no",
        "version": "1",
        "created_at": "%s",
        "modified_at": "%s",
        "search_text": f"{lower} || {rest}",
        "sort_key": "r.sort_key",
        "match_keys": "r.match_keys",
        **{name: f"r.{name}" for name in shared},
        **dict.fromkeys(own, "%s"),
        "type": "r.type",
    }
    del own["type"]
    to.execute(
        (
            f"INSERT INTO {KINDS['contact'].table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} "
            f"{_FROM}"
        ),
        [moment, moment, *own.values()],
    )


def _created(to: Bare) -> str:
    """Return what the history keeps of a new contact, {field: ["", value, "typed"]} of what is
    filled, as JSON text.
    """
    parts = [
        f"CASE WHEN r.{name} <> '' THEN ', \"{name}\": [\"\", ' || {to.quoted(f'r.{name}')} || ', "
        '"typed"]\' '
        "ELSE '' END"
        for name in shared_names("customer")
    ]
    return f"'{{' || substr({' || '.join(parts)}, 3) || '}}'"


def _insert_links(to: Bare, actor: Actor, change_set: int, moment: Any) -> None:
    to.execute(
        "INSERT INTO links_link (contact_id, role, customer_id, slot, state, business_relation_id, "
        "linked_at, "
        "linked_by, linked_by_user_id, origin, change_set_id) SELECT m.contact_id, 'customer', "
        "m.record_id, 0, "
        f"'active', 'CUST', %s, %s, {actor.user_id}, 'automatic', {change_set} FROM batch m ORDER "
        "BY m.record_id",
        [moment, actor.name],
    )


def _linked(to: Bare, actor: Actor, change_set: int, now: datetime) -> tuple[str, list[str]]:
    """Return what the history keeps of a link, as JSON text of what differs from link to link, and
    of all the rest.
    """
    rest = {
        "business_relation": "CUST",
        "state": "active",
        "former_state": "",
        "slot": 0,
        "primary_contact_id": None,
        "linked_at": now.isoformat(),
        "linked_by": actor.name,
        "linked_by_user_id": actor.user_id,
        "origin": "automatic",
        "change_set": change_set,
    }
    text = (
        '\'{"role": "customer", "contact_id": \' || m.contact_id || \', "contact_no": "\' || m.no '
        "|| "
        f'\'", "record_id": \' || r.id || \', "record_no": \' || {to.quoted("r.no")} || %s'
    )
    return text, [f", {json.dumps(rest, ensure_ascii=False)[1:]}"]
