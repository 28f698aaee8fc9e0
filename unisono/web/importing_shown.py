"""What the page of a trial, or of the import, shows."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from unisono.common.borders import Content, Given
from unisono.common.kinds import Kind
from unisono.common.text import whole_number
from unisono.exchange.reading import Row
from unisono.imports.cells import values_of_row
from unisono.imports.options import KIND_OF, Options
from unisono.imports.results import BESIDE, RowResult
from unisono.imports.waiting_files import Staged
from unisono.jobs.models import Job
from unisono.links.kinds import KINDS
from unisono.links.naming import kind_names
from unisono.usecases.imports.importer import OUTCOMES
from unisono.usecases.imports.jobs import options_of
from unisono.web import formatting, labels, paths
from unisono.web.import_columns import wins

_PAGE = 50  # rows shown at a time
_REVIEWED = 500  # rows for review, which are shown by the contact that they look like
_PROBLEMS = ("refused", "conflict", "review")
_NEW = ("created", "linked", "suggested")


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
    mended = whole_number(query.get("mended", ""))
    if mended is not None and all(row.number != mended for row, _result in found):
        # It stays in its place, whatever became of it.
        found += [
            each for each in kept.results(after=mended - 1, most=1) if each[0].number == mended
        ]
        found.sort(key=lambda each: each[0].number)
    answers = kept.answers([row.number for row, _result in found])
    shown = found if reviewed else found[:_PAGE]
    source = about["source"]
    kind, options = KIND_OF[source], options_of(job.payload)
    is_trial = bool(job.payload["dry_run"])
    comes_in = sum(counts.get(each, 0) for each in ("created", "updated", "linked", "suggested"))
    return {
        "name": name,
        "about": about,
        "kinds": kind_names(kind),
        "list": paths.list_url(kind),
        "job": job,
        "is_trial": is_trial,
        "share": min(100, round(100 * job.done / job.total)) if job.total else 0,
        "counts": [
            (names[each], formatting.whole(counts[each])) for each in OUTCOMES if counts.get(each)
        ],
        "tabs": _tabs(counts, names, only),
        "rows": [
            _row(row, result, options, about["columns"], is_trial)
            | {"answer": answers.get(row.number, ("", ""))[0]}
            for row, result in shown
        ],
        "is_review": reviewed,
        "said": kept.said(),
        "after": found[_PAGE - 1][0].number if len(found) > _PAGE and not reviewed else 0,
        "only": only,
        "comes_in": comes_in,
        "problems": sum(counts.get(each, 0) for each in _PROBLEMS),
        "conflicts": counts.get("conflict", 0),
        "wins": wins(),
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
    row: Row, result: RowResult, options: Options, names: Sequence[str], is_trial: bool
) -> Content:
    kind, fields = options.kind, KINDS[options.kind].fields
    messages = {column: text for column, text in result.messages if column in names}
    values = values_of_row(row, options).values if not row.problem else {}
    parts = (values.get("first_name"), values.get("middle_name"), values.get("surname"))
    return {
        "number": row.number,
        "title": values.get("name") or " ".join(str(part) for part in parts if part),
        "values": _values(values, kind) if result.outcome in _NEW else [],
        "outcome": result.outcome,
        "outcome_name": outcome_names()[result.outcome],
        "may_answer": result.outcome == "review" and result.no,
        "no": result.no,
        "url": paths.card_url(kind, result.no)
        if result.no and not result.no.startswith("#") and not (is_trial and result.outcome in _NEW)
        else "",
        "messages": [
            (column if column in names or column == "" else _beside(column), text)
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


def _beside(column: str) -> str:
    """Return how a message is called that belongs to no column of the file."""
    return "" if column == BESIDE else labels.field(column)


def _values(values: Given, kind: Kind) -> list[tuple[str, str]]:
    """Return what a new record gets, by label."""
    fields = KINDS[kind].fields
    shown = [(each, value) for each, value in values.items() if value not in ("", None, [])]
    return [
        (labels.field(each), formatting.value(fields[each], value) if each in fields else value)
        for each, value in shown
    ]
