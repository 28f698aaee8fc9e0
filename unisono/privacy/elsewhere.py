"""Where the person is found by its number or by its words: files that wait, answers kept, jobs,
views, findings.
"""

from collections.abc import Callable, Iterator
from urllib.parse import unquote_plus

from django.db.models import Q

from unisono.access.models import RequestKey, SavedView
from unisono.common.borders import Content, Rows
from unisono.duplicates.models import DuplicatePair, LinkSuggestion
from unisono.history.recording import Recorder
from unisono.imports.waiting_files import all_waiting
from unisono.jobs.models import OPEN, Job, JobError, JobMatch
from unisono.privacy.person import Person


def find_waiting_rows(person: Person) -> list[Content]:
    """Return the rows of files that wait in which a cell is the person's name, e-mail, phone or
    number.
    """
    return [
        {"file": staged.about()["name"], "row": row.number, "cells": row.cells}
        for staged in all_waiting()
        for row in staged.naming(_is_named(person))
    ]


def _is_named(person: Person) -> Callable[[str], bool]:
    numbers = {number.casefold() for number in person.numbers}
    return lambda text: person.is_word(text) or text.strip().casefold() in numbers


def erase_waiting_rows(person: Person, recorder: Recorder) -> None:
    """Remove these rows from the files that wait, with what became of them."""
    for staged in all_waiting():
        staged.forget(_is_named(person))


def _kept_answers(person: Person) -> Rows:
    condition = Q(pk__in=person.mentioned_in(RequestKey.objects.all(), ["answer"]))
    for number in person.numbers:
        condition |= Q(answer__contains=f'"{number}"')
    return RequestKey.objects.filter(condition)


def find_kept_answers(person: Person) -> list[Content]:
    """Return the answers that are kept for a day, so that a program may ask again."""
    return [{"at": row.at, "answer": row.answer} for row in _kept_answers(person).order_by("at")]


def erase_kept_answers(person: Person, recorder: Recorder) -> None:
    """Remove them: who asks again learns that the first answer was not kept."""
    _kept_answers(person).update(answer="", location="", status=0)


def find_views(person: Person) -> list[Content]:
    """Return the saved views that look for the person."""
    return [{"name": row.name, "query": row.query} for row in _views(person)]


def _views(person: Person) -> Rows:
    found = [
        row.pk
        for row in SavedView.objects.all()
        if person.is_mentioned(row.name) or person.is_mentioned(unquote_plus(row.query))
    ]
    return SavedView.objects.filter(pk__in=found)


def erase_views(person: Person, recorder: Recorder) -> None:
    """Remove them."""
    _views(person).delete()


def find_jobs(person: Person) -> list[Content]:
    """Return what jobs told of the person, and asked for it."""
    return [
        *({"job": row.job_id, "no": row.no, "detail": row.detail} for row in _errors(person)),
        *({"job": row.job_id, "no": row.no, "contact": row.contact_no} for row in _matches(person)),
        *({"job": row.pk, "kind": row.kind, "detail": row.detail} for row in _jobs(person)),
    ]  # fmt: skip


def _errors(person: Person) -> Rows:
    mentioning = person.mentioned_in(JobError.objects.all(), ["no", "detail"])
    return JobError.objects.filter(Q(no__in=person.numbers) | Q(pk__in=mentioning))


def _matches(person: Person) -> Rows:
    return JobMatch.objects.filter(Q(no__in=person.numbers) | Q(contact_no__in=person.numbers))


def _jobs(person: Person) -> list[Job]:
    return [
        job
        # What an open job was asked is what it does; it is forgotten when that has ended.
        for job in Job.objects.exclude(state__in=OPEN).iterator()
        if any(_without(person, each) != each for each in (job.detail, job.payload, job.position))
    ]


def erase_jobs(person: Person, recorder: Recorder) -> None:
    """Leave that the jobs ran."""
    _errors(person).update(no="", detail="")
    _matches(person).delete()
    for job in _jobs(person):
        job.detail = ""
        job.payload, job.position = (
            _without(person, value) for value in (job.payload, job.position)
        )
        job.save(update_fields=["detail", "payload", "position"])


def _without(person: Person, value: object) -> object:
    """Return a JSON value without texts that name the person."""
    if isinstance(value, dict):
        return {name: _without(person, each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without(person, each) for each in value]
    return "" if isinstance(value, str) and person.is_mentioned(value) else value


def _pairs(person: Person) -> Iterator[Rows]:
    ids = person.contact_ids
    yield DuplicatePair.objects.filter(Q(contact_id__in=ids) | Q(other_id__in=ids))
    condition = Q(contact_id__in=ids)
    for kind, row in person.records:
        condition |= Q(role=kind, record_id=row.pk)
    yield LinkSuggestion.objects.filter(condition)


def find_look_alikes(person: Person) -> list[Content]:
    """Return what was found to be alike, and the numbers that were merged into the person's."""
    found = [
        {"score": row.score, "fields": row.matching_fields, "state": row.state, "at": row.found_at}
        for rows in _pairs(person)
        for row in rows
    ]  # fmt: skip
    return [*found, *({"merged_no": row.no_key} for row in person.merged())]


def erase_look_alikes(person: Person, recorder: Recorder) -> None:
    """Remove them."""
    for rows in _pairs(person):
        rows.delete()
