"""What is written to the builder: each letter a PDF that never changes."""

from django.db import models
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from reviews.models.case import Case
from signatures.models import Seal
from storage.models import Blob


class Letter(models.Model):
    """A numbered letter of a case, as it was sent.

    A letter with a `code` is to be sealed: `blob` is how it was written, `sealed` the
    same with every seal, as soon as the last one is set.
    """

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
        REVOCATION = "revocation", pgettext_lazy("letter", "decision of revocation")
        RECEIPT = "receipt", pgettext_lazy("letter", "receipt")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=40, unique=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    code = models.CharField(max_length=24, blank=True)
    sealed = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def waits_for_seal(self) -> bool:
        """Whether a seal is missing that it has to carry."""
        return bool(self.code) and self.sealed_id is None

    @property
    def newest(self) -> Blob:
        """The letter with every seal that it carries by now, else as it was written."""
        return self.sealed or self.blob


class LetterSignature(models.Model):
    """One seal that a letter has to carry: whose, in which turn, and when it was set.

    Those of one letter are set one after another, each over the file of the one before.
    `seal` is the newest order's, set or not.
    """

    letter = models.ForeignKey(
        Letter, on_delete=models.CASCADE, related_name="signatures"
    )
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="letter_signatures"
    )
    turn = models.PositiveSmallIntegerField()
    seal = models.OneToOneField(
        Seal, on_delete=models.PROTECT, null=True, related_name="letter_signature"
    )
    waits_since = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["letter", "turn"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "turn"], name="reviews_letters_are_sealed_in_turn"
            ),
            models.UniqueConstraint(
                fields=["letter", "unit"], name="reviews_a_unit_seals_a_letter_once"
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_at=None) | models.Q(seal__isnull=False),
                name="reviews_sealed_letters_name_their_seal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.unit}"
