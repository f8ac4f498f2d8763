"""What reviews do by themselves: called by the beat, or a job for a worker."""

from celery import shared_task
from django.db import close_old_connections

from reviews.actions.archiving import order_stale_archives
from reviews.actions.deadlines import watch_deadlines
from reviews.actions.packing import archive_job, renew_stamps
from reviews.actions.papers import paper_job
from storage.tasks import carry_out


@shared_task(name="reviews.watch_deadlines")
def watch_deadlines_regularly() -> int:
    """Note deadlines that come near or pass."""
    close_old_connections()
    return watch_deadlines()


@shared_task(name="reviews.make_archive")
def make_archive_later(job_id: int) -> bool:
    """Make the archive of a case."""
    return carry_out(job_id, archive_job)


@shared_task(name="reviews.make_comparison_paper")
def make_comparison_paper_later(job_id: int) -> bool:
    """Set the printed report of a comparison."""
    return carry_out(job_id, paper_job)


@shared_task(name="reviews.keep_archives")
def keep_archives_regularly() -> int:
    """Order the archives that are missing or out of date, and renew time stamps."""
    close_old_connections()
    return order_stale_archives() + renew_stamps()
