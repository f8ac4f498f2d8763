"""Where somebody wants the seals of a page to stand, chosen before it is sealed."""

from django.conf import settings
from django.db import models

from storage.models import Blob


class SealPlacing(models.Model):
    """The places of the seals on one page of a course.

    `places` maps a signature field (`SealHolder.field`) to left, top, right, bottom in mm
    from the upper left corner of the page as it is displayed. It belongs to these bytes:
    a revised page begins anew with the places by rule.
    """

    stream = models.CharField(max_length=40)
    page = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    places = models.JSONField(default=dict)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "page"], name="signatures_one_placing_a_page"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}: {self.page_id}"
