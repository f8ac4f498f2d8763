"""What the ledger needs every day, called by the beat."""

from celery import shared_task
from django.db import close_old_connections

from signatures.actions.rooting import close_ledger_days


@shared_task(name="signatures.close_ledger_days")
def close_ledger_days_regularly() -> int:
    """Close every day that is over under a stamped root."""
    close_old_connections()
    return len(close_ledger_days())
