"""Reads of records: by number, the next number, the codes that setup reserves."""

from django.utils.translation import gettext as _

from unisono.common.errors import NotFound
from unisono.common.kinds import FACTS, LINKED_KINDS, Kind, is_contact
from unisono.contacts.queries import merged_into
from unisono.links import network
from unisono.links.network import Place
from unisono.setup.models import NumberSeries, Setup
from unisono.setup.queries import relation_code, setup_now


class MergedAway(NotFound):
    """The number is of a contact that was merged into another; `into_no` in `extra` is the number
    of that one.
    """


def find(kind: Kind, no: str) -> Place:
    """Return where the record stands; raise NotFound if there is none of this number."""
    place = network.find(kind, no)
    if place is None:
        message = _(FACTS[kind].words.missing) % {"no": no}
        if is_contact(kind) and (into_no := merged_into(no)):
            raise MergedAway(message, into_no=into_no)
        raise NotFound(message)
    return place


def next_number(kind: Kind, own_series: str | None = None) -> str:
    """Return the number that stands next in a record's series, for a preview: nothing is drawn."""
    if own_series:
        return (
            NumberSeries.objects.filter(code=own_series).values_list("next_no", flat=True).first()
            or ""
        )
    return str(Setup.objects.values_list(f"{kind}_nos__next_no", flat=True).get() or "")


def reserved_codes() -> set[str]:
    """Return the codes that setup uses."""
    setup = setup_now()
    return {code for kind in LINKED_KINDS if (code := relation_code(setup, kind))}
