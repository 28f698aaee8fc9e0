"""Completes the OpenAPI document with what cannot be read off the functions: lists, versions,
retries, problems.
"""

import re
from collections.abc import Iterable

from unisono.api.post_codes import COLUMNS as POST_CODE_COLUMNS
from unisono.common.borders import Content
from unisono.common.paths import COLLECTIONS, DOCUMENT_COLLECTIONS
from unisono.documents.listed import document_columns
from unisono.interactions.listed import COLUMNS as INTERACTION_COLUMNS
from unisono.lists.filters import Column
from unisono.lists.periods import PERIODS
from unisono.lists.record_columns import columns_of
from unisono.records.code_lists import LISTS
from unisono.usecases.records.proposing import NAMES

_PREFIX = "/api/v1"
_WITHIN_PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n)")
_PROBLEM = {
    "type": "object",
    "description": "A problem document (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "Ends in a stable slug, such as already-linked"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence in the reader's language"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
        "conflicts": {"type": "array", "items": {"type": "object"}},
    },
    "additionalProperties": True,
}


def completed(document: Content) -> Content:
    """Return the document with parameters of lists, `If-Match`, `Idempotency-Key`, and problems as
    other answers.
    """
    document["components"]["schemas"]["Problem"] = _PROBLEM
    problem = {"$ref": "#/components/schemas/Problem"}
    answer = {
        "description": "A problem",
        "content": {"application/problem+json": {"schema": problem}},
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation.setdefault("parameters", []).extend(
                _parameters(path.removeprefix(_PREFIX), method)
            )
            for status in _statuses(path, method):
                operation["responses"].setdefault(status, answer)
            operation["responses"]["default"] = answer
    _unwrap(document["paths"])
    _unwrap(document["components"])
    return document


def _unwrap(part: object) -> None:
    """Join the lines of each description, which come from docstrings; paragraphs stay apart."""
    if isinstance(part, dict):
        if isinstance(text := part.get("description"), str):
            part["description"] = _WITHIN_PARAGRAPH.sub(" ", text)
        for each in part.values():
            _unwrap(each)
    elif isinstance(part, list):
        for each in part:
            _unwrap(each)


def _statuses(path: str, method: str) -> Iterable[str]:
    """Return the refusals that an operation can answer with."""
    yield from ("401", "403")
    yield from ("404",) if "{" in path else ()
    yield from ("400", "409", "413", "422") if method in ("post", "patch", "put") else ("422",)
    yield from ("412",) if method in ("patch", "delete") else ()


def _parameters(path: str, method: str) -> Iterable[Content]:
    kinds = {f"/{collection}": kind for kind, collection in COLLECTIONS.items()}
    if method == "post":
        yield _header("Idempotency-Key", "Makes a retry return the first answer, for 24 hours")
    papers = {f"/{collection}": type_ for type_, collection in DOCUMENT_COLLECTIONS.items()}
    if method in ("patch", "delete") and path.removesuffix("/{no}") in (kinds | papers):
        yield _header(
            "If-Match", 'The version that was seen, such as "7"; left out, the last word wins'
        )
    if method == "get" and path in kinds:
        yield from _list_parameters(columns_of(kinds[path]))
    if method == "get" and path in papers:
        yield from _list_parameters(document_columns(papers[path]))
    if method == "get" and path == "/interactions":
        yield _query("archived", "true: those whose contact is gone")
        yield from _list_parameters(INTERACTION_COLUMNS)
    if method == "get" and path == "/post-codes":
        yield from _list_parameters(POST_CODE_COLUMNS)
    if method == "get" and path == "/proposals":
        yield from (_query(name, "What is known") for name in NAMES)
    if method == "get" and path.removeprefix("/") in LISTS:
        yield from _list_parameters(("code", "description"))
    if method == "get" and path == "/jobs":
        yield from list(_list_parameters(("id", "kind", "state")))[
            1:
        ]  # jobs are not searched by words
    if method == "get" and path.endswith("/changes") and path != "/changes":
        yield _query("limit", "How many, 1 to 500", "integer")
        yield _query("cursor", "`next` of the page before")


def _list_parameters(filters: Iterable[str]) -> Iterable[Content]:
    columns = filters if isinstance(filters, dict) else {}
    yield _query("q", "Every word must be found; case and accents are ignored")
    yield _query("sort", "Fields by comma, `-` for descending")
    yield _query("limit", "How many, 1 to 500", "integer")
    yield _query("cursor", "`next` of the page before")
    if columns:
        yield _query("zone", "The time zone whose days are meant, such as Europe/Madrid; else UTC")
    for name in filters:
        yield _query(name, _filter_help(columns.get(name)))


def _filter_help(column: Column | None) -> str:
    """Return what a filter takes."""
    if column and column.condition:
        return "Equal to; also with `__in`"
    days = ""
    if column and column.kind in ("date", "moment"):
        days = f"; a day, or one of {', '.join(PERIODS)}"
    return f"Equal to; also with `__gte`, `__lte` and `__in`{days}"


def _query(name: str, description: str, type_: str = "string") -> Content:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": type_},
    }


def _header(name: str, description: str) -> Content:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string"},
    }
