"""What became of a sheet from one set to the next: another number, or taken out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from drawings.models.sheet import Sheet, SheetRevision
from drawings.models.submission import Submission


class Renumbering(models.Model):
    """A sheet that came under a new number and draws what `older` drew under another.

    Found by the machine (`drawings.diff.packages`), decided by a person before the set
    is handed in. The new sheet is told by its number, for its row may be put up anew
    while files still come. `likeness` is the share of the drawing that both have.
    """

    class State(models.TextChoices):
        """What a person says to it."""

        PROPOSED = "proposed", pgettext_lazy("renumbering", "to be decided")
        CONFIRMED = "confirmed", pgettext_lazy("renumbering", "the same sheet")
        REFUSED = "refused", pgettext_lazy("renumbering", "two sheets")

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="renumberings"
    )
    older = models.ForeignKey(
        SheetRevision, on_delete=models.CASCADE, related_name="renumberings"
    )
    old_number = models.CharField(max_length=60)
    new_number = models.CharField(max_length=60)
    likeness = models.FloatField()
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PROPOSED
    )
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["submission", "new_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "older", "new_number"],
                name="drawings_renumberings_are_told_once",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") ^ Q(decided_at__isnull=False),
                name="drawings_renumberings_are_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_number} → {self.new_number}"

    @property
    def percent(self) -> str:
        """The share of the drawing that both have, in whole percent, never rounded up."""
        return f"{int(self.likeness * 100)} %"


class Withdrawal(models.Model):
    """A sheet that a set takes out (作废); what is said about it stays readable.

    A set handed in later may bring the sheet back.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="withdrawals"
    )
    sheet = models.ForeignKey(
        Sheet, on_delete=models.PROTECT, related_name="withdrawals"
    )
    reason = models.CharField(max_length=300)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["sheet__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "sheet"], name="drawings_withdrawn_once_a_set"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet.number} − {self.submission}"
