"""What drawings do later, in a worker. Each task takes up one job row."""

from celery import shared_task

from drawings.actions.comparison import compare_job
from drawings.actions.ingestion import ingest_job
from storage.tasks import carry_out


@shared_task(name="drawings.ingest_file")
def ingest_file_later(job_id: int) -> bool:
    """Read one file of a set."""
    return carry_out(job_id, ingest_job)


@shared_task(name="drawings.compare_revision")
def compare_revision_later(job_id: int) -> bool:
    """Compare one revision with the one before it."""
    return carry_out(job_id, compare_job)
