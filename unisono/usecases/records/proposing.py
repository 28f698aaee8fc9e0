"""What a form proposes for fields that are blank; nothing is written."""

from collections.abc import Collection, Sequence

from unisono.cards.proposals import NAMES as NAMES  # asked for here
from unisono.cards.proposals import Place, Proposals, Values, propose
from unisono.setup.queries import places_of

_MOST = 50  # cities of one post code that are offered


def proposals_for(typed: Values, changed: Collection[str]) -> Proposals:
    """Return what follows from the fields that a person changed for those that are blank in what
    they typed. Whoever is signed in may ask.
    """
    return propose(typed, changed, _places)


def _places(post_code: str, country: str) -> Sequence[Place]:
    found = places_of(post_code[:40], country)[:_MOST]
    return [Place(row.country_code, row.city, row.county) for row in found]
