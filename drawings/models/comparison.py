"""What changed between two revisions of a sheet."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from drawings.diff.findings import Reason, Registration, leaves_open
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
        """Whether the newer revision is proved to hold the same drawing.

        Contents in which something was read or compared by nobody prove nothing: the
        sheet has to be looked at again, though no change was found.
        """
        if self.verdict == self.Verdict.IDENTICAL:
            return not self.is_reduced
        return self.verdict == self.Verdict.SAME_BYTES

    @property
    def is_of_pictures(self) -> bool:
        """Whether pictures were compared, because one of the two is a scan."""
        return self.reason in {Reason.PICTURES, Reason.ALIKE}

    @property
    def is_reduced(self) -> bool:
        """Whether something on either sheet was not looked at, or could not be read."""
        return leaves_open(self.not_compared)

    @property
    def laid(self) -> Registration:
        """How the older sheet lies on the newer one."""
        found = self.registration
        return Registration(
            scale=float(found.get("scale", 1.0)),
            rotation_deg=float(found.get("rotation_deg", 0.0)),
            dx_mm=float(found.get("dx_mm", 0.0)),
            dy_mm=float(found.get("dy_mm", 0.0)),
        )

    def box_on_newer(self, box: Sequence[float]) -> list[float]:
        """Where a box of the older sheet lies on the newer one; millimetres."""
        x0, y0, x1, y1 = box
        return [round(v, 3) for v in self.laid.box_to_new((x0, y0, x1, y1))]

    def box_on_older(self, box: Sequence[float]) -> list[float]:
        """Where a box of the newer sheet lies on the older one; millimetres."""
        x0, y0, x1, y1 = box
        corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        laid = self.laid.to_old(corners)
        ends = (*laid.min(axis=0).tolist(), *laid.max(axis=0).tolist())
        return [round(value, 3) for value in ends]


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
        """Where to look on the newer sheet; what went is told where it would lie."""
        found: list[float] | None = self.new_box
        if found is None and self.old_box:
            return self.comparison.box_on_newer(self.old_box)
        return found or [0, 0, 0, 0]

    @property
    def box_before(self) -> list[float]:
        """The same place on the older sheet; what came is told where it would lie."""
        found: list[float] | None = self.old_box
        if found is None and self.new_box:
            return self.comparison.box_on_older(self.new_box)
        return found or [0, 0, 0, 0]
