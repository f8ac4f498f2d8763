"""A holder of a seal: a unit or a person, with a certificate and a picture."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User


class SealHolder(models.Model):
    """A seal that exists: whose it is, which certificate proves it, what it looks like.

    The private key is with the signer alone; `key_name` is how the signer calls it.
    `is_test` seals carry 测试 on their picture and have no legal effect.
    """

    class Kind(models.TextChoices):
        """What the seal is for."""

        DEPARTMENT = "department", pgettext_lazy("kind of seal", "department seal")
        REVIEW = "review", pgettext_lazy("kind of seal", "drawing review seal")
        DESIGN = "design", pgettext_lazy("kind of seal", "design firm's issue seal")
        INSTITUTION = (
            "institution",
            pgettext_lazy("kind of seal", "institution's seal on certificates"),
        )
        PERSON = "person", pgettext_lazy("kind of seal", "registered person's seal")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="seals"
    )
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="seals"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key_name = models.CharField(max_length=60, unique=True)
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    valid_until = models.DateTimeField()
    is_test = models.BooleanField(default=True)
    suspended_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person") ^ Q(person__isnull=True),
                name="signatures_person_seals_have_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_kind_display()})"
