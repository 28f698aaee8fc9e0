"""Who is proposed for erasure, and who had personal data exported or erased."""

from django.db.models import QuerySet

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action, AuditEntry
from unisono.common.clock import clock
from unisono.contacts.models import Contact
from unisono.privacy.retention import months_before, without_dealings_since
from unisono.setup.queries import setup_now


def proposed_for_erasure(*, actor: Actor) -> QuerySet[Contact]:
    """Return the people with whom nobody has had to do for as long as setup says, the longest
    first; nobody where it says nothing. Raises NotAllowed.
    """
    require_administrator(actor)
    months = setup_now().retention_months
    if not months:
        return Contact.objects.none()
    return without_dealings_since(months_before(clock(), months))


def personal_data_acts(*, actor: Actor) -> QuerySet[AuditEntry]:
    """Return who exported or erased whose data, newest first; raise NotAllowed."""
    require_administrator(actor)
    acts = (Action.DATA_EXPORTED, Action.ERASED)
    return AuditEntry.objects.filter(action__in=acts).order_by("-at", "-pk")
