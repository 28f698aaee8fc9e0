"""Contacts from records where some contacts look like the same party: linked to these, or left for
review [2.3].
"""

from collections.abc import Mapping

from django.db import transaction

from unisono.access.roles import Actor
from unisono.common.errors import Refused
from unisono.common.kinds import Key, Kind
from unisono.contacts.models import Contact
from unisono.jobs.models import Job, JobMatch
from unisono.jobs.queue import Step
from unisono.jobs.working import Outside, actor_of_job
from unisono.links.bulk.linking import without_link
from unisono.links.kinds import KINDS
from unisono.links.locks import lock
from unisono.lists.selecting import selected
from unisono.matching.compared_records import entries, linkable_contacts
from unisono.matching.look_alikes import (
    Found,
    LookAlike,
    forget_look_alikes,
    likeliest_contacts,
    look_alikes_of,
)
from unisono.matching.refused_links import refused_links
from unisono.setup.queries import setup_now
from unisono.usecases.links import linking
from unisono.usecases.records import batches
from unisono.usecases.records.batches import Chunk
from unisono.usecases.transaction import within

CHUNK = 500  # records to a transaction
_SECONDS = 900.0  # a million records beside a million contacts take minutes


def is_matched(job: Job) -> bool:
    """Tell whether a batch looks for contacts that are there already."""
    return bool(job.payload.get("on_match", "create") != "create")


def match(job: Job) -> dict[int, LookAlike]:
    """Return the contacts that the next records of a batch look like, outside of any
    transaction.
    """
    actor = actor_of_job(job)
    ids, _place, _total = batches.next_records(job, actor, CHUNK)
    return look_alikes_of(job.pk, lambda: _compared(job, actor)).contacts(ids)


def _compared(job: Job, actor: Actor) -> Found:
    kind = batches.SOURCES[job.payload["source"]]
    rows = selected(kind, job.payload["filter"], actor)
    rows = rows.filter(pk__gt=job.position.get("after", 0)).order_by("pk")
    refused = refused_links(kind)
    found = likeliest_contacts(
        entries(rows), rows.count(), linkable_contacts(kind), setup_now().duplicate_threshold
    )
    return ((there, pair) for there, pair in found if (pair.left, pair.right) not in refused)


def create_or_link(job: Job, actor: Actor, found: Mapping[int, LookAlike]) -> Step:
    """Do one chunk: contacts for the records that look like none; the others are linked, or left
    for review.
    """
    kind, setup = batches.begin(job, actor)
    ids, place, total = batches.next_records(job, actor, CHUNK)
    lock([Key(kind, id_) for id_ in ids])
    free = without_link(kind, ids)
    chunk = Chunk(kind, setup, actor)
    with transaction.atomic():
        if job.payload["dry_run"]:
            chunk.numbers(place["drawn"])
        matched = [id_ for id_ in free if id_ in found]
        chunk.make([id_ for id_ in free if id_ not in found])
        before = chunk.failed_at
        matched = [id_ for id_ in matched if before is None or id_ < before]
        listed = [_treated(kind, id_, found[id_], job, chunk, actor) for id_ in matched]
        if job.payload["dry_run"]:
            transaction.set_rollback(True)
    JobMatch.objects.bulk_create([each for each in listed if each])
    step = batches.step_of(chunk, ids, place, total, CHUNK)
    if step.position is None:
        forget_look_alikes(job.pk)
    return step


def _treated(
    kind: Kind, id_: int, found: LookAlike, job: Job, chunk: Chunk, actor: Actor
) -> JobMatch | None:
    """Link a record to the contact that looks like it where that is wanted; return what is left for
    review.
    """
    no = KINDS[kind].model._default_manager.values_list("no", flat=True).get(pk=id_)
    contact_no = Contact.objects.filter(pk=found.id).values_list("no", flat=True).first()
    if contact_no is None:
        return None  # gone meanwhile: the next run makes one
    if job.payload["on_match"] == "link":
        try:
            with transaction.atomic(), within():
                linking.link(contact_no, kind, no, "contact", actor=actor)
            chunk.made += 1
            return None
        except Refused as refusal:
            chunk.errors.append((no, refusal.message))
            return None
    return JobMatch(
        job=job,
        no=no,
        contact_no=contact_no,
        score=found.score.points,
        matching_fields=list(found.score.fields),
    )


MATCHED = Outside(match, create_or_link, lambda _payload, _why: None, _SECONDS)
