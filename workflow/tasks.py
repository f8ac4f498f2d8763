"""Long steps of a case, in a worker. Each task takes up one job row."""

from celery import shared_task

from storage.tasks import carry_out
from workflow.actions.delivery import seal_job
from workflow.actions.designing import design_job
from workflow.actions.lettering import letters_job


@shared_task(name="workflow.seal_case")
def seal_case_later(job_id: int) -> bool:
    """Seal a set, write its certificate, issue both."""
    return carry_out(job_id, seal_job)


@shared_task(name="workflow.seal_design")
def seal_design_later(job_id: int) -> bool:
    """Seal what a designer ordered."""
    return carry_out(job_id, design_job)


@shared_task(name="workflow.seal_letters")
def seal_letters_later(job_id: int) -> bool:
    """Seal the letters that a holder ordered."""
    return carry_out(job_id, letters_job)
