"""What became of the seals that an uploaded file brought along."""

from django.db import models
from django.utils.translation import pgettext_lazy

from signatures.models.registration import Registration
from storage.models import Blob


class ArrivedFile(models.Model):
    """The judgement on all seals of one file, by its bytes: it counts wherever they are.

    `page` is the page that was sealed here by its designer; the file is then its sealed
    form. `verdict` is that of `signatures.pades.verdicts`, `reasons` its codes.
    """

    blob = models.OneToOneField(
        Blob, on_delete=models.PROTECT, related_name="arrival_check"
    )
    page = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="designers_seals"
    )
    verdict = models.CharField(max_length=24)
    reasons = models.JSONField(default=list)
    judged_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.blob.sha256[:12]}: {self.verdict}"


class ArrivedSeal(models.Model):
    """One seal that a file brought along: whose, and what speaks against it.

    `objections` are codes (`signatures.arrivals.Objection` and the reasons of a verdict);
    none: it counts. `registration` is the entry of the register that it belongs to.
    """

    class Outcome(models.TextChoices):
        """What it is worth."""

        COUNTS = "counts", pgettext_lazy("arrived seal", "counts")
        DOUBTFUL = "doubtful", pgettext_lazy("arrived seal", "does not count")
        BROKEN = "broken", pgettext_lazy("arrived seal", "does not hold")

    file = models.ForeignKey(
        ArrivedFile, on_delete=models.CASCADE, related_name="seals"
    )
    field = models.CharField(max_length=200)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    signer = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)
    is_stamped = models.BooleanField(default=False)
    is_test = models.BooleanField(default=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, related_name="seals"
    )
    objections = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "field"], name="signatures_a_field_is_judged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer}: {self.outcome}"
