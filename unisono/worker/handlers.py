"""Which use case does which kind of job."""

from unisono.usecases import batches, undo_jobs
from unisono.usecases.job_runs import Handler

HANDLERS: dict[str, Handler] = {
    batches.CREATE_CONTACTS: batches.create_contacts,
    undo_jobs.UNDO: undo_jobs.undo_act_step,
}
