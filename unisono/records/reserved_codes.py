"""Business relation codes that setup uses: they appear on a contact through a link, never by hand
[1.2].
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.errors import Refused
from unisono.links.models import Link
from unisono.records.queries import reserved_codes


class ReservedCode(Refused):
    """The code belongs to linking."""

    code = "reserved-code"


def refuse_reserved(codes: Collection[str], present: Collection[str] = ()) -> None:
    """Raise ReservedCode for codes that setup uses, unless the contact has them by hand from
    before.
    """
    reserved = reserved_codes()
    if taken := sorted(code for code in codes if code in reserved and code not in present):
        message = _("%(codes)s is put on a contact by linking, not by hand.") % {
            "codes": ", ".join(taken)
        }
        raise ReservedCode(message, field="business_relation_codes")


def without_link_codes(
    contact_ids: Collection[int], codes: Collection[str], present: Collection[str], actor: Actor
) -> tuple[str, ...]:
    """Return the codes without those that links of these contacts add to the actor's view; those by
    hand stay.
    """
    links = Link.objects.filter(contact_id__in=contact_ids).values_list(
        "role", "business_relation_id"
    )
    through_links = {str(code) for kind, code in links if actor.may_read(kind)} - set(present)
    return tuple(code for code in codes if code not in through_links)
