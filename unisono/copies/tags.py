"""Entity tags of cards: of which version each is a copy (outside.md, 3)."""

import hashlib

from django.utils.translation import gettext as _

from unisono.common.errors import PreconditionFailed
from unisono.copies.groups import Groups
from unisono.copies.shown import Shown
from unisono.setup.queries import timeline_now

_MARK_LENGTH, _MOST_DIGITS = 4, 18
_DIGEST_LENGTH = 16  # hexadecimal: tells states of one card apart, and guards nothing


class Tags:
    """Makes tags of cards; reads once what they have in common."""

    def __init__(self, groups: Groups) -> None:
        self.groups, self._mark = groups, _mark()

    def of(self, card: Shown) -> str:
        """Return the entity tag of a card: the contact's version, the revision of what phones keep,
        and a digest of what else it shows, which changes without them.
        """
        names = (self.groups.names.get(code, code) for code in card.groups)
        besides = "\0".join((card.values["company_name"], *names))
        digest = _digest(besides, _DIGEST_LENGTH - _MARK_LENGTH)
        return f'"{card.version}-{card.revision}-{self._mark}{digest}"'


def _mark() -> str:
    """Return how the digests of tags begin: a version of before a restore is another's by now."""
    return _digest(timeline_now(), _MARK_LENGTH)


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def base_of(tag: str, card: Shown) -> tuple[int, int]:
    """Return the version and the revision of which a tag of this card is; raise PreconditionFailed
    for one that was never this card's.
    """
    base = _told(tag.strip())
    if base is None or base[0] > card.version or base[1] > card.revision:
        raise not_as_held()
    return base


def not_as_held() -> PreconditionFailed:
    """Return the refusal to change a card that a phone has otherwise than it is."""
    return PreconditionFailed(_("The card is not as you have it: fetch it first."))


def _told(tag: str) -> tuple[int, int] | None:
    """Return the version and the revision of an entity tag, None for one that is none of ours, or
    of before a restore.
    """
    version, _dash, rest = tag.removeprefix("W/").strip('"').partition("-")
    revision, _dash, digest = rest.partition("-")
    is_ours = version.isascii() and version.isdigit() and revision.isascii() and revision.isdigit()
    if not is_ours or len(digest) != _DIGEST_LENGTH or len(version + revision) > _MOST_DIGITS:
        return None
    if not digest.startswith(_mark()):
        return None
    return int(version), int(revision)
