"""The queue with one more kind of work, for tests: it counts how often it was done.

A worker learns it by `--include=tests.queue.work`.
"""

from celery import shared_task

from storage.actions.jobs import report_progress
from storage.models import Job
from storage.tasks import carry_out

TASK = "tests.add_up"


def add_up(job: Job) -> None:
    """Go through the numbers of the job and keep their sum as its note."""
    numbers = range(1, int(job.arguments["upto"]) + 1)
    report_progress(job, done=len(numbers), total=len(numbers), note=str(sum(numbers)))


@shared_task(name=TASK)
def add_up_later(job_id: int) -> bool:
    """Do the sum under its lease."""
    return carry_out(job_id, add_up)
