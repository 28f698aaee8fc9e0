"""Actions that log themselves [8.1]: by the template that setup assigns, and never in the action's
way.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.borders import Stored
from unisono.common.errors import FieldError, KeyInUse
from unisono.interactions import kept_files
from unisono.interactions.entry_values import File, is_blocked
from unisono.interactions.models import Attachment, Interaction, Message, TemplateAssignment, Told
from unisono.interactions.search_texts import search_text_of

log = logging.getLogger(__name__)
OPENED = "opened"


@dataclass(frozen=True)
class Action:
    """What was done: a key of the setup of templates, with whom, and what belongs to it."""

    key: str
    contact: Stored
    document_type: str = ""
    document_no: str = ""
    description: str = ""
    salesperson_code: str = ""
    files: Sequence[File] = ()
    message: Message | None = None


def log_or_tell(write: Callable[[], list[FieldError]]) -> list[FieldError]:
    """Log what was done for somebody who has it already, by a use case of its own; say so where
    that was not possible.

    The same request sent again has logged it already.
    """
    try:
        return write()
    except KeyInUse:
        return []
    except Exception:  # whatever it was: the paper is there, and the person is told
        log.exception("What was done could not be logged")
        return [
            FieldError(
                "interaction",
                "not-logged",
                _("It was done, but could not be logged as an interaction."),
            )
        ]


def log_action(action: Action, actor: Actor, now: datetime) -> list[FieldError]:
    """Log an action within the transaction that it is done in; return the warnings that the person
    deserves.

    Whatever goes wrong here takes nothing of the action back.
    """
    try:
        with transaction.atomic():
            return _logged(action, actor, now)
    except (DatabaseError, OSError):
        log.exception("The action %s could not be logged", action.key)
        message = _("It was done, but could not be logged as an interaction.")
        return [FieldError("interaction", "not-logged", message)]


def _logged(action: Action, actor: Actor, now: datetime) -> list[FieldError]:
    assigned = (
        TemplateAssignment.objects.select_related("template").filter(action=action.key).first()
    )
    if assigned is None:
        return _tell_once(action, actor)
    if action.contact is None:
        message = _("It was not logged, since there is no contact to log it for.")
        return [FieldError("interaction", "no-contact", message)]
    if is_blocked(action.contact):
        message = _("It was not logged, since contact %(no)s is privacy blocked.")
        return [FieldError("interaction", "privacy-blocked", message % {"no": action.contact.no})]
    template = assigned.template
    entry = store_entry(
        action.contact,
        template,
        actor,
        now,
        action=action.key,
        description=action.description or template.description or action.key,
        document_type=action.document_type,
        document_no=action.document_no,
        salesperson_id=action.salesperson_code or None,
        message=action.message,
    )
    return attach(entry, action.files)


def store_entry(
    contact: Stored, template: Stored, actor: Actor, now: datetime, **values: object
) -> Interaction:
    """Store an entry for a contact (and its company), with what its template says where nothing
    else is given.
    """
    company = contact.company or contact if contact.type == "person" else contact
    is_company = company.type == "company"
    from_template = {
        "group_id": template.group_id,
        "direction": template.direction,
        "initiated_by": template.initiated_by,
        "medium": template.medium,
        "cost": template.cost,
        "duration_min": template.duration_min,
        "at": now,
    }
    values["salesperson_id"] = values.get("salesperson_id") or contact.salesperson_code_id or None
    entry = Interaction(
        contact=contact,
        company=company if is_company else None,
        contact_key=contact.pk,
        company_key=company.pk if is_company else None,
        contact_no=contact.no,
        contact_name=contact.name,
        created_at=now,
        user_id=actor.user_id,
        by=actor.name,
        template=template,
        **{**from_template, **values},
    )
    entry.search_text = search_text_of(entry)
    entry.save()
    return entry


def attach(entry: Interaction, some: Sequence[File]) -> list[FieldError]:
    """Keep files with an entry; a disk that does not take one costs the file, never the entry."""
    warnings = []
    for file in some:
        try:
            digest = kept_files.keep(file.content)
        except OSError:
            log.exception("An attachment of interaction %s could not be kept", entry.pk)
            message = _(
                "%(name)s could not be kept with the interaction: the disk did not take it."
            )
            warnings.append(FieldError("attachments", "not-kept", message % {"name": file.name}))
            continue
        kept = {"name": file.name, "type": file.type, "size": len(file.content), "digest": digest}
        Attachment.objects.create(interaction=entry, **kept)
    return warnings


def _tell_once(action: Action, actor: Actor) -> list[FieldError]:
    """Return where the template of an action is set, to those who were not told yet; opening is off
    on purpose.
    """
    if action.key.endswith(OPENED) or actor.user_id is None:
        return []
    _told, is_first = Told.objects.get_or_create(user_id=actor.user_id, action=action.key)
    if not is_first:
        return []
    message = _(
        "It was not logged: setup has no interaction template for it (Setup, Logged actions)."
    )
    return [FieldError(action.key, "no-interaction-template", message)]
