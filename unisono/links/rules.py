"""The sync rules as setup has them now [3.3]."""

from collections.abc import Sequence

from unisono.cards.fields import normal_rules
from unisono.common import sql
from unisono.common.sql import SqlRow
from unisono.links.values import Rules
from unisono.setup.models import Setup
from unisono.setup.queries import setup_now, setup_of, setup_statement

_RULES = "SELECT role, field, rule FROM links_fieldrule"
_INHERITED = ("salesperson", "territory", "country", "language", "address", "communication")


def rules_now(setup: Setup | None = None) -> Rules:
    """Return the rules of all fields and the inherited groups, as setup has them now."""
    return _rules(setup or setup_now(), sql.execute(_RULES).fetchall())


def setup_with_rules() -> tuple[Setup, Rules]:
    """Return setup and the rules as they are now: what setup_now and rules_now do, in one round
    trip.

    Setup, which a change of rules locks, is held before the rules are read.
    """
    held, rules = sql.together([setup_statement(), (_RULES, ())])
    setup = setup_of(held.fetchall())
    return setup, _rules(setup, rules.fetchall())


def _rules(setup: Setup, rows: Sequence[SqlRow]) -> Rules:
    by_role = normal_rules()
    for kind, name, rule in rows:
        if name in by_role.get(kind, {}):
            by_role[kind][name] = rule
    inherited = frozenset(group for group in _INHERITED if getattr(setup, f"inherit_{group}"))
    return Rules(by_role, inherited)
