"""There is no place that holds personal data and that the registry does not know."""

import json

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from tests.privacy.persons import everywhere
from unisono.jobs.models import Job
from unisono.privacy.person import person_of
from unisono.privacy.places import KEPT, PLACES
from unisono.usecases.privacy.erasing import erase_person
from unisono.usecases.privacy.exporting import export_personal_data

MARK = "Zq9 Vwk7"
_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
# What says which row it is and of which sort, or who of us wrote it.
IDENTITY = frozenset(
    "no no_key contact_no record_id kind event state status role type direction initiated_by "
    "medium action digest document_type document_no key act source_no evaluation "
    "correspondence_type blocked message_id via worker kinds language party_no origin "
    "merged_id outcome purpose".split()
)
OURS = frozenset("by created_by linked_by dismissed_by cancelled_by sender".split())
COVERED = {model: place.name for place in PLACES for model in place.models}
# Documents have to be kept, with their own copy and its history.
KEEPING = ("documents.Document", "documents.DocumentLine")


def columns(model):
    """Its columns that hold text, JSON or bytes."""
    fields = model._meta.concrete_fields
    return [f for f in fields if isinstance(f, _TEXT) and not f.choices and not f.is_relation]


def with_text():
    """All models that have such columns."""
    return [model for model in apps.get_models(include_auto_created=True) if columns(model)]


def test_every_model_with_texts_is_in_the_registry_once():
    names = {model._meta.label for model in with_text()}

    assert names - set(COVERED) - set(KEPT) == set()
    assert set(COVERED) & set(KEPT) == set()
    assert set(KEPT) | set(COVERED) <= {model._meta.label for model in apps.get_models()}


@pytest.fixture
def marked(ines, own_folder):
    """A person with traces everywhere, and a mark in every text, JSON and file of these."""
    traces = everywhere(ines)
    Job.objects.update(state="done")  # what an open one was asked is forgotten when it has ended
    person = person_of(traces.no)
    keep = {change.pk: change.values for change in person.changes}
    for model in with_text():
        if model._meta.label in COVERED:
            for field in columns(model):
                plant(model, field, keep)
    return traces


def plant(model, field, changes):
    """Put the mark into a column of every row, where the column takes it."""
    if field.name in IDENTITY | OURS or (field.max_length or 99) < len(MARK):
        return
    rows = model._base_manager.all()
    if model._meta.label == "contacts.Contact":
        rows = rows.filter(type="person")
    if model._meta.label == "history.Change":
        rows = rows.filter(pk__in=changes)
        if field.name == "values":
            for row in rows:
                row.values = {name: [MARK, MARK, "typed"] for name in row.values or ["name"]}
                row.save()
        return
    if model._meta.label.startswith("imports."):
        for row in rows:
            setattr(row, field.name, _marked(field.name, getattr(row, field.name)))
            row.save()
        return
    if isinstance(field, models.JSONField):
        rows.update(**{field.name: {"a": [MARK]}})
    else:
        rows.update(**{field.name: MARK})


def _marked(name, text):
    """What a column of a file that waits holds, JSON in a text, with the mark."""
    if name in ("problem", "content", "answer_about"):
        return MARK.encode() if name == "content" else MARK
    kept = json.loads(text or "{}")
    marked = {
        "about": lambda: {
            **kept,
            "samples": {each: [MARK] for each in kept["samples"]},
            "first_rows": [[MARK]],
        },
        "said": lambda: {"name": MARK},
        "cells": lambda: [MARK] * len(kept),
        "messages": lambda: [["name", MARK]],
        "changes": lambda: [["name", MARK, MARK]],
    }
    return json.dumps(marked[name]())


def marks():
    """Every column of the database in which the mark stands: model.column."""
    found = set()
    for model in with_text():
        for field in columns(model):
            for row in model._base_manager.all():
                if MARK in str(getattr(row, field.attname)):
                    found.add(f"{model._meta.label}.{field.name}")
    return found


def test_nothing_of_an_erased_person_is_left_in_any_column_or_file(ines, marked):
    # These have numbers and keys alone.
    bare = {"contacts.MergedRecord", "links.Link"}
    assert set(COVERED) - {each.rpartition(".")[0] for each in marks()} == bare

    erase_person(marked.no, actor=ines)

    left = {each for each in marks() if not each.startswith(KEEPING)}
    assert left == set()
    for path in settings.DATA.rglob("*"):
        if path.is_file() and path.suffix != ".pdf":
            assert MARK.encode() not in path.read_bytes(), path
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            like = "name LIKE '%search%' AND type = 'table'"
            cursor.execute(f"SELECT name FROM sqlite_master WHERE {like}")
            for (name,) in cursor.fetchall():
                cursor.execute(f'SELECT * FROM "{name}"')
                assert MARK not in str(cursor.fetchall()), name


def test_everything_of_it_is_in_the_export(ines, marked):
    told = str(export_personal_data(marked.no, actor=ines).places)

    silent = set()
    for model in with_text():
        label = model._meta.label
        if label in COVERED and label not in ("links.Link", "history.ChangeSet"):
            here = {field.name for field in columns(model)} - IDENTITY - OURS
            if here and MARK not in told:
                silent.add(label)
    assert silent == set()
    assert told.count(MARK) > 100
