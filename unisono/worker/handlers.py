"""Which use case does which kind of job."""

from django.utils.translation import gettext as _

from unisono.access.roles import Actor
from unisono.common.errors import Refused
from unisono.interactions.actions import EMAIL_JOB
from unisono.jobs.models import Job
from unisono.jobs.queue import Step
from unisono.jobs.working import Handler, Outside
from unisono.matching import comparing_jobs
from unisono.usecases.backups import backup_jobs
from unisono.usecases.imports import jobs as imports
from unisono.usecases.interactions import messages
from unisono.usecases.matching import accepting, duplicates, suggestions
from unisono.usecases.records import batches, matched_batches
from unisono.usecases.undo import undo_jobs


def unknown(_job: Job, _actor: Actor) -> Step:
    """Refuse a job that a newer version has begun."""
    raise Refused(_("This version of the product does not know such jobs."))


def _comparing(each: comparing_jobs.Comparing) -> Outside:
    return Outside(each.work, each.then, each.give_up, comparing_jobs.SECONDS)


HANDLERS: dict[str, Handler | Outside] = {
    batches.CREATE_CONTACTS: batches.create_contacts,
    undo_jobs.UNDO: undo_jobs.undo_act_step,
    EMAIL_JOB: Outside(messages.send, messages.note_delivery, messages.give_up, messages.SECONDS),
    duplicates.FIND_DUPLICATES: _comparing(duplicates.FINDING),
    imports.IMPORT: imports.IMPORTING,
    backup_jobs.BACKUP: backup_jobs.BACKING_UP,
    accepting.LINK_SUGGESTED: accepting.link_suggested,
    suggestions.SUGGEST_LINKS: _comparing(suggestions.FINDING),
}


def handler_of(job: Job) -> Handler | Outside:
    """Return what works on a job."""
    if job.kind == batches.CREATE_CONTACTS and matched_batches.is_matched(job):
        return matched_batches.MATCHED
    return HANDLERS.get(job.kind, unknown)
