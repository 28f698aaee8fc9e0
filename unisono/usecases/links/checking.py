"""Checking the book, and repairing what is found, through the history [3.8]."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from unisono.access.roles import Actor, require_administrator
from unisono.common.kinds import Key, Kind
from unisono.history.recording import Recorder, recorder_for
from unisono.links import check, storing
from unisono.links import network as networks
from unisono.links.apply import Elsewhere, apply
from unisono.links.bulk import search_columns
from unisono.links.findings import Finding
from unisono.links.locks import lock
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.rules import rules_now
from unisono.links.values import Plan, Record, Write, Written
from unisono.lists import search_index
from unisono.lists.search_check import missing_search
from unisono.records.equalising import equalise
from unisono.records.people import end_primary_contact
from unisono.records.unlinking import end_link
from unisono.setup import series
from unisono.setup.models import NumberSeries
from unisono.usecases.transaction import writing

REPAIR = "repair"
_AT_ONCE = 1000  # findings repaired in one transaction


def findings(actor: Actor, progress: check.Progress = check.quiet) -> Iterator[Finding]:
    """Return what is wrong; raise NotAllowed for anybody but administrators."""
    require_administrator(actor)
    yield from check.findings(rules_now(), progress)
    yield from missing_search()


def repair_all(found: Sequence[Finding], *, actor: Actor) -> Iterator[int]:
    """Repair findings, so many at a time, each time in one transaction; yield how many are done.

    What is no longer so by then is left alone.
    """
    require_administrator(actor)
    done = 0
    for sort, act in _REPAIRS.items():
        left = iter([finding for finding in found if finding.sort == sort])
        while some := list(islice(left, _AT_ONCE)):
            _repair(act, some, actor=actor)
            done += len(some)
            yield done


@writing
def _repair(
    act: "Callable[[Sequence[Finding], Recorder], None]", found: Sequence[Finding], *, actor: Actor
) -> None:
    recorder = recorder_for(actor, REPAIR)
    act(found, recorder)


def _even(found: Sequence[Finding], recorder: Recorder) -> None:
    """Give records that drifted their contact's values, or the contact those of the record that
    leads them.
    """
    places: dict[tuple[str, str], list[int]] = {}
    for finding in found:
        if finding.key is not None and finding.field != "type":
            places.setdefault((finding.key.kind, finding.field), []).append(finding.key.id)
    equalise(places, "leader", recorder, REPAIR)
    for finding in found:
        if finding.key is not None and finding.field == "type":
            _follow_type(finding.key, recorder)


def _follow_type(key: Key, recorder: Recorder) -> None:
    for place in networks.find_ids(key.kind, [key.id]):
        network = networks.load(place)
        record, contact = network.records[key], network.party.contact
        if contact is not None and record.values["type"] != contact.values["type"]:
            written = {"type": Written(record.values["type"], contact.values["type"], REPAIR)}
            apply(Plan((Write(record, written),)), recorder)


def _mend_links(found: Sequence[Finding], recorder: Recorder) -> None:
    """End links that cannot be; where only the primary contact is of elsewhere, end that."""
    links = list(Link.objects.filter(pk__in=[finding.link for finding in found]).order_by("id"))
    lock([key for link in links for key in _ends(link)])
    problems = {
        finding.link: finding.problem for finding in check.still_broken([link.pk for link in links])
    }
    for link in links:
        if link.pk not in problems:
            continue
        contact, record = (
            _side("contact", link.contact_id),
            _side(link.role, getattr(link, f"{link.role}_id")),
        )
        if problems[link.pk] == "primary-contact" and contact and record:
            end_primary_contact(link, recorder)
        elif contact and record:
            end_link(link, contact, record, recorder)
        else:
            _remove_half(link, contact, record, recorder)


def _ends(link: Link) -> list[Key]:
    return [Key("contact", link.contact_id), Key(link.role, getattr(link, f"{link.role}_id") or 0)]


def _side(kind: Kind, id_: int | None) -> Record | None:
    return next(iter(load_records(kind, [id_] if id_ else [])), None)


def _remove_half(
    link: Link, contact: Record | None, record: Record | None, recorder: Recorder
) -> None:
    """Remove a link that lacks a side, and record it on the side that is there."""
    there = [side for side in (contact, record) if side is not None]
    here = contact or Record(Key("contact", link.contact_id), "", 0, {})
    other = record or Record(Key(link.role, 0), "", 0, {})
    # With neither side there is nobody whose history could tell: the sides are recorded as they
    # were named.
    storing.disconnect(link, here, other, recorder, [side.key.kind for side in there])


def _mend_kinds(found: Sequence[Finding], recorder: Recorder) -> None:
    """Mend links of contacts that cannot have them, and people whose company is none."""
    _mend_links([finding for finding in found if finding.link is not None], recorder)
    people = {finding.key for finding in found if finding.link is None and finding.key is not None}
    lock(sorted(people))
    for finding in check.companies_that_are_none() if people else ():
        if finding.key in people:
            _make_independent(finding.key, finding.contact_no, recorder)


def _make_independent(key: Key, company_no: str, recorder: Recorder) -> None:
    for person in load_records("contact", [key.id]):
        place, former = (key, "company_no"), networks.find_ids("contact", [key.id])[0].company_id
        write = Write(person, {"company_no": Written(company_no, "", REPAIR)})
        apply(
            Plan((write,)),
            recorder,
            Elsewhere({place: {"company_id": None}}, {place: (former, None)}),
        )


def _mend_series(found: Sequence[Finding], recorder: Recorder) -> None:
    """Let number series begin again at their first number; numbers that are taken are skipped when
    they are drawn.
    """
    codes = [finding.no for finding in found]
    # Number series come last in the order of locks; nobody draws from them until they are mended.
    rows = list(NumberSeries.objects.select_for_update().filter(code__in=codes).order_by("code"))
    broken = {finding.no for finding in check.broken_series()}
    for each in rows:
        if each.code not in broken or series.split(each.first_no) is None:
            # Without digits in its first number nothing can be derived: somebody has to say how it
            # begins
            continue
        values = {"next_no": [each.next_no, each.first_no, REPAIR]}
        each.next_no = each.first_no
        each.save(update_fields=["next_no"])
        recorder.add("setup", "number-series", each.pk, each.code, 0, values)


def _mend_search(found: Sequence[Finding], recorder: Recorder) -> None:
    """Install what search lacks, and fill indexes anew that hold something else than their
    table.
    """
    search_index.install()
    for finding in found:
        if finding.problem == "out-of-step":
            search_index.rebuild(finding.no)
        recorder.add("repaired", "search", 0, finding.no, 0)


def _mend_columns(found: Sequence[Finding], recorder: Recorder) -> None:
    """Compute columns for finding and sorting anew."""
    keys = [finding.key for finding in found if finding.key is not None]
    for kind in dict.fromkeys(key.kind for key in keys):
        ids = [key.id for key in keys if key.kind == kind]
        lock([Key(kind, id_) for id_ in ids])
        if count := search_columns.refresh(kind, ids):
            recorder.add("repaired", "columns", 0, kind, 0, None, {"rows": count})


# In this order: values before the columns that are computed from them.
_REPAIRS: dict[str, Callable[[Sequence[Finding], Recorder], None]] = {
    "side": _mend_links,
    "kind": _mend_kinds,
    "drift": _even,
    "series": _mend_series,
    "search": _mend_search,
    "columns": _mend_columns,
}
