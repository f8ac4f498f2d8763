"""Whether the two faces of a revision are one and the same sheet (同源证明)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from drawings.models.sheet import SheetRevision
from storage.models import Blob


class SamenessProof(models.Model):
    """The answer of the proof for one revision with a DWG and a PDF.

    `findings` are the differences, `places` in paper millimetres, y upwards:
    `dwg_box` on the DWG face, `pdf_box` on the page. `doubts` are pairs of a reason and
    how many of what. `picture` shows the page in grey and what differs in two colours.
    """

    class Verdict(models.TextChoices):
        """What can be said."""

        SAME = "same", pgettext_lazy("sameness", "same sheet")
        DIFFERS = "differs", pgettext_lazy("sameness", "differs")
        UNPROVED = "unproved", pgettext_lazy("sameness", "cannot be proved")

    revision = models.OneToOneField(
        SheetRevision, on_delete=models.CASCADE, related_name="sameness"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    score = models.FloatField(default=0)
    shares = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    registration = models.JSONField(default=dict)
    tolerance_mm = models.FloatField(default=0)
    findings = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    missing_layers = models.JSONField(default=list)
    outlined = models.PositiveIntegerField(default=0)
    picture = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict="same") | models.Q(count=0),
                name="drawings_same_has_no_difference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.verdict}"
