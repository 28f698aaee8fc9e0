"""Files that wait to be imported: sent, looked at, mended; `POST /jobs` with `kind` import tries
and runs them.
"""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File as FilePart
from ninja import Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from unisono.api.answers import answer, gone
from unisono.api.requests import actor_of
from unisono.api.schemas import Body
from unisono.common.borders import Content
from unisono.common.errors import Invalid
from unisono.common.text import whole_number
from unisono.imports.options import KIND_OF, checked_options
from unisono.lists.filters import unknown_filter
from unisono.lists.listing import limit_of
from unisono.usecases.imports import staged
from unisono.usecases.imports.importer import OUTCOMES

router = Router(tags=["Imports"])
_SOURCE: Any = Field(json_schema_extra={"enum": list(KIND_OF)})
_PROBLEMS = ("refused", "conflict", "review")


class ColumnShown(Schema):
    """A column of the file: which field it would be, in how many rows it is filled, its first
    texts.
    """

    column: str
    field: str
    filled: int
    samples: list[str]


class ImportShown(Schema):
    """A file that waits."""

    file: str = Field(description="What `POST /jobs` takes as `file`")
    name: str
    source: str = _SOURCE
    total: int
    columns: list[ColumnShown]
    counts: dict[str, int] = Field(description="Rows of each outcome, after a trial or the import")
    sheet: str = Field(description="The sheet that was read, of a spreadsheet")
    sheets: list[str]
    heading_row: int = Field(description="The number of the line with the headings, 0 for none")
    encoding: str = Field(description="Of a csv file")
    delimiter: str
    left_out: list[str] = Field(description="Columns that are none of our fields")


class ImportRow(Schema):
    """A row with what became of it."""

    row: int
    outcome: str = Field(json_schema_extra={"enum": list(OUTCOMES)})
    no: str
    cells: dict[str, str]
    messages: list[dict[str, str]]
    changes: list[Content]


class ImportRows(Schema):
    """Rows in the order of the file; `next` goes into `after`."""

    items: list[ImportRow]
    next: str | None


class RowBody(Body):
    """A cell to mend, or what a row for review is."""

    column: str = ""
    text: str = ""
    answer: Literal["", "same", "other"] | None = Field(
        default=None, description="Whether it is the `same` as the contact that it looks like"
    )


@router.post("/imports", response={201: ImportShown}, summary="Send a file to be imported")
def send(
    request: HttpRequest, source: str = Form(...), file: UploadedFile = FilePart(...)
) -> HttpResponse:
    """Keep the rows of a csv, xlsx or vcf file; nothing is imported yet. Files beyond 2 MB come in
    by the pages.
    """
    actor = actor_of(request)
    name = staged.stage(file, source, actor)
    return answer(_shown(name, actor), 201, f"/api/v1/imports/{name}")


@router.get("/imports/{str:file}", response=ImportShown, summary="A file that waits")
def get(request: HttpRequest, file: str) -> HttpResponse:
    """Return its columns as they are guessed, and what became of its rows by now."""
    return answer(_shown(file, actor_of(request)))


@router.get("/imports/{str:file}/rows", response=ImportRows, summary="What became of its rows")
def rows(request: HttpRequest, file: str) -> HttpResponse:
    """Return rows; `outcome` is one of them, or problems; `limit` 1 to 500, `after` the number of a
    row.
    """
    kept = staged.staged_file(file, actor_of(request))
    if unknown := [
        unknown_filter(name) for name in request.GET if name not in ("outcome", "limit", "after")
    ]:
        raise Invalid(unknown)
    wanted, limit = request.GET.get("outcome", ""), limit_of(request.GET)
    outcomes = _PROBLEMS if wanted == "problems" else (wanted,) if wanted else ()
    found = kept.results(
        outcomes, after=whole_number(request.GET.get("after", "")) or 0, most=limit + 1
    )
    items = [
        {
            "row": row.number,
            "outcome": result.outcome,
            "no": result.no,
            "cells": row.cells,
            "messages": [{"column": column, "message": text} for column, text in result.messages],
            "changes": [
                {"field": name, "old": old, "new": new} for name, old, new in result.changes
            ],
        }
        for row, result in found[:limit]
    ]
    return answer(
        {"items": items, "next": str(found[limit - 1][0].number) if len(found) > limit else None}
    )


@router.patch("/imports/{str:file}/rows/{int:row}", response={204: None}, summary="Mend a row")
def mend(request: HttpRequest, file: str, row: int, payload: RowBody) -> HttpResponse:
    """Change a cell of a file that waits, or say what a row for review is; the next trial or import
    takes it so.
    """
    if payload.answer is None:
        staged.mend(file, row, payload.column, payload.text, actor=actor_of(request))
    else:
        staged.answer(file, [row], payload.answer, actor=actor_of(request))
    return gone(None)


def _shown(name: str, actor: Any) -> Content:
    kept = staged.staged_file(name, actor)
    about = kept.about()
    try:
        options, left_out = checked_options(about["source"], about, {}, actor)
        guessed = options.columns
    except Invalid:
        guessed, left_out = {}, [column for column in about["columns"] if column]
    columns = [
        {
            "column": column,
            "field": guessed.get(column, ""),
            "filled": about["filled"].get(column, 0),
            "samples": about["samples"][column],
        }
        for column in about["columns"]
        if column
    ]
    known = {
        "file": name,
        "name": about["name"],
        "source": about["source"],
        "total": about["total"],
        "sheet": about.get("sheet", ""),
        "sheets": about.get("sheets", []),
        "heading_row": about.get("heading_row", 0),
        "encoding": about.get("encoding", ""),
        "delimiter": about.get("delimiter", ""),
        "left_out": left_out,
    }
    return {**known, "columns": columns, "counts": kept.counts()}
