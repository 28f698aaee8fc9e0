"""Reads of the log."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from unisono.access.models import User
from unisono.access.roles import Actor, require_read
from unisono.common.borders import Content
from unisono.common.errors import NotFound
from unisono.common.mail import goes_into_folder
from unisono.common.money import money_text
from unisono.interactions.entry_values import FIELDS
from unisono.interactions.models import Attachment, Interaction, InteractionTemplate, Message

INTERACTION = "interaction"


SELLER = "salesperson_code"


def last_interactions(contact_ids: Sequence[int]) -> dict[int, datetime]:
    """Return when something last happened with each of these contacts, a company's people included;
    not cancelled.
    """
    found: dict[int, datetime] = {}
    for column in ("contact_id", "company_id"):
        rows = Interaction.objects.filter(
            **{f"{column}__in": contact_ids}, cancelled=False
        ).order_by()
        for id_, at in rows.values_list(column).annotate(last=Max("at")):
            found[id_] = max(at, found.get(id_, at))
    return found


def visible_entries(actor: Actor) -> QuerySet[Interaction]:
    """Return the log, as far as the actor may see it; raise NotAllowed."""
    require_read(actor, INTERACTION)
    return Interaction.objects.select_related("contact", "company", "message")


def sums_of(rows: QuerySet[Interaction]) -> Content:
    """Return how many entries there are, their cost and minutes; what was cancelled does not count
    [8.3].
    """
    counting = rows.filter(cancelled=False).order_by()
    return counting.aggregate(count=Count("pk"), cost=Sum("cost"), duration_min=Sum("duration_min"))


def find_entry(id_: int, actor: Actor) -> Interaction:
    """Return an entry; raise NotFound."""
    found = visible_entries(actor).filter(pk=id_).first() if id_ < 2**63 else None
    if found is None:
        raise NotFound(_("There is no interaction %(id)s.") % {"id": id_})
    return found


def state_of(entry: Interaction) -> Content:
    """Return what of an entry can be changed, as the history has it."""
    values = {
        name: getattr(entry, name)
        for name in (*FIELDS, "duration_min", "cancelled")
        if name != SELLER
    }
    return {
        **values,
        SELLER: entry.salesperson_id or "",
        "cost": money_text(entry.cost),
        "at": entry.at.isoformat(),
    }


def message_of_key(key: int) -> Message:
    """Return an e-mail by its key, as a door has just answered it."""
    return Message.objects.get(pk=key)


def attachments_of(entries: Collection[Interaction]) -> dict[int, list[Attachment]]:
    """Return the attachments of entries, by the entries' keys; one statement."""
    found: dict[int, list[Attachment]] = {}
    for each in Attachment.objects.filter(interaction__in=entries).order_by("pk"):
        found.setdefault(each.interaction_id or 0, []).append(each)
    return found


def templates() -> list[InteractionTemplate]:
    """Return the templates of the log, by their codes."""
    return list(InteractionTemplate.objects.order_by("code"))


def who_logged() -> list[str]:
    """Return the names of the users who logged anything, in order."""
    logged = Interaction.objects.filter(user=OuterRef("pk"))
    rows = User.objects.filter(Exists(logged)).order_by("username")
    return list(rows.values_list("username", flat=True))


def timeline_entries(actor: Actor) -> QuerySet[Interaction]:
    """Return the log with what timelines show; nothing for those who may not see it."""
    rows = Interaction.objects.select_related("message").annotate(files=Count("attachments"))
    return rows if actor.may_read(INTERACTION) else rows.none()


def is_written_to_folder() -> bool:
    """Tell whether e-mails become files, since no mail server is set up."""
    return goes_into_folder(settings.EMAIL_BACKEND)
