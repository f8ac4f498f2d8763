"""An order to seal a whole set, and every seal that was set under it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from signatures.models.holder import SealHolder
from signatures.models.issue import IssuedFile
from storage.models import Blob


class SealingOrder(models.Model):
    """One authorisation to seal a list of files: its manifest, count and expiry.

    The seals of the order name the files; `manifest` is the digest of their labels and
    hashes as the holder saw them. Keys are used under an order only, and once a file.
    """

    class State(models.TextChoices):
        """How far it has come."""

        ORDERED = "ordered", pgettext_lazy("sealing order", "ordered")
        SEALED = "sealed", pgettext_lazy("sealing order", "sealed")
        ISSUED = "issued", pgettext_lazy("sealing order", "issued")

    stream = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ORDERED)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    manifest = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32, unique=True)
    count = models.PositiveIntegerField()
    holders: "models.ManyToManyField[SealHolder, models.Model]" = (
        models.ManyToManyField(SealHolder, related_name="orders")
    )

    def __str__(self) -> str:
        return f"{self.stream}: {self.count}"


class Seal(models.Model):
    """The sealed form of one file: the bytes before and after, and who sealed it.

    Every holder of the order seals it, or `only` one, at `place` (left, top, right,
    bottom in mm from the upper left corner).
    """

    order = models.ForeignKey(
        SealingOrder, on_delete=models.PROTECT, related_name="seals"
    )
    issue = models.OneToOneField(
        IssuedFile, on_delete=models.PROTECT, related_name="seal"
    )
    label = models.CharField(max_length=120)
    title_block = models.JSONField(null=True)
    place = models.JSONField(null=True)
    only = models.ForeignKey(
        SealHolder, on_delete=models.PROTECT, null=True, related_name="+"
    )
    before = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    fields = models.JSONField(default=dict)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "label"], name="signatures_each_file_sealed_once"
            ),
            models.CheckConstraint(
                condition=Q(after__isnull=True) ^ Q(sealed_at__isnull=False),
                name="signatures_sealed_at_iff_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.label
