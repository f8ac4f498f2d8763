"""What was issued is taken out of force: asked for by one person, decided by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reviews.models.case import Case
from reviews.models.letter import Letter
from signatures.models import IssuedFile


class Revocation(models.Model):
    """One request to revoke issued files of a case; until it is decided they count."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="revocations")
    files = models.ManyToManyField(IssuedFile, related_name="+")
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    is_revoked = models.BooleanField(default=False)
    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, null=True, related_name="revocation"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(decided_at__isnull=True),
                name="reviews_one_revocation_waits_per_case",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="reviews_revocations_take_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.serial}: {self.reason}"
