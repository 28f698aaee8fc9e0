"""Two customers, or two vendors, become one, with a preview, undone as one [9.4]."""

import uuid
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_write
from unisono.common.errors import Conflict
from unisono.common.kinds import MERGED_KINDS, Key, Kind
from unisono.common.outcome import Outcome
from unisono.documents.models import Document
from unisono.documents.quotes import hand_over_quotes
from unisono.documents.types import TYPES
from unisono.history.models import Change
from unisono.history.recording import Recorder, recorder_for
from unisono.links import network, storing
from unisono.links.apply import apply
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.rules import rules_now
from unisono.links.values import Record, Value
from unisono.records.linking import planned_values, refuse_outdated
from unisono.records.merging_records import CONTACTS as CONTACTS  # asked for here
from unisono.records.merging_records import (
    both_records,
    changed_values,
    check_keep,
    links_of,
    refuse_both_linked,
    values_of,
)
from unisono.records.moving import move_documents, move_link, remember_merged
from unisono.records.planned import Elsewhere, add_changes
from unisono.records.refusals import refuse_led
from unisono.records.unlinking import end_link
from unisono.usecases.records.changing import change_record
from unisono.usecases.records.merging import merge
from unisono.usecases.transaction import within, writing


@dataclass
class MergedRecords:
    """What merging two records did, or would do: both as they were, the values of the one that
    stays, what changes on other records, and how many documents move.
    """

    into: Record
    gone: Record
    values: dict[str, Value]
    elsewhere: Elsewhere = field(default_factory=dict)
    documents: int = 0

    @property
    def digest(self) -> str:
        """Return what a preview and its confirmation have in common while nothing changes."""
        said = sorted((name, str(value)) for name, value in self.values.items())
        there = sorted(str(each) for each in self.elsewhere.items())
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.into}{self.gone}{said}{there}"))


def preview_merge_records(
    kind: Kind,
    into_no: str,
    from_no: str,
    keep: object = None,
    contacts: str = "",
    *,
    actor: Actor,
) -> MergedRecords:
    """Return what merging would do, by doing it and keeping nothing of it. Raises what
    `merge_records` raises.
    """
    trial = replace(actor, dry_run=True, request_key=None)
    return _merge(kind, into_no, from_no, keep, contacts, "", actor=trial)[1]


def merge_records(
    kind: Kind,
    into_no: str,
    from_no: str,
    keep: object = None,
    contacts: str = "",
    digest: str = "",
    *,
    actor: Actor,
) -> Outcome:
    """Merge a customer or vendor into another: documents and links of both are the other's then.

    `keep` is into, from, newer, or a mapping of fields and "*" to these; blanks are filled from the
    other side unless the field is named, and notes follow each other. `contacts`: where both are
    linked to different contacts, merge these too, or keep the other one without this record. Raises
    BothLinked where that is not said, what merging contacts, changing and linking records raise,
    PreviewOutdated, NotFound.
    """
    return _merge(kind, into_no, from_no, keep, contacts, digest, actor=actor)[0]


@writing
def _merge(
    kind: Kind,
    into_no: str,
    from_no: str,
    keep: object,
    contacts: str,
    digest: str,
    *,
    actor: Actor,
) -> tuple[Outcome, MergedRecords]:
    acting = replace(actor, via="merge", act=actor.act or uuid.uuid4())
    done = merged_records(kind, into_no, from_no, keep, contacts, acting)
    refuse_outdated(done, digest)
    more = {"merged_no": done.gone.no, "act": str(acting.act)}
    return Outcome(kind, done.into.no, more=more), done


def merged_records(
    kind: Kind, into_no: str, from_no: str, keep: object, contacts: str, actor: Actor
) -> MergedRecords:
    """Merge two records within a use case, under the actor's act; raises what `merge_records`
    raises.
    """
    require_write(actor, kind)
    if kind not in MERGED_KINDS[1:]:
        raise Conflict(_("These records cannot be merged."), code="not-merged")
    wanted = check_keep(kind, keep, contacts)
    into, gone = both_records(kind, into_no, from_no)
    links = links_of(kind, into, gone)
    refuse_both_linked(kind, links, contacts, actor)
    part = replace(actor, dry_run=False, request_key=None)  # kept or not with the whole
    ends, stays = links["from"], links["into"]
    with within():
        if ends is not None and stays is not None:
            _end(ends, stays, contacts, part, gone)
        changed = changed_values(kind, into, gone, wanted, links)
        if changed:
            change_record(kind, into.no, changed, actor=part)
    recorder = recorder_for(part, "merge")
    if ends is not None and stays is None:
        _hand_over(ends, into, gone, part, recorder)
    papers = _visible_documents(kind, gone, actor)
    ties = {}
    if ends is not None and stays is not None and contacts == "keep":
        # What names the contact that stays without this record would be of two companies.
        ties = {"contact": stays.contact, "company": stays.contact}
    move_documents(gone, into, (kind,), recorder, ties)
    storing.delete(load_records(kind, [gone.key.id])[0], recorder)
    remember_merged(gone, into)
    recorder.write()
    done = MergedRecords(into, gone, values_of(kind, into.key.id), documents=papers)
    done.elsewhere = _elsewhere(part, (into.key, gone.key))
    return done


def _visible_documents(kind: Kind, gone: Record, actor: Actor) -> int:
    """Return how many documents move, as far as the actor may see them."""
    rows = Document.objects.filter(**{f"{kind}_id": gone.key.id}).values_list("type", flat=True)
    return sum(actor.may_read(TYPES[type_].right) for type_ in rows)


def _end(ends: Link, stays: Link, contacts: str, actor: Actor, gone: Record) -> None:
    """End the link of the record that goes; merge the contacts where that is wanted."""
    recorder = recorder_for(actor, "merge")
    contact = load_records("contact", [ends.contact_id])[0]
    end_link(ends, contact, load_records(gone.key.kind, [gone.key.id])[0], recorder)
    recorder.write()
    if stays.contact_id != ends.contact_id and contacts == "merge":
        merge(stays.contact.no, ends.contact.no, actor=actor)


def _hand_over(link: Link, into: Record, gone: Record, actor: Actor, recorder: Recorder) -> None:
    """Give the link of the record that goes to the one that stays: who tied it, when, its state and
    its primary contact stay, and where it is active both sides become equal.
    """
    contact = load_records("contact", [link.contact_id])[0]
    ends, record = (load_records(into.key.kind, [each.key.id])[0] for each in (gone, into))
    move_link(link, contact, contact, ends, record, recorder)
    if link.state == "active":
        place = network.find_ids("contact", [link.contact_id])[0]
        around = network.load(place, ("privacy_blocked",))
        record = load_records(into.key.kind, [into.key.id], ("contact_name",))[0]
        plan = planned_values(around, rules_now(), record, {"*": "other"})
        refuse_led(plan, actor)
        apply(plan, recorder)
    hand_over_quotes(contact, record, recorder)


def _elsewhere(actor: Actor, besides: tuple[Key, ...]) -> Elsewhere:
    """Return what the act changed on other records that the actor may see."""
    found: Elsewhere = {}
    rows = Change.objects.filter(change_set__act=str(actor.act), event="changed").order_by("pk")
    for change in rows:
        key = Key(change.kind, change.record_id)
        if key not in besides and actor.may_read(change.kind):
            fields = {name: (old, new) for name, (old, new, _cause) in change.values.items()}
            add_changes(found, key, change.no, fields)
    return found
