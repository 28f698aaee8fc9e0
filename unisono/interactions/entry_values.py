"""What an interaction by hand is made of, and what of it is refused."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from unisono.cards.fields import Field
from unisono.cards.validation import Bad, check_text, check_values
from unisono.common.borders import Content, Given
from unisono.common.errors import FieldError, Invalid, Refused, required
from unisono.common.text import key_of
from unisono.contacts.models import Contact
from unisono.interactions.actions import DIRECTIONS, EVALUATIONS, INITIATORS, MEDIA
from unisono.interactions.models import InteractionTemplate


class File(NamedTuple):
    """A file to be attached: what it is called, its media type, its content."""

    name: str
    type: str
    content: bytes


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("description", length=250),
        Field("comment", "multiline", length=10_000),
        Field("cost", "money"),
        Field("direction", "choice", choices=DIRECTIONS),
        Field("initiated_by", "choice", choices=INITIATORS),
        Field("medium", "choice", choices=MEDIA),
        Field("salesperson_code", "code", refers_to="setup.Salesperson"),
        Field("evaluation", "choice", choices=EVALUATIONS),
    )
}
MOST_MINUTES = 100_000  # of an interaction: ten weeks; what is above it is a slip
FILE_BYTES, MOST_FILES = 10 * 1024 * 1024, 20


def refuse_files(some: Sequence[File], present: int = 0) -> None:
    """Raise Invalid for files that are too many, too large or empty, or whose names cannot be."""
    errors = []
    if len(some) + present > MOST_FILES:
        message = _("At most %(limit)s entries.") % {"limit": MOST_FILES}
        errors.append(FieldError("attachments", "too-many", message))
    for file in some:
        if not file.content or len(file.content) > FILE_BYTES:
            message = _("%(name)s is empty, or larger than 10 MB.") % {"name": file.name}
            errors.append(FieldError("attachments", "size", message))
        if not file.name:
            errors.append(FieldError("attachments", "name", _("A file needs a name.")))
    if errors:
        raise Invalid(errors)


def safe_type(media_type: str | None) -> str:
    """Return the media type of an uploaded file; bytes for what is none, or contains other parts
    (RFC 2045, 5.1).
    """
    text = (media_type or "").lower()
    is_one = re.fullmatch(r"[a-z0-9.+-]+/[a-z0-9.+_-]+", text) and len(text) <= 100
    return (
        text
        if is_one and not text.startswith(("multipart/", "message/"))
        else "application/octet-stream"
    )


def safe_name(name: str) -> str:
    """Return what an uploaded file may be called: no path, no control characters, at most 150
    characters.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if char.isprintable()).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return kept if len(kept) <= 150 else (stem[: 149 - len(ending)] + dot + ending)[-150:]


def checked_with_template(values: Given) -> tuple[Content, InteractionTemplate]:
    """Return the fields sent, checked, and their template; raise Invalid naming every bad one at
    once.
    """
    errors = list[FieldError]()
    checked, template = Content(), None
    try:
        template = _template(values.get("template_code"))
    except Invalid as invalid:
        errors += invalid.errors
    try:
        checked = checked_fields(values, {"template_code", "date", "duration_min"})
    except Invalid as invalid:
        errors += invalid.errors
    if errors or template is None:
        raise Invalid(errors)
    return checked, template


def _template(code: object) -> InteractionTemplate:
    if not code:
        raise Invalid([required("template_code")])
    found = (
        InteractionTemplate.objects.filter(code=key_of(code)).first()
        if isinstance(code, str)
        else None
    )
    if found is None:
        raise Invalid(
            [
                FieldError(
                    "template_code", "unknown", _("There is no template %(code)s.") % {"code": code}
                )
            ]
        )
    return found


def checked_fields(values: Given, besides: set[str]) -> Content:
    """Return the fields sent, checked; `date` becomes `at`, `duration_min` a number. Raises
    Invalid.
    """
    errors, checked = list[FieldError](), Content()
    try:
        checked = check_values(
            FIELDS, {n: v for n, v in values.items() if n not in besides}, "", "off"
        ).values
    except Invalid as invalid:
        errors += invalid.errors
    if values.get("date"):
        try:
            checked["at"] = _moment(values["date"])
        except Bad as bad:
            errors.append(FieldError("date", bad.code, bad.message))
    if (minutes := values.get("duration_min")) is not None:
        if (
            not isinstance(minutes, int)
            or isinstance(minutes, bool)
            or not 0 <= minutes <= MOST_MINUTES
        ):
            message = _("This must be a whole number from %(least)s to %(most)s.")
            errors.append(
                FieldError("duration_min", "range", message % {"least": 0, "most": MOST_MINUTES})
            )
        checked["duration_min"] = minutes
    if errors:
        raise Invalid(errors)
    return checked


def _moment(value: object) -> datetime:
    """Return a moment in UTC; one without zone is in UTC. Raises Bad."""
    text = check_text(value, 40)
    try:
        at = parse_datetime(text) or parse_datetime(f"{text}T00:00:00")
        if at is not None and at.year >= 1900:
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    message = _("This is not a date with time such as 2025-03-04T10:30:00+01:00: %(value)s")
    raise Bad("date", message % {"value": text})


def is_blocked(contact: Contact) -> bool:
    """Tell whether a contact, or the company that a person belongs to, is privacy blocked."""
    company = contact.company
    return contact.privacy_blocked or (company is not None and company.privacy_blocked)


def refuse_blocked(contact: Contact) -> None:
    """Raise Refused where a contact takes no interaction [10.4]."""
    if is_blocked(contact):
        raise Refused(
            _("Contact %(no)s is privacy blocked.") % {"no": contact.no}, code="privacy-blocked"
        )
