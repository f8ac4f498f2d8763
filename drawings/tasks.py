"""What drawings do later, in a worker. Each task takes up one job row."""

from celery import shared_task
from django.db import close_old_connections

from drawings.actions.abandoned import give_up_abandoned
from drawings.actions.arriving import finish_job
from drawings.actions.assembly import PROVE_TASK
from drawings.actions.comparison import compare_job
from drawings.actions.fates import match_job
from drawings.actions.ingestion import ingest_job
from drawings.actions.moving import COMPARE_TASK
from drawings.actions.overviews import overviews_job
from drawings.actions.sameness import prove_job
from drawings.actions.wording import index_job
from storage.actions.jobs import open_given_up
from storage.tasks import carry_out


@shared_task(name="drawings.ingest_file")
def ingest_file_later(job_id: int) -> bool:
    """Read one file of a set."""
    return carry_out(job_id, ingest_job)


@shared_task(name="drawings.finish_file")
def finish_file_later(job_id: int) -> bool:
    """Take the digest of a large file that is here whole."""
    return carry_out(job_id, finish_job)


@shared_task(name="drawings.compare_revision")
def compare_revision_later(job_id: int) -> bool:
    """Compare one revision with the one before it."""
    return carry_out(job_id, compare_job)


@shared_task(name="drawings.compare_again")
def compare_again() -> int:
    """Compare what was given up, and prove it: a revision cannot go back without."""
    close_old_connections()
    return sum(open_given_up(task=task) for task in (COMPARE_TASK, PROVE_TASK))


@shared_task(name="drawings.match_package")
def match_package_later(job_id: int) -> bool:
    """Match the sheets of a revised set with those of before."""
    return carry_out(job_id, match_job)


@shared_task(name="drawings.prove_sameness")
def prove_sameness_later(job_id: int) -> bool:
    """Prove that the two faces of one revision are the same sheet."""
    return carry_out(job_id, prove_job)


@shared_task(name="drawings.draw_overviews")
def draw_overviews_later(job_id: int) -> bool:
    """Draw what a first look at the sheets of a file needs."""
    return carry_out(job_id, overviews_job)


@shared_task(name="drawings.index_file")
def index_file_later(job_id: int) -> bool:
    """Index the texts of one file."""
    return carry_out(job_id, index_job)


@shared_task(name="drawings.give_up_uploads")
def give_up_uploads() -> int:
    """Throw away what nobody goes on sending."""
    close_old_connections()
    return give_up_abandoned()
