"""Facts that never change, each chained to the one before it."""

from typing import Self

from django.conf import settings
from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    """The questions about what happened."""

    def of_stream(self, stream: str) -> Self:
        """Everything that belongs to one course of events (a case's serial), in order."""
        return self.filter(stream=stream).select_related("actor").order_by("sequence")


class Event(models.Model):
    """Something that happened: who, what, to which subject, with which values.

    Rows are only ever added, by `storage.actions.ledger.record`.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    actor_label = models.CharField(max_length=120, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    stream = models.CharField(max_length=40, blank=True, db_index=True)
    particulars = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class LedgerHead(models.Model):
    """The last link of the chain; its row is the lock that keeps the chain a line."""

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:12]}"
