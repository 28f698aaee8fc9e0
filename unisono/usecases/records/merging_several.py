"""Several contacts become one in one act, with a preview, undone as one [9.4]."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.errors import FieldError, Invalid
from unisono.common.kinds import MERGED_KINDS, Kind
from unisono.common.outcome import Outcome
from unisono.common.text import key_of
from unisono.history.recording import recorder_for
from unisono.links.models import Link
from unisono.links.values import Record, Value
from unisono.records import moving
from unisono.records.linking import refuse_outdated
from unisono.records.merging import SIDES, check_keep, lock_all, plan_merging
from unisono.records.planned import Elsewhere, add_changes, visible_writes
from unisono.records.queries import find
from unisono.setup.queries import may_have_several, setup_now
from unisono.usecases.records.merging import carry_out
from unisono.usecases.records.merging_records import MergedRecords, merged_records
from unisono.usecases.transaction import writing

# A merge takes some hundredths of a second, and what is undone as one is looked at by people.
MOST = 50


@dataclass
class MergedSeveral:
    """What merging several contacts did, or would do: the one that stays as it was before contacts
    were merged, those that go, the values that it has then, what changes on other records, how much
    moves, and which of their customers and vendors become one.
    """

    into: Record
    others: list[Record] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)
    elsewhere: Elsewhere = field(default_factory=dict)
    moves: dict[str, int] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)
    # The kind of each customer or vendor that goes, its number, and that of the one that stays.
    records: list[tuple[Kind, str, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Return what a preview and its confirmation have in common while nothing changes."""
        return " ".join(self.digests)


def preview_several(
    into_no: str,
    from_nos: Sequence[str],
    keep: object = None,
    with_records: bool = False,
    *,
    actor: Actor,
) -> MergedSeveral:
    """Return what merging would do, by doing it and keeping nothing of it. Raises what
    `merge_several` raises.
    """
    trial = replace(actor, dry_run=True, request_key=None)
    return _merge(into_no, from_nos, keep, with_records, "", actor=trial)[1]


def merge_several(
    into_no: str,
    from_nos: Sequence[str],
    keep: object = None,
    digest: str = "",
    with_records: bool = False,
    *,
    actor: Actor,
) -> Outcome:
    """Merge contacts into another, one after the other, as one act.

    `keep` is into or newer, or a mapping of fields and "*" to these or to the number of the contact
    whose value is kept. `with_records`: where two have a customer or a vendor, these are merged,
    too. Raises what merging two of them raises, with nothing done; Invalid for
    nobody, too many or one twice; PreviewOutdated where the digest is another.
    """
    return _merge(into_no, from_nos, keep, with_records, digest, actor=actor)[0]


@writing
def _merge(
    into_no: str,
    from_nos: Sequence[str],
    keep: object,
    with_records: bool,
    digest: str,
    *,
    actor: Actor,
) -> tuple[Outcome, MergedSeveral]:
    require_write(actor, "contact")
    _refuse_count(into_no, from_nos)
    act = actor.act or uuid.uuid4()
    acting = replace(actor.by_way_of("merge"), act=act)
    part = replace(acting, dry_run=False, request_key=None)  # kept or not with the whole
    lock_all([into_no, *from_nos])
    done: MergedSeveral | None = None
    records: list[MergedRecords] = []
    for no in from_nos:
        if with_records:
            records += _merged_records(into_no, no, part)
        merging = plan_merging(into_no, no, _keep_of(keep, no, (into_no, *from_nos)), actor, True)
        done = done or MergedSeveral(merging.into, values=dict(merging.into.values))
        done.others.append(merging.other)
        done.values |= {row.field: row.result for row in merging.plan.rows}
        # What one that goes says since then is lost with it: it was not seen.
        done.digests.append(f"{merging.other.version}:{merging.plan.digest}")
        for name, count in moving.counts(merging.other.key.id, actor).items():
            done.moves[name] = done.moves.get(name, 0) + count
        for write, fields in visible_writes(merging.plan, actor):
            if write.record.key != merging.into.key:
                add_changes(done.elsewhere, write.record.key, write.record.no, fields)
        recorder = recorder_for(acting, "merge")
        carry_out(merging, recorder)
        # The next one stands behind it in the history.
        recorder.write()
    assert done is not None
    for each in records:
        _add_records(done, each)
    refuse_outdated(done, digest)
    gone = [each.no for each in done.others]
    for other in done.others:
        done.elsewhere.pop(other.key, None)
    more = {"merged_no": ", ".join(gone), "merged_nos": gone, "act": str(act)}
    return Outcome("contact", done.into.no, more=more), done


def _merged_records(into_no: str, no: str, actor: Actor) -> Iterator[MergedRecords]:
    """Merge the customers, and the vendors, of two contacts that may have one each."""
    ids = [find("contact", each).key.id for each in (into_no, no)]
    for kind in MERGED_KINDS[1:]:
        links = Link.objects.filter(contact_id__in=ids, role=kind).select_related(kind)
        numbers = {link.contact_id: getattr(link, kind).no for link in links}
        if len(numbers) == len(ids) and not may_have_several(setup_now(), kind):
            yield merged_records(kind, numbers[ids[0]], numbers[ids[1]], None, "keep", actor)


def _add_records(done: MergedSeveral, merged: MergedRecords) -> None:
    """Say what merging two customers or vendors did beside what merging contacts does."""
    done.digests.append(merged.digest)
    done.moves["documents"] = done.moves.get("documents", 0) + merged.documents
    done.records.append((merged.gone.key.kind, merged.gone.no, merged.into.no))
    changes = {
        name: (merged.into.values[name], value)
        for name, value in merged.values.items()
        if value != merged.into.values[name]
    }
    if changes:
        add_changes(done.elsewhere, merged.into.key, merged.into.no, changes)


def _refuse_count(into_no: str, from_nos: Sequence[str]) -> None:
    keys = {key_of(no) for no in (into_no, *from_nos)}
    if not from_nos or len(from_nos) > MOST:
        message = _("Between 1 and %(most)s contacts can be merged into another at a time.")
        raise Invalid([FieldError("from", "count", message % {"most": MOST})])
    if len(keys) <= len(from_nos):
        raise Invalid([FieldError("from", "twice", _("The same contact stands there twice."))])


def _keep_of(keep: object, no: str, numbers: Sequence[str]) -> dict[str, str]:
    """Return which sides are kept when the contact of this number is merged: where another one's
    value was chosen, that which stays has it, or will.
    """
    if not isinstance(keep, Mapping):
        return check_keep(keep)
    known = {key_of(each) for each in numbers}
    sides: dict[str, object] = {}
    for name, side in keep.items():
        if side in SIDES or not isinstance(side, str) or key_of(side) not in known:
            sides[name] = side
        else:
            sides[name] = "from" if key_of(side) == key_of(no) else "into"
    return check_keep(sides)
