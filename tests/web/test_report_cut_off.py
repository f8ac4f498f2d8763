"""The proof of a sheet whose worker was killed is made once, by the next."""

import contextlib
import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone

from drawings.actions.assembly import PROVE_TASK
from drawings.actions.sameness import prove_sameness
from drawings.events import SAMENESS_PROVED
from drawings.models import SamenessProof, SheetRevision
from storage.actions.blobs import file_of
from storage.actions.jobs import claim_job, request_job
from storage.doorbell import do_here
from storage.models import Event, Job
from tests.sets import with_both_faces
from tests.stage import IN_ROUND_ONE
from tests.world import World


class Killed(Exception):
    """The worker is gone."""


def killed_at_once(job: Job, _revision: SheetRevision) -> None:
    """The job was taken up, and nothing was done."""


def killed_before_it_was_kept(_job: Job, revision: SheetRevision) -> None:
    """Everything was worked out, the picture lies on disk, and no row was written."""
    with contextlib.suppress(Killed), transaction.atomic():
        prove_sameness(revision=revision)
        raise Killed


def killed_before_it_was_told(_job: Job, revision: SheetRevision) -> None:
    """The answer is kept, and the job does not know yet."""
    prove_sameness(revision=revision)


@IN_ROUND_ONE
@pytest.mark.parametrize(
    "kill", [killed_at_once, killed_before_it_was_kept, killed_before_it_was_told]
)
def test_a_proof_whose_worker_was_killed_is_made_once_by_the_next(
    world: World, kill: Callable[[Job, SheetRevision], None]
) -> None:
    revision = with_both_faces(world)
    job = request_job(
        task=PROVE_TASK,
        queue="cad",
        key=f"sameness:{revision.pk}",
        arguments={"revision": revision.pk},
    )
    claimed = claim_job(job_id=job.pk)
    assert claimed is not None
    kill(claimed, revision)
    Job.objects.filter(pk=job.pk).update(
        lease_until=timezone.now() - dt.timedelta(seconds=1)
    )

    do_here(PROVE_TASK, job.pk)
    do_here(PROVE_TASK, job.pk)

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    proof = SamenessProof.objects.get(revision=revision)
    assert proof.verdict == SamenessProof.Verdict.SAME
    assert proof.picture is not None
    assert file_of(proof.picture).is_file()
    told = Event.objects.filter(verb=SAMENESS_PROVED, subject_id=revision.pk)
    assert told.count() == 1
