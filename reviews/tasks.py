"""What reviews do by themselves, called by the beat."""

from celery import shared_task
from django.db import close_old_connections

from reviews.actions.deadlines import watch_deadlines


@shared_task(name="reviews.watch_deadlines")
def watch_deadlines_regularly() -> int:
    """Note deadlines that come near or pass."""
    close_old_connections()
    return watch_deadlines()
