"""Which use case does which kind of job."""

from unisono.usecases import batches
from unisono.usecases.job_runs import Handler

HANDLERS: dict[str, Handler] = {
    batches.CREATE_CONTACTS: batches.create_contacts,
}
