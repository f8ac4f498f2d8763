"""What must never change (blobs, events) and the work that is still to be done (jobs)."""

from storage.models.blob import Blob
from storage.models.event import Event, LedgerHead
from storage.models.job import Job

__all__ = ["Blob", "Event", "Job", "LedgerHead"]
