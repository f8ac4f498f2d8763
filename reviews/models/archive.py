"""The archive of a case: a package for later years, and packs drawn up for a dispute."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from reviews.models.case import Case
from storage.models import Blob


class CaseArchive(models.Model):
    """One version of the archive of a case; versions are only ever added.

    `manifest` is the digest of the package's tag manifest: it stands for every byte.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        CASE = "case", pgettext_lazy("archive", "archive of the case")
        DISPUTE = "dispute", pgettext_lazy("archive", "pack of evidence for a dispute")

    class Cause(models.TextChoices):
        """Why this version was made."""

        ISSUED = "issued", pgettext_lazy("archive", "the case was issued")
        CHANGED = "changed", pgettext_lazy("archive", "the register changed")
        ASKED = "asked", pgettext_lazy("archive", "somebody asked for it")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="archives")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CASE)
    cause = models.CharField(max_length=8, choices=Cause.choices)
    reason = models.CharField(max_length=400, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    blob = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    manifest = models.CharField(max_length=64, blank=True)
    files = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["case", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "version"], name="reviews_archives_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(blob__isnull=True) ^ Q(made_at__isnull=False),
                name="reviews_archives_are_made_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind="dispute")
                | (~Q(reason="") & Q(asked_by__isnull=False)),
                name="reviews_packs_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.serial} v{self.version}"

    @property
    def file_name(self) -> str:
        """How the package is called outside."""
        return f"{self.case.serial}-{self.kind}-v{self.version}.zip"


class ArchiveStamp(models.Model):
    """A time stamp over an archive's manifest and over every stamp before this one."""

    archive = models.ForeignKey(
        CaseArchive, on_delete=models.PROTECT, related_name="stamps"
    )
    ordinal = models.PositiveSmallIntegerField()
    token = models.BinaryField()
    stamped_at = models.DateTimeField()

    class Meta:
        ordering = ["archive", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["archive", "ordinal"], name="reviews_stamps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.archive} #{self.ordinal}"
