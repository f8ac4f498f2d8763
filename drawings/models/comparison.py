"""What changed between two revisions of a sheet."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from drawings.models.sheet import SheetRevision
from storage.models import Blob


class Comparison(models.Model):
    """The answer of the comparison engine for an older and a newer revision.

    `answer` is the whole of it (`drawings.diff.keeping`); `geometry` the lines of the
    changes as JSON, for the browser.
    """

    class Verdict(models.TextChoices):
        """Whether anything changed, or could not be looked at."""

        SAME_BYTES = "same_bytes", pgettext_lazy("comparison", "identical bytes")
        IDENTICAL = "identical", pgettext_lazy("comparison", "identical content")
        CHANGED = "changed", pgettext_lazy("comparison", "changed")
        CANNOT = "cannot_compare", pgettext_lazy("comparison", "cannot be compared")

    older = models.ForeignKey(
        SheetRevision, on_delete=models.PROTECT, related_name="comparisons_as_older"
    )
    newer = models.ForeignKey(
        SheetRevision, on_delete=models.PROTECT, related_name="comparisons_as_newer"
    )
    side = models.CharField(max_length=3)
    verdict = models.CharField(max_length=14, choices=Verdict.choices)
    reason = models.CharField(max_length=40, blank=True)
    registration = models.JSONField(default=dict)
    tolerance_mm = models.FloatField(default=0)
    cosmetic = models.PositiveIntegerField(default=0)
    not_compared = models.JSONField(default=list)
    regions = models.JSONField(default=list)
    geometry = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    compared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["older", "newer"], name="drawings_one_comparison_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.older} → {self.newer}: {self.verdict}"

    @property
    def is_unchanged(self) -> bool:
        """Whether the newer revision is proved to hold the same drawing."""
        return self.verdict in {self.Verdict.SAME_BYTES, self.Verdict.IDENTICAL}


class ChangeQuerySet(models.QuerySet["Change"]):
    """The questions about changes."""

    def undeclared(self) -> Self:
        """Changes that the designer has not declared."""
        return self.filter(declaration="")


class Change(models.Model):
    """One change: where it was, where it is, what it says now.

    Boxes are [x0, y0, x1, y1] in paper millimetres, y upwards: `old_box` on the older
    sheet, `new_box` on the newer.
    """

    comparison = models.ForeignKey(
        Comparison, on_delete=models.CASCADE, related_name="changes"
    )
    index = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    old_box = models.JSONField(null=True)
    new_box = models.JSONField(null=True)
    text_from = models.CharField(max_length=400, blank=True)
    text_to = models.CharField(max_length=400, blank=True)
    layer = models.CharField(max_length=255, blank=True)
    block = models.CharField(max_length=255, blank=True)
    primitives = models.PositiveIntegerField(default=1)
    vector_mm = models.JSONField(null=True)
    region = models.IntegerField(default=-1)
    declaration = models.CharField(max_length=400, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["comparison", "index"]
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "index"], name="drawings_changes_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.index}"

    @property
    def box(self) -> list[float]:
        """Where to look: on the newer sheet where it is there, else on the older."""
        found: list[float] = self.new_box or self.old_box or [0, 0, 0, 0]
        return found
