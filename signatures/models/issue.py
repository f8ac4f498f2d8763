"""The register of what was issued: what every verdict is measured against."""

from typing import Self

from django.db import models
from django.utils.translation import pgettext_lazy

from storage.models import Blob


class IssuedFileQuerySet(models.QuerySet["IssuedFile"]):
    """The questions about issued files."""

    def in_force(self) -> Self:
        """Those that count today."""
        return self.filter(status=IssuedFile.Status.CURRENT)


class IssuedFile(models.Model):
    """One sealed file that left the house: its code (in the QR), its hash, its standing.

    `seals` maps a signature field to the fingerprint of the certificate that must have
    signed it. `code` is random: it identifies, it proves nothing. `end_letter` is the number
    of the letter by which it was revoked.
    """

    class Kind(models.TextChoices):
        """What it is."""

        SHEET = "sheet", pgettext_lazy("kind of issued file", "sealed sheet")
        CERTIFICATE = (
            "certificate",
            pgettext_lazy("kind of issued file", "certificate of passed review"),
        )
        NOTICE = "notice", pgettext_lazy("kind of issued file", "notice")
        DESIGN = "design", pgettext_lazy("kind of issued file", "designer's sheet")

    class Status(models.TextChoices):
        """Whether it counts today."""

        PENDING = "pending", pgettext_lazy("issued file", "being sealed")
        CURRENT = "current", pgettext_lazy("issued file", "in force")
        SUPERSEDED = "superseded", pgettext_lazy("issued file", "superseded")
        REVOKED = "revoked", pgettext_lazy("issued file", "revoked")

    code = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.PENDING
    )
    stream = models.CharField(max_length=40, db_index=True)
    label = models.CharField(max_length=120)
    title = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=20, blank=True)
    blob = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="issued_as"
    )
    thumbnail = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    seals = models.JSONField(default=dict)
    issued_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)
    end_letter = models.CharField(max_length=40, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )

    objects = IssuedFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "label"],
                condition=models.Q(status="current"),
                name="signatures_one_file_in_force_a_label",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
