"""What templates need beyond Django's own: icons, addresses of records, names of things."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from unisono.common.borders import Stored
from unisono.common.kinds import Kind
from unisono.links.naming import kind_names
from unisono.web import code_names, document_names, formatting, labels, paths

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Return a vendored icon; it says nothing to those who cannot see it, so words stand beside
    it.
    """
    sprite = static("vendor/icons/sprite.svg")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        sprite,
        name,
    )


@register.simple_tag
def card_url(kind: Kind, no: str, *tail: str) -> str:
    """Return where a record's card, or one of its pages, is."""
    return paths.card_url(kind, no, *tail)


@register.simple_tag
def list_url(kind: Kind) -> str:
    """Return where the list of a kind is."""
    return paths.list_url(kind)


@register.simple_tag
def documents_url(type_: str) -> str:
    """Return where the list of a type of document is."""
    return document_names.list_url(type_)


@register.filter
def field_name(name: str) -> str:
    """Return what a field is called."""
    return labels.field(name)


@register.filter
def code_name(entry: Stored) -> str:
    """Return what an entry of a code list is called."""
    return code_names.name_of(entry)


@register.filter
def kind_name(kind: Kind) -> str:
    """Return what a record of a kind is called."""
    return labels.kinds()[kind]


@register.filter
def collection(kind: Kind) -> str:
    """Return what records of a kind are called in addresses."""
    return paths.collection(kind)


@register.filter
def kind_icon(kind: Kind) -> str:
    """Return the icon of a kind."""
    return labels.ICONS[kind]


@register.filter
def kinds_name(kind: Kind) -> str:
    """Return what records of a kind are called."""
    return kind_names(kind)


@register.filter
def whole(number: int | str) -> str:
    """Return a whole number with thousands marks."""
    return formatting.whole(int(number))


@register.filter
def amount(value: object) -> str:
    """Return an amount without currency, as the reader writes it."""
    return formatting.money(Decimal(str(value)), "")


@register.simple_tag
def moment(at: datetime | None, words: str = "short") -> SafeString | str:
    """Return a moment as the script turns it into the reader's own time; without script, in UTC."""
    if at is None:
        return ""
    utc = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html(
        '<time datetime="{}" data-words="{}">{} UTC</time>',
        utc,
        words,
        at.strftime("%Y-%m-%d %H:%M"),
    )


@register.filter
def as_json(value: object) -> str:
    """Return a value for a script to read from an attribute."""
    return json.dumps(value)


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """Return what a mapping holds under a key that is a variable."""
    return mapping.get(key, "")
