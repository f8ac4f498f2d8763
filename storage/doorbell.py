"""Wakes a worker. The row is the work; the message may get lost without harm."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
_is_answered_here: ContextVar[bool] = ContextVar("answered_here", default=False)


def ring(task: str, job_id: int, queue: str) -> None:
    """Send the message that a job waits; a broker that is away is no error.

    The sweep of `storage.tasks` finds every row whose message was lost.
    """
    if not settings.LIANSHEN_RING or _is_answered_here.get():
        return
    try:
        current_app.send_task(task, args=[job_id], queue=queue, retry=False)
    except (OSError, OperationalError):
        log.warning("no broker for job %s; the sweep will pick it up", job_id)


@contextmanager
def answered_here() -> Iterator[None]:
    """Wake nobody: whoever asks for work inside does it right away."""
    token = _is_answered_here.set(True)
    try:
        yield
    finally:
        _is_answered_here.reset(token)


def know_tasks() -> None:
    """Load every task of the house; before threads begin, for imports meet in them."""
    current_app.loader.import_default_modules()


def do_here(task: str, job_id: int) -> None:
    """Let this process do what a worker would; for commands, the story and tests."""
    if task not in current_app.tasks:
        know_tasks()
    current_app.tasks[task](job_id)
