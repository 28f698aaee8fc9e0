"""Roles and what they may do [10.3]."""

import uuid
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unisono.common.errors import NotAllowed


class Role(TextChoices):
    """The five roles of [10.3]."""

    READER = "reader", gettext_lazy("Reader")
    SALES = "sales", gettext_lazy("Sales")
    PURCHASING = "purchasing", gettext_lazy("Purchasing")
    FINANCE = "finance", gettext_lazy("Finance")
    ADMINISTRATOR = "administrator", gettext_lazy("Administrator")


# Beside the four kinds of record: papers of the two sides, and the log of what happened with
# contacts. Whoever reads customers and vendors reads what was agreed with them; service orders are
# sales documents [10.3].
_COMMON = frozenset(
    {"contact", "customer", "vendor", "sales_document", "purchase_document", "interaction"}
)
_ALL = _COMMON | {"bank_account"}
READS: dict[str, frozenset[str]] = {
    Role.READER: _COMMON,
    Role.SALES: _COMMON,
    Role.PURCHASING: _COMMON,
    Role.FINANCE: _ALL,
    Role.ADMINISTRATOR: _ALL,
}
ADMINISTRATION = "administration"
# What a token may be confined to, beside reading: kinds, papers, the log, and what administrators
# do.
RIGHTS = (
    "contact",
    "customer",
    "vendor",
    "bank_account",
    "sales_document",
    "purchase_document",
    "interaction",
    ADMINISTRATION,
)
WRITES: dict[str, frozenset[str]] = {
    Role.READER: frozenset(),
    Role.SALES: frozenset({"contact", "customer", "sales_document", "interaction"}),
    Role.PURCHASING: frozenset({"contact", "vendor", "purchase_document", "interaction"}),
    Role.FINANCE: frozenset({"customer", "vendor", "bank_account"}),
    Role.ADMINISTRATOR: _ALL,
}


@dataclass(frozen=True)
class Actor:
    """Who acts, by which way.

    `via` overrides the way that history names (import, carddav, merge); "" means: the kind of
    record where it began. `source` names the device, connection or file that came this way.
    `request_key` is the (key, digest) of an idempotent request, stored with the first write. `act`
    names the act that its change sets belong to. With `dry_run`, everything is done and nothing is
    kept. A token may leave less than the role has: `only_reads`, and `kinds`, the rights that are
    left (None: all).
    """

    user_id: int | None
    name: str
    role: str
    salesperson_code: str = ""
    via: str = ""
    source: str = ""
    request_key: tuple[str, str] | None = None
    act: uuid.UUID | None = None
    dry_run: bool = False
    only_reads: bool = False
    kinds: frozenset[str] | None = None

    def by_way_of(self, via: str, source: str = "") -> "Actor":
        """Return the same actor, acting by another way, from a device, connection or file."""
        return replace(self, via=via, source=source)

    @property
    def is_administrator(self) -> bool:
        """Tell whether everything is allowed."""
        return self.role == Role.ADMINISTRATOR and self._has(ADMINISTRATION)

    def may_read(self, kind: str) -> bool:
        """Tell whether the actor sees records of this kind."""
        return kind in READS.get(self.role, frozenset()) and self._has(kind)

    def may_write(self, kind: str) -> bool:
        """Tell whether the actor may begin a change of records of this kind."""
        allowed = kind in WRITES.get(self.role, frozenset()) and self._has(kind)
        return allowed and not self.only_reads

    def _has(self, right: str) -> bool:
        return self.kinds is None or right in self.kinds


def require_read(actor: Actor, kind: str) -> None:
    """Raise NotAllowed unless the actor may see this kind of record."""
    if not actor.may_read(kind):
        raise NotAllowed(_("Your role does not include seeing these records."))


def require_write(actor: Actor, kind: str) -> None:
    """Raise NotAllowed unless the actor may change this kind of record."""
    require_read(actor, kind)
    if not actor.may_write(kind):
        raise NotAllowed(_("Your role does not include changing these records."))


def refuse_reader(actor: Actor) -> None:
    """Raise NotAllowed for whoever came with a token that may only read."""
    if actor.only_reads:
        raise NotAllowed(_("This token may only read."))


def require_administrator(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is an administrator."""
    if not actor.is_administrator:
        raise NotAllowed(_("Only an administrator may do this."))
