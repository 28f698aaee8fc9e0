"""Checking the whole book

All that `unisono check` looks for, with nothing wrong to be found: broken links, fields that
drifted apart, people without company, number series, search indexes, columns for searching. The
part for drift alone is held against the same comparison of the same fields by bare SQL, one
statement per kind of record. The memory is that of the product's process.
"""

from functools import partial

from benchmarks.bare import Bare, bare
from benchmarks.memory import Memory
from benchmarks.prepared import prepared
from benchmarks.results import Goal, Result
from benchmarks.rounds import alternate, seconds
from unisono.cards.fields import SYNCHRONISED_RULES, shared_fields
from unisono.common.kinds import LINKED_KINDS
from unisono.links import check
from unisono.links.kinds import KINDS
from unisono.links.rules import rules_now
from unisono.links.values import Rules
from unisono.usecases.links.checking import findings

NAME = "check"
GOALS: tuple[Goal, ...] = ()


def measure(rounds: int) -> list[Result]:
    """Check in rounds, on the prepared database, which stays as it is."""
    actor, rules, memory, of_drift = prepared().actor, rules_now(), Memory(), Memory()

    def whole() -> None:
        if wrong := next(findings(actor), None):
            raise SystemExit(f"The filled database is not in order: {wrong}")

    with bare() as to:
        if _drift(rules) or _raw_drift(to, rules):
            raise SystemExit("There is drift in the filled database.")
        checked = alternate({"product": lambda: seconds(partial(memory.during, whole))}, rounds)
        drift = {
            "raw": lambda: seconds(lambda: _raw_drift(to, rules)),
            "product": lambda: seconds(partial(of_drift.during, lambda: _drift(rules))),
        }
        compared = alternate(drift, rounds)
    return [
        Result("check", "s", **checked, peak_mb=memory.peak_mb, extra=memory.extra()),
        Result("check of drift alone", "s", **compared, peak_mb=of_drift.peak_mb),
    ]


def _drift(rules: Rules) -> int:
    """Return in how many fields records differ from their contacts."""
    return sum(1 for role in LINKED_KINDS for _ in check.drift(role, rules))


def _raw_drift(to: Bare, rules: Rules) -> int:
    """Return how many records differ from their contacts."""
    return sum(int(to.one(_different(role, rules))[0]) for role in LINKED_KINDS)


def _different(role: str, rules: Rules) -> str:
    tied = [
        field for field in shared_fields(role) if rules.of(role, field.name) in SYNCHRONISED_RULES
    ]
    pairs = [(f"c.{field.name}", f"r.{field.name}", field.is_reference) for field in tied]
    pairs += [("c.type", "r.type", False)] * (role == "customer")
    differs = " OR ".join(
        f"COALESCE({one}, '') <> COALESCE({other}, '')" if is_reference else f"{one} <> {other}"
        for one, other, is_reference in pairs
    )
    return (
        f"SELECT count(*) FROM links_link l JOIN contacts_contact c ON c.id = l.contact_id "
        f"JOIN {KINDS[role].table} r ON r.id = l.{role}_id WHERE l.state = 'active' AND ({differs})"
    )
