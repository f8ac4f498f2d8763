"""Urging by the regulator: recorded, with a date, answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from reviews.models.case import DepartmentReview
from reviews.models.letter import Letter


class Urging(models.Model):
    """One act of supervision over a late or threatened review."""

    class Form(models.TextChoices):
        """How it was urged."""

        PHONE = "phone", pgettext_lazy("form of urging", "by telephone")
        ON_SITE = "on_site", pgettext_lazy("form of urging", "on site")
        LEADER = "leader", pgettext_lazy("form of urging", "leader's instruction")
        MEETING = "meeting", pgettext_lazy("form of urging", "in a meeting")

    review = models.ForeignKey(
        DepartmentReview, on_delete=models.CASCADE, related_name="urgings"
    )
    form = models.CharField(max_length=8, choices=Form.choices)
    text = models.CharField(max_length=400)
    answer_until = models.DateField()
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, related_name="urging"
    )
    urged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    urged_at = models.DateTimeField()
    answer = models.CharField(max_length=400, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-urged_at"]

    def __str__(self) -> str:
        return f"{self.review}: {self.form}"
