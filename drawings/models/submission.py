"""What was handed in at one time: a set of files, each read or refused."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from drawings.models.project import Project
from storage.models import Blob


class Submission(models.Model):
    """One hand-in of drawings for a project: the first set, or the revised sheets."""

    class State(models.TextChoices):
        """Whether files still come."""

        OPEN = "open", pgettext_lazy("submission state", "being put together")
        CLOSED = "closed", pgettext_lazy("submission state", "handed in")
        DROPPED = "dropped", pgettext_lazy("submission state", "given up")

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"], name="drawings_submissions_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(closed_at__isnull=False),
                name="drawings_closed_at_iff_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} #{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether files may still be added, corrected or taken out."""
        return self.state == self.State.OPEN

    @property
    def is_handed_in(self) -> bool:
        """Whether anybody but builder and design firm may look at it."""
        return self.state == self.State.CLOSED


class SubmittedFileQuerySet(models.QuerySet["SubmittedFile"]):
    """The questions about files handed in."""

    def unsettled(self) -> Self:
        """Files that are still coming in or being read."""
        return self.filter(
            state__in=[
                SubmittedFile.State.RECEIVING,
                SubmittedFile.State.RECEIVED,
            ]
        )

    def refused(self) -> Self:
        """Files that could not be taken."""
        return self.filter(state=SubmittedFile.State.REFUSED)


class SubmittedFile(models.Model):
    """One file as it was handed in; its bytes are kept whatever it turns out to be.

    `digest` is what the sender says its bytes hash to (hex sha256), or empty: it tells a
    file that is here already, and a file that changed on its way. A package stays as a file
    of its own beside those that it held, whose paths lie below its own.
    """

    class State(models.TextChoices):
        """What became of the file."""

        RECEIVING = "receiving", pgettext_lazy("file state", "coming in")
        RECEIVED = "received", pgettext_lazy("file state", "being read")
        READ = "read", pgettext_lazy("file state", "read")
        REFUSED = "refused", pgettext_lazy("file state", "refused")
        UNPACKED = "unpacked", pgettext_lazy("file state", "unpacked")
        DUPLICATE = "duplicate", pgettext_lazy("file state", "same bytes as another")

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="files"
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = models.CharField(max_length=400)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    blob = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.RECEIVING
    )
    kind = models.CharField(max_length=8, blank=True)
    refusal = models.CharField(max_length=40, blank=True)
    particulars = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    added_at = models.DateTimeField()

    objects = SubmittedFileQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "path"], name="drawings_one_file_a_path"
            ),
            models.CheckConstraint(
                condition=Q(state="receiving") | Q(blob__isnull=False),
                name="drawings_files_come_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") ^ Q(refusal=""),
                name="drawings_refusals_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]
