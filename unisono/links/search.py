"""Placeholder until the search branch lands."""

from typing import Any

from django.db.models import QuerySet


def matching(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the rows in which every word is found."""
    for word in text.split():
        rows = rows.filter(search_text__contains=word)
    return rows
