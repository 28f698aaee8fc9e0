"""Finding a record by its number."""

from django.utils.translation import gettext as _

from unisono.common.errors import NotFound
from unisono.common.kinds import FACTS, is_contact
from unisono.contacts.queries import merged_into
from unisono.links import network
from unisono.links.network import Place


class MergedAway(NotFound):
    """The number is of a contact that was merged into another; `into_no` in `extra` is the number of that one."""


def find(kind: str, no: str) -> Place:
    """Return where the record stands; raise NotFound if there is none of this number."""
    place = network.find(kind, no)
    if place is None:
        message = _(FACTS[kind].words.missing) % {"no": no}
        if is_contact(kind) and (into_no := merged_into(no)):
            raise MergedAway(message, into_no=into_no)
        raise NotFound(message)
    return place
