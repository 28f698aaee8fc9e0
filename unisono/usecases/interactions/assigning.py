"""Which template an action logs itself by [8.1]."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from unisono.access.roles import Actor, require_administrator
from unisono.audit.models import Action
from unisono.audit.recording import put_on_record
from unisono.common.borders import Given
from unisono.common.errors import FieldError, Invalid, unknown_field
from unisono.common.text import key_of
from unisono.history.recording import recorder_for
from unisono.interactions.actions import ACTIONS
from unisono.interactions.models import InteractionTemplate, TemplateAssignment, Told
from unisono.usecases.transaction import writing

NAME = "interaction-template-setup"


def assigned_templates() -> dict[str, str]:
    """Return each action with the code of its template, "" for none."""
    rows = TemplateAssignment.objects.values_list("action", "template_id")
    found: dict[str, str] = {action: str(code) for action, code in rows}
    return {action: found.get(action, "") for action in ACTIONS}


@writing
def assign_templates(values: Given, *, actor: Actor) -> None:
    """Assign templates to the actions sent, "" takes one away; raises Invalid naming every bad
    one.
    """
    require_administrator(actor)
    before, errors, wanted = assigned_templates(), list[FieldError](), dict[str, str]()
    known = set(InteractionTemplate.objects.values_list("code", flat=True))
    for action, code in values.items():
        wanted[action] = key_of(code) if isinstance(code, str) else ""
        if action not in before:
            errors.append(unknown_field(action))
        elif not isinstance(code, str) or (wanted[action] and wanted[action] not in known):
            message = _("There is no template %(code)s.") % {"code": code}
            errors.append(FieldError(action, "unknown", message))
    if errors:
        raise Invalid(errors)
    changed = {action: code for action, code in wanted.items() if code != before[action]}
    _store(changed)
    if changed:
        recorder = recorder_for(actor, "setup")
        rows = {action: [before[action], code, "typed"] for action, code in changed.items()}
        recorder.add("setup", NAME, 1, NAME, 0, rows)
        put_on_record(Action.SETUP_CHANGED, actor, NAME, fields=sorted(changed))


def _store(changed: Mapping[str, str]) -> None:
    TemplateAssignment.objects.filter(action__in=changed).delete()
    rows = [
        TemplateAssignment(action=action, template_id=code)
        for action, code in changed.items()
        if code
    ]
    TemplateAssignment.objects.bulk_create(rows)
    Told.objects.filter(action__in=changed).delete()  # what is switched off anew is told anew
