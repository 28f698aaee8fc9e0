"""What follows when people come and go: primary contacts, own links."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.errors import Conflict
from unisono.common.kinds import LINKED_KINDS
from unisono.history.recording import Recorder
from unisono.links.apply import Elsewhere, apply
from unisono.links.models import Link
from unisono.links.network import load_records
from unisono.links.values import Plan, Record, Write, Written


class HasLinks(Conflict):
    """A person with links of its own cannot join a company."""

    code = "has-links"


def refuse_own_links(person: Record, actor: Actor) -> None:
    """Raise HasLinks where a person who joins a company has links of its own, naming those that the
    actor may see.
    """
    links = (
        Link.objects.filter(contact_id=person.key.id).select_related(*LINKED_KINDS).order_by("id")
    )
    if not links:
        return
    seen = [
        {"role": link.role, "no": getattr(link, link.role).no}
        for link in links
        if actor.may_read(link.role)
    ]
    message = _("This person has links of its own and cannot join a company: %(numbers)s")
    numbers = ", ".join(link["no"] for link in seen) or "…"
    raise HasLinks(message % {"numbers": numbers}, field="company_no", links=seen)


def clear_primary_contact(
    people: Collection[int], recorder: Recorder, keep_name: bool = True
) -> None:
    """End that these people are somebody's primary contact.

    The record keeps the name as text [4.3], unless told otherwise: the name of somebody who is
    deleted goes, too [4.1].
    """
    for link in (
        Link.objects.filter(primary_contact_id__in=people)
        .select_related("primary_contact")
        .order_by("id")
    ):
        end_primary_contact(link, recorder, keep_name)


def end_primary_contact(link: Link, recorder: Recorder, keep_name: bool = True) -> None:
    """Clear a link's primary contact; its name stays on the record as text, or goes as well."""
    primary = link.primary_contact
    if primary is None:
        return
    record = load_records(link.role, [link.record_id], ("contact_name",))[0]
    fields = {"primary_contact_no": Written(primary.no, "", "link")}
    former, name = record.values["contact_name"], primary.name if keep_name else ""
    if former != name:
        fields["contact_name"] = Written(former, name, "link" if keep_name else "deleted")
    place = (record.key, "primary_contact_no")
    apply(
        Plan((Write(record, fields),)),
        recorder,
        Elsewhere({place: {}}, {place: (primary.pk, None)}),
    )
    Link.objects.filter(pk=link.pk).update(primary_contact=None)
    link.primary_contact = None
