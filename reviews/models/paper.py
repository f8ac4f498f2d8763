"""The printed report of a comparison: asked for by a person, made by a job."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from drawings.models import Comparison, Submission
from reviews.models.case import Case
from storage.models import Blob


class ComparisonPaper(models.Model):
    """One report (图纸对比报告) of a sheet, or without a comparison of a whole `hand_in`.

    `digest` stands for everything that it tells: the comparisons, the opinions that
    whoever asked may read, what is declared, the language. As long as nothing of that
    changes, asking again finds this row. `comparisons` and `opinions`
    are the keys of those.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    comparison = models.ForeignKey(
        Comparison, on_delete=models.CASCADE, null=True, related_name="papers"
    )
    hand_in = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, related_name="+"
    )
    language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    comparisons = models.JSONField(default=list)
    opinions = models.JSONField(default=list)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    blob = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "digest"], name="reviews_one_paper_for_what_is_told"
            ),
            models.CheckConstraint(
                condition=Q(blob__isnull=True) ^ Q(made_at__isnull=False),
                name="reviews_papers_are_made_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.serial} {self.comparison_id or ''}".strip()

    @property
    def job_key(self) -> str:
        """The name of the work that makes it."""
        return f"paper:{self.pk}"
