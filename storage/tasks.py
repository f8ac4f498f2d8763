"""How a worker takes up a job row, whatever the work is."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from celery import shared_task
from django.db import Error as DatabaseFault
from django.db import close_old_connections, connection

from storage.actions.jobs import (
    claim_job,
    finish_job,
    hold_lease,
    set_back_job,
    wake_due_jobs,
)
from storage.errors import LeaseLost
from storage.models import Job

log = logging.getLogger(__name__)
Work = Callable[[Job], None]
HEARTBEAT_SECONDS: Final = 15.0


def carry_out(job_id: int, work: Work) -> bool:
    """Do a job under its lease; True when this call brought it to its end.

    Doing it twice is harmless: a second caller finds the lease held or the work done.
    Whatever goes wrong becomes a state of the row, with what to tell people.
    """
    job = claim_job(job_id=job_id)
    if job is None:
        return False
    try:
        with _heartbeat(job):
            work(job)
    except LeaseLost:
        return False
    except Exception as error:
        log.exception("job %s failed", job)
        _mend_connection()
        set_back_job(job, error=f"{type(error).__name__}: {error}"[:2000])
        return False
    return finish_job(job)


@shared_task(name="storage.sweep_jobs")
def sweep_jobs() -> int:
    """Ring for every job whose message was lost or whose worker died."""
    close_old_connections()
    return wake_due_jobs()


def _mend_connection() -> None:
    """What failed may be the connection; the row is told over one that works."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _is_held(job: Job) -> bool:
    """Whether the lease could be held; a database that is away is asked anew next time."""
    try:
        return hold_lease(job)
    except DatabaseFault:
        log.warning("heartbeat of job %s missed", job.pk)
        connection.close()
        return True


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Hold the lease while the work goes on; a dead worker's lease runs out by itself."""
    is_over = threading.Event()

    def beat() -> None:
        try:
            while not is_over.wait(HEARTBEAT_SECONDS) and _is_held(job):
                pass
        finally:
            connection.close()  # each thread has its own

    thread = threading.Thread(target=beat, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        if thread.is_alive():
            thread.join(timeout=1)
