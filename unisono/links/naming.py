"""Records and kinds of record in sentences, in the reader's language."""

from django.utils.translation import gettext as _

from unisono.common.kinds import FACTS, Kind
from unisono.links.values import Record


def kind_names(kind: Kind) -> str:
    """Return what records of this kind are called, in the reader's language."""
    return _(FACTS[kind].words.many)


def named(record: Record) -> str:
    """Return a record with its number and article: the customer C00010."""
    return named_by(record.key.kind, record.no)


def named_by(kind: Kind, no: str) -> str:
    """Return a kind and number with the article: the customer C00010."""
    return _(FACTS[kind].words.numbered) % {"no": no}
