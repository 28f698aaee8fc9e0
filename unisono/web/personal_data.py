"""Personal data as a person reads them who has never seen the product: every value beside what it
is called.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from unisono.common.borders import Content
from unisono.links.kinds import KINDS
from unisono.web import document_names, formatting, labels

Line = tuple[str, str]
# The fields of records, by which values are written as on their cards.
_FIELDS = {name: field for info in KINDS.values() for name, field in info.fields.items()}


def lines_of(row: Content) -> list[Line]:
    """Return what is filled of what stands at a place, in its own order."""
    named = ((name, _text(str(name), value)) for name, value in row.items())
    return [(_called(name), text) for name, text in named if text.strip()]


def _called(name: str) -> str:
    return {
        "action": _("Action"),
        "answer": _("Answer"),
        "at": _("When"),
        "body": _("Text"),
        "book": _("Book"),
        "card": _("Card"),
        "by": _("Who"),
        "cells": _("Cells"),
        "contact": _("Contact"),
        "created_at": _("Created"),
        "detail": _("What was said"),
        "device": _("Device"),
        "document_no": _("Document"),
        "error": _("Error"),
        "event": _("What happened"),
        "fields": _("Fields"),
        "found_by": _("Found by"),
        "gone": _("Marks of lines that went"),
        "id": _("Key"),
        "interaction": _("Interaction"),
        "job": _("Job"),
        "kind": _("Kind of record"),
        "lines": _("Lines"),
        "match_keys": _("Compared by"),
        "merged_no": _("Merged number"),
        "modified_at": _("Last changed"),
        "query": _("Looks for"),
        "reply_to": _("Answers to"),
        "row": _("Row"),
        "score": _("Score"),
        "search_text": _("Searched in"),
        "sender": _("Sender"),
        "sent_at": _("Sent"),
        "sha256": _("Checksum (SHA-256)"),
        "size": _("Size in bytes"),
        "sort_key": _("Sorted by"),
        "state": _("State"),
        "subject": _("Subject"),
        "to": _("To"),
        "uid": _("UID"),
        "user": _("User"),
        "values": _("Values, before and after"),
        "via": _("By way of"),
    }.get(name) or labels.field(name)


def _text(name: str, value: Any) -> str:
    """Return a value as text; a change of history as what was and what came of it."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M UTC")
    if name == "values":
        return "\n".join(_changed(each, *change[:2]) for each, change in value.items())
    if isinstance(value, dict):
        return "\n".join(f"{called}: {text}" for called, text in lines_of(value))
    if isinstance(value, list | tuple):
        return _joined(_text("", each) for each in value)
    return _choices(name).get(str(value)) or formatting.value(_FIELDS.get(name), value)


def _choices(name: str) -> dict[str, str]:
    """Return what the values are called that a name can have; nothing for any other name."""
    if name in ("kind", "document_type"):
        return _kinds()
    if name == "action":
        return document_names.action_names()
    if name == "event":
        return labels.events()
    return labels.ways() if name == "via" else {}


def _changed(name: str, old: Any, new: Any) -> str:
    before, after = _text("", old), _text("", new)
    told = f"{before} → {after or '—'}" if before else after
    return f"{_called(name)}: {told}"


def _joined(texts: Iterable[str]) -> str:
    some = list(filter(None, texts))
    return ("\n" if any("\n" in text for text in some) else ", ").join(some)


def _kinds() -> dict[str, str]:
    others = {"interaction": _("Interaction"), "alternative_address": _("Other address")}
    return {**labels.kinds(), **document_names.type_names(), **others}
