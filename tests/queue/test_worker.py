"""Work is done once by a real worker, whatever carries the message that wakes it."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from storage.actions.jobs import claim_job, request_job
from storage.models import Job
from storage.tasks import sweep_jobs
from tests.queue.work import TASK
from tests.queue.worker import a_worker, brings, send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def a_sum(upto: int) -> Job:
    return request_job(task=TASK, key=f"sum:{upto}", arguments={"upto": upto})


def is_done(*jobs: Job) -> bool:
    keys = [job.pk for job in jobs]
    return Job.objects.filter(pk__in=keys, state=Job.State.DONE).count() == len(jobs)


def test_a_worker_does_what_it_is_woken_for(broker: str, tmp_path: Path) -> None:
    job = a_sum(4)
    with a_worker(broker, tmp_path) as worker:
        send(broker, tmp_path, TASK, job.pk)

        assert brings(worker, lambda: is_done(job))

    job.refresh_from_db()
    assert job.note == "10"


def test_ringing_three_times_does_the_work_once(broker: str, tmp_path: Path) -> None:
    job, last = a_sum(3), a_sum(5)
    for one in (job, job, job, last):
        send(broker, tmp_path, TASK, one.pk)
    with a_worker(broker, tmp_path) as worker:
        assert brings(worker, lambda: is_done(job, last))

    job.refresh_from_db()
    assert job.attempts == 1


def test_the_sweep_finds_work_whose_message_was_lost(
    broker: str, tmp_path: Path
) -> None:
    lost = a_sum(6)
    died = a_sum(7)
    claim_job(job_id=died.pk)
    Job.objects.filter(pk=died.pk).update(
        lease_until=timezone.now() - dt.timedelta(seconds=1)
    )
    with a_worker(broker, tmp_path) as worker:
        send(broker, tmp_path, sweep_jobs.name)

        assert brings(worker, lambda: is_done(lost, died))

    died.refresh_from_db()
    assert died.note == "28"
