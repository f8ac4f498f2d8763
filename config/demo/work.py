"""Does the work that waits in job rows, here and now: what a worker does later."""

import contextvars
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.db import connections

from storage.doorbell import do_here, know_tasks
from storage.models import Job

Told = Callable[[int, int, str], None]
LOOK_SECONDS = 0.5


class WorkFailed(Exception):
    """A piece of work did not come to its end."""


def do_waiting_work(told: Told, *, hands: int = 2) -> int:
    """Carry out every open job, two at a time; what they ask for in turn as well.

    Raises:
        WorkFailed: a job failed for good; the message names it.

    """
    know_tasks()
    done = 0
    while waiting := list(Job.objects.open().order_by("pk")):
        total = done + len(waiting)
        with ThreadPoolExecutor(hands) as pool:
            # the told time of the story belongs to this thread: each job gets a copy
            futures = [
                (job, pool.submit(contextvars.copy_context().run, _carry_out, job))
                for job in waiting
            ]
            for job, future in futures:
                _wait(job, future, told if total == 1 else None)
                done += 1
                told(done, total, _label(job))
        _require_ended([job.pk for job in waiting])
    return done


def _wait(job: Job, future: Future[None], told: Told | None) -> None:
    """Wait for one piece of work; a long one that is alone tells how far it is."""
    while told is not None and not wait([future], timeout=LOOK_SECONDS).done:
        job.refresh_from_db()
        if 0 < job.done < job.total:
            told(job.done, job.total, job.note)
    future.result()


def _carry_out(job: Job) -> None:
    try:
        do_here(job.task, job.pk)
    finally:
        connections.close_all()


def _label(job: Job) -> str:
    job.refresh_from_db()
    return job.note or job.key


def _require_ended(keys: list[int]) -> None:
    bad = Job.objects.filter(pk__in=keys).exclude(state=Job.State.DONE).first()
    if bad is not None:
        raise WorkFailed(f"{bad.task} {bad.key}: {bad.state} {bad.error}")
