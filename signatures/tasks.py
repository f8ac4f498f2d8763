"""What the ledger needs every day, called by the beat; seals that arrive are judged."""

from celery import shared_task
from django.db import close_old_connections

from signatures.actions.arrivals import judge_job
from signatures.actions.rooting import close_ledger_days
from storage.tasks import carry_out


@shared_task(name="signatures.close_ledger_days")
def close_ledger_days_regularly() -> int:
    """Close every day that is over under a stamped root."""
    close_old_connections()
    return len(close_ledger_days())


@shared_task(name="signatures.judge_arrival")
def judge_arrival_later(job_id: int) -> bool:
    """Judge the seals that an uploaded file brought along."""
    return carry_out(job_id, judge_job)
