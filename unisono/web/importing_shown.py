"""What the pages of the import wizard show, and what their forms say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from unisono.common.borders import Content, Given, Stored
from unisono.common.kinds import Kind, is_contact
from unisono.common.text import folded, whole_number
from unisono.exchange.mapping import map_columns
from unisono.imports.options import CLEARING, KIND_OF, MATCH, Options, importable
from unisono.imports.results import RowResult
from unisono.imports.waiting_files import Staged
from unisono.jobs.models import Job
from unisono.links.kinds import KINDS
from unisono.links.naming import kind_names
from unisono.usecases.imports.importer import OUTCOMES
from unisono.web import formatting, labels, paths

_PAGE = 50  # rows shown at a time
_REVIEWED = 500  # rows for review, which are shown by the contact that they look like
_PROBLEMS = ("refused", "conflict", "review")


def options_of(post: QueryDict, about: Given) -> Content:
    """Return the choices of the form of columns."""
    columns = {
        column: post.get(f"col.{place}", "")
        for place, column in enumerate(about["columns"])
        if column
    }
    given: Content = {"columns": columns, "match": post.getlist("match")}
    return given | {name: post[name] for name in ("act", "on_match", "on_conflict") if name in post}


def fitting(options: Given, about: Given) -> Content:
    """Return a saved mapping as far as this file has its columns."""
    there = {
        column: name
        for column, name in options.get("columns", {}).items()
        if column in about["columns"]
    }
    return {**options, "columns": there}


def without_check(about: Given, given: Given) -> tuple[Options, list[str]]:
    """Return choices that were refused, to be shown again."""
    kind = KIND_OF[about["source"]]
    known = set(importable(kind))
    chosen = {
        c: name
        for c, name in given.get("columns", {}).items()
        if c in about["columns"] and name in {*known, ""}
    }
    mapped, left_out = map_columns(about["columns"], importable(kind), chosen)
    choices = {name: given[name] for name in ("act", "on_match", "on_conflict") if name in given}
    return replace(
        Options(kind, mapped), match=tuple(given.get("match", ("no",))), **choices
    ), left_out


def columns_context(name: str, about: Given, options: Options, left_out: Sequence[str]) -> Content:
    """Return what the page of columns shows."""
    kind, total = options.kind, about["total"]
    fields = [(each, labels.field(each)) for each in importable(kind)]
    rows = [
        {
            "place": place,
            "column": column,
            "samples": about["samples"][column],
            "share": round(100 * about["filled"][column] / total) if total else 0,
            "field": options.columns.get(column, ""),
            "is_open": column in left_out,
        }
        for place, column in enumerate(about["columns"])
        if column
    ]
    return {
        "name": name,
        "about": about,
        "kinds": kind_names(kind),
        "is_contact": is_contact(kind),
        "rows": rows,
        "fields": sorted(fields, key=lambda each: folded(each[1])),
        "match": [(each, labels.field(each), each in options.match) for each in _matchable(kind)],
        "acts": [
            (each, text, each == options.act)
            for each, text in _acts()
            if each != "link_only" or not is_contact(kind)
        ],
        "ways": [(each, text, each == options.on_match) for each, text in _ways(kind)],
        "clearing": CLEARING[0],
        "has_version": "version" in options.columns.values(),
        "wins": [(each, text, each == options.on_conflict) for each, text in _wins()],
    }


def _matchable(kind: Kind) -> list[str]:
    return [name for name in MATCH if name == "no" or name in KINDS[kind].fields]


def _acts() -> list[tuple[str, str]]:
    return [
        ("both", _("change what is there, create the rest")),
        ("create", _("only create what is new")),
        ("update", _("only change what is there")),
        ("link_only", _("only link what is there to the contacts that look like it")),
    ]


def _ways(kind: Kind) -> list[tuple[str, str]]:
    link = (
        _("take the row for that contact")
        if is_contact(kind)
        else _("create the record and link it to that contact")
    )
    review = (
        _("leave the row for review")
        if is_contact(kind)
        else _("create the record and suggest the link")
    )
    return [
        ("review", review),
        ("link", link),
        ("create", _("create a new contact anyway")),
    ]


def _wins() -> list[tuple[str, str]]:
    return [
        ("ask", _("show it, and change nothing in that row")),
        ("theirs", _("the file wins")),
        ("ours", _("what is here wins")),
    ]


def outcome_names() -> dict[str, str]:
    """Return what each outcome of a row is called."""
    return {
        "created": _("New"),
        "updated": _("Changed"),
        "linked": _("New and linked"),
        "suggested": _("New, a link is suggested"),
        "unchanged": _("Unchanged"),
        "skipped": _("Skipped"),
        "review": _("For review"),
        "conflict": _("In conflict"),
        "refused": _("Refused"),
    }


def result_context(
    name: str, about: Given, kept: Staged, job: Job, query: Mapping[str, str]
) -> Content:
    """Return what the page of a trial, or of the import, shows."""
    counts, names = kept.counts(), outcome_names()
    only = query.get("only", "")
    after = whole_number(query.get("after", "")) or 0
    wanted = _PROBLEMS if only == "problems" else (only,) if only in OUTCOMES else ()
    reviewed = only == "review"  # by contact, and as many as one can answer at once
    found = kept.results(
        wanted,
        after=0 if reviewed else after,
        most=_REVIEWED if reviewed else _PAGE + 1,
        by_record=reviewed,
    )
    answers = kept.answers([row.number for row, _result in found])
    shown = found if reviewed else found[:_PAGE]
    source = about["source"]
    kind, columns = KIND_OF[source], job.payload["columns"]
    comes_in = sum(counts.get(each, 0) for each in ("created", "updated", "linked", "suggested"))
    return {
        "name": name,
        "about": about,
        "kinds": kind_names(kind),
        "list": paths.list_url(kind),
        "job": job,
        "is_trial": bool(job.payload["dry_run"]),
        "share": min(100, round(100 * job.done / job.total)) if job.total else 0,
        "counts": [
            (names[each], formatting.whole(counts[each])) for each in OUTCOMES if counts.get(each)
        ],
        "tabs": _tabs(counts, names, only),
        "rows": [
            _row(row, result, kind, columns, about["columns"])
            | {"answer": answers.get(row.number, "")}
            for row, result in shown
        ],
        "is_review": reviewed,
        "said": kept.said(),
        "after": found[_PAGE - 1][0].number if len(found) > _PAGE and not reviewed else 0,
        "only": only,
        "comes_in": comes_in,
        "problems": sum(counts.get(each, 0) for each in _PROBLEMS),
        "conflicts": counts.get("conflict", 0),
        "wins": _wins(),
        "untried": about["total"] - sum(counts.values()),
    }


def _tabs(
    counts: Mapping[str, int], names: Mapping[str, str], only: str
) -> list[tuple[str, str, str, bool]]:
    """Return the filters of the rows: (query, name, count, whether it is the present one)."""
    problems = sum(counts.get(each, 0) for each in _PROBLEMS)
    tabs = [("", _("All"), sum(counts.values())), ("problems", _("Only problems"), problems)]
    tabs += [(each, names[each], counts[each]) for each in OUTCOMES if counts.get(each)]
    return [(query, text, formatting.whole(count), query == only) for query, text, count in tabs]


def _row(
    row: Stored, result: RowResult, kind: Kind, columns: Mapping[str, str], names: Sequence[str]
) -> Content:
    fields = KINDS[kind].fields
    messages = {column: text for column, text in result.messages if column in names}
    title = next((column for column, field in columns.items() if field == "name"), "")
    return {
        "number": row.number,
        "title": row.cells.get(title, ""),
        "outcome": result.outcome,
        "outcome_name": outcome_names()[result.outcome],
        "may_answer": result.outcome == "review" and result.no,
        "no": result.no,
        "url": paths.card_url(kind, result.no)
        if result.no
        and not result.no.startswith("#")
        and result.outcome not in ("created", "linked", "suggested")
        else "",
        "messages": [
            (column if column in names else labels.field(column), text)
            for column, text in result.messages
        ],
        "cells": [
            (names.index(column), column, row.cells.get(column, ""), text)
            for column, text in messages.items()
        ],
        "changes": [
            (
                labels.field(field),
                formatting.value(fields[field], old),
                formatting.value(fields[field], new),
            )
            for field, old, new in result.changes
            if field in fields
        ],
    }
