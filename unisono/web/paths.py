"""Where the pages of a record are: its number travels as one segment."""

from unisono.common.kinds import FACTS, Kind
from unisono.common.paths import COLLECTIONS, segment


def collection(kind: Kind) -> str:
    """Return what the records of a kind are called where programs read it: bank_accounts."""
    return FACTS[kind].source


def list_url(kind: Kind) -> str:
    """Return where the list of a kind is."""
    return f"/{COLLECTIONS[kind]}/"


def card_url(kind: Kind, no: str, *tail: str) -> str:
    """Return where a record's card is, or one of its pages: card_url("contact", "CT1", "link")."""
    return "/".join(["", COLLECTIONS[kind], segment(no), *(segment(part) for part in tail)])
