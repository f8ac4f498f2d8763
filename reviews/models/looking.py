"""Which sheets a department has opened in a case."""

from django.conf import settings
from django.db import models

from accounts.models import Organisation
from drawings.models import SheetRevision
from reviews.models.case import Case


class OpenedSheet(models.Model):
    """A department has opened a revision of a sheet; who did so first, and when."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opened")
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.ForeignKey(
        SheetRevision, on_delete=models.CASCADE, related_name="+"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department", "revision"],
                name="reviews_opened_once_a_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.revision}"
