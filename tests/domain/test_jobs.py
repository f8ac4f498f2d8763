"""Work is asked for by name: the same name twice is the same work."""

import pytest

from storage.actions.jobs import claim_job, key_anew, open_given_up, request_job
from storage.models import Job

pytestmark = pytest.mark.django_db
TASK = "tests.sum"


def asked(queue: str) -> Job:
    return request_job(task=TASK, key="sum:1", queue=queue)


def test_work_that_is_asked_for_again_goes_to_the_queue_that_is_named_last() -> None:
    asked("light")

    assert asked("seal").queue == "seal"
    assert Job.objects.get().queue == "seal"


def test_work_that_somebody_does_keeps_its_queue() -> None:
    job = asked("light")
    claim_job(job_id=job.pk)

    assert asked("seal").queue == "light"


def test_work_that_was_given_up_is_opened_in_its_own_queue() -> None:
    Job.objects.filter(pk=asked("seal").pk).update(state=Job.State.FAILED)

    assert open_given_up(task=TASK) == 1

    assert (Job.objects.get().state, Job.objects.get().queue) == ("queued", "seal")


def test_work_of_which_the_outcome_is_gone_goes_by_another_name() -> None:
    for key in ("sum:1", "sum:12"):
        request_job(task=TASK, key=key)
    Job.objects.filter(key="sum:12").update(state=Job.State.DONE)
    assert key_anew("sum:1") == "sum:1"  # that was other work

    Job.objects.update(state=Job.State.DONE)
    again = request_job(task=TASK, key=key_anew("sum:1"))
    Job.objects.update(state=Job.State.DONE)
    assert len({"sum:1", again.key, key_anew("sum:1")}) == 3
