"""Work handed to a worker: a row first, a message only to wake somebody."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class JobQuerySet(models.QuerySet["Job"]):
    """The questions about work."""

    def open(self) -> Self:
        """Work that is not finished."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def due(self, now: dt.datetime) -> Self:
        """Work that somebody should take up: never begun, or its lease ran out."""
        return self.filter(
            Q(state=Job.State.QUEUED, not_before__lte=now)
            | Q(state=Job.State.RUNNING, lease_until__lt=now)
        ).order_by("pk")


class Job(models.Model):
    """One piece of work; whoever holds its lease does it, whoever dies loses the lease."""

    class State(models.TextChoices):
        """How far it has come."""

        QUEUED = "queued", pgettext_lazy("job state", "waiting")
        RUNNING = "running", pgettext_lazy("job state", "running")
        DONE = "done", pgettext_lazy("job state", "done")
        FAILED = "failed", pgettext_lazy("job state", "failed")

    task = models.CharField(max_length=80)
    queue = models.CharField(max_length=12, default="light")
    key = models.CharField(max_length=160, unique=True)
    arguments = models.JSONField(default=dict)
    stream = models.CharField(max_length=40, blank=True, db_index=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=8, choices=State.choices, default=State.QUEUED, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.task} {self.key} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to work on it."""
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def percent(self) -> int:
        """Progress in whole percent."""
        if self.state == self.State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0
