"""The lists of records, one of each kind, and their files: numbers and versions first, so that
they can come back [P5].
"""

from functools import partial

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.cards.models import value_of
from unisono.common.borders import Rows, Stored
from unisono.common.kinds import KIND_NAMES, LINKED_KINDS, Kind, is_contact
from unisono.links.kinds import KINDS
from unisono.links.queries import records_of
from unisono.lists.described import Described
from unisono.lists.filters import Column
from unisono.lists.record_columns import columns_of


def exported(kind: Kind) -> list[str]:
    """Return the fields of a file: number and version first, by which rows find their records when
    they come back.
    """
    own = ["company_no"] if is_contact(kind) else []
    return [
        "no",
        "version",
        "name",
        *own,
        *(name for name in KINDS[kind].fields if name not in ("name", "no")),
    ]


def _in_file(kind: Kind, rows: Rows) -> Rows:
    codes = [name for name, field in KINDS[kind].fields.items() if field.kind == "codes"]
    rows = rows.order_by("sort_key", "pk").prefetch_related(*codes)
    return rows.select_related("company") if is_contact(kind) else rows


def _cell(kind: Kind, row: Stored, name: str) -> object:
    if name == "company_no":
        return row.company.no if row.company else ""
    field = KINDS[kind].fields.get(name)
    if field is None:
        return getattr(row, name)
    value = value_of(row, field)
    if field.kind == "codes":
        return "; ".join(value)
    if field.kind == "flag":
        return _("yes") if value else _("no")  # which the import reads in either language
    return float(value) if field.kind == "money" else value


def _columns(kind: Kind, actor: Actor) -> dict[str, Column]:
    return columns_of(kind, [linked for linked in LINKED_KINDS if actor.may_read(linked)])


def _described(kind: Kind) -> Described:
    return Described(
        kind,
        kind,
        partial(records_of, kind),
        partial(_columns, kind),
        "name",
        exported(kind),
        partial(_cell, kind),
        partial(_in_file, kind),
        formats=("xlsx", "csv", "vcf") if is_contact(kind) else ("xlsx", "csv"),
    )


RECORD_LISTS: dict[str, Described] = {kind: _described(kind) for kind in KIND_NAMES}
