"""What time it is: the machine's time, unless a story is told that took longer.

The demonstration tells a course of several weeks within minutes, and tests stand still
in time; both move this clock and nothing else. A web request or a worker never does.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_told: ContextVar[dt.datetime | None] = ContextVar("told_time", default=None)


def now() -> dt.datetime:
    """The moment that counts for everything that is written down; time zone aware."""
    return _told.get() or timezone.now()


def today() -> dt.date:
    """The calendar day in the city."""
    return timezone.localtime(now()).date()


@contextmanager
def told_at(moment: dt.datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (time zone aware)."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
