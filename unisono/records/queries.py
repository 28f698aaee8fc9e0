"""Reads of records: by number, the next number, the codes that setup reserves."""

from django.utils.translation import gettext as _

from unisono.common.errors import NotFound
from unisono.common.kinds import FACTS, LINKED_KINDS, MERGED_KINDS, Kind
from unisono.common.paths import COLLECTIONS, SLASH, segment
from unisono.links import network
from unisono.links.merged import merged_into
from unisono.links.network import Place
from unisono.setup.models import NumberSeries, Setup
from unisono.setup.queries import relation_code, setup_now


class MergedAway(NotFound):
    """The number is of a record that was merged into another; `into_no` in `extra` is the number of
    that one.
    """


def find(kind: Kind, no: str) -> Place:
    """Return where the record stands; raise NotFound if there is none of this number."""
    place = network.find(kind, no)
    if place is None:
        message = _(FACTS[kind].words.missing) % {"no": no}
        if kind in MERGED_KINDS and (into_no := merged_into(no, kind)):
            raise MergedAway(message, into_no=into_no)
        raise NotFound(message)
    return place


def moved_path(path: str, query: str = "") -> str:
    """Return an address with the number of the record that is left, "" where its path names none
    that was merged.

    A number in a body stays not found: what was sent would mean something else.
    """
    parts = path.split("/")
    kinds = {COLLECTIONS[kind]: kind for kind in MERGED_KINDS}
    place = next((n for n, part in enumerate(parts[:-1], 1) if part in kinds), 0)
    if not place:
        return ""
    into_no = merged_into(parts[place].replace(SLASH, "/"), kinds[parts[place - 1]])
    if not into_no:
        return ""
    parts[place] = into_no
    return "/".join(segment(part.replace(SLASH, "/")) for part in parts) + (
        f"?{query}" if query else ""
    )


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
