"""What is written to the builder: each letter a PDF that never changes."""

from django.db import models
from django.utils.translation import pgettext_lazy

from reviews.models.case import Case
from storage.models import Blob


class Letter(models.Model):
    """A numbered letter of a case, as it was sent."""

    class Kind(models.TextChoices):
        """Which letter."""

        ACCEPTANCE = "acceptance", pgettext_lazy("letter", "notice of acceptance")
        MAKE_GOOD = "make_good", pgettext_lazy("letter", "one-time notice of defects")
        OPINIONS = "opinions", pgettext_lazy("letter", "notice of review opinions")
        MINUTES = "minutes", pgettext_lazy("letter", "minutes of a consultation")
        CERTIFICATE = (
            "certificate",
            pgettext_lazy("letter", "certificate of passed review"),
        )
        URGING = "urging", pgettext_lazy("letter", "notice of supervision")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=40, unique=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return self.number
