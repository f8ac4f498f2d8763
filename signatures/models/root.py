"""The roots of the ledger: each closes a span of events under one stamped digest."""

from django.db import models

from storage.models import Blob


class LedgerRoot(models.Model):
    """The events `first` to `last` under one root, stamped by the time-stamping authority.

    `leaves` keeps their digests (32 bytes each), so that a row altered together with the
    whole chain after it can still be named. `digest` is what is stamped: that of the
    statement with everything here and the digest of the root before (`previous`).
    """

    number = models.PositiveIntegerField(unique=True)
    first = models.PositiveBigIntegerField(unique=True)
    last = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    leaves = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    token = models.BinaryField()
    closed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.first}-{self.last}"
