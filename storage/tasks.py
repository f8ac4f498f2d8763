"""How a worker takes up a job row, whatever the work is."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.db import close_old_connections

from storage.actions.jobs import (
    claim_job,
    finish_job,
    set_back_job,
    wake_due_jobs,
)
from storage.errors import LeaseLost
from storage.models import Job

log = logging.getLogger(__name__)
Work = Callable[[Job], None]


def carry_out(job_id: int, work: Work) -> bool:
    """Do a job under its lease; True when this call brought it to its end.

    Doing it twice is harmless: a second caller finds the lease held or the work done.
    Whatever goes wrong becomes a state of the row, with what to tell people.
    """
    job = claim_job(job_id=job_id)
    if job is None:
        return False
    try:
        work(job)
    except LeaseLost:
        return False
    except Exception as error:  # noqa: BLE001  the edge: it becomes a state
        log.exception("job %s failed", job)
        set_back_job(job, error=f"{type(error).__name__}: {error}"[:2000])
        return False
    return finish_job(job)


@shared_task(name="storage.sweep_jobs")
def sweep_jobs() -> int:
    """Ring for every job whose message was lost or whose worker died."""
    close_old_connections()
    return wake_due_jobs()
