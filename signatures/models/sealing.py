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
    hashes as the holder saw them. `nonce` names the permission that the signer holds and
    enforces; when its time is over, the rest needs another one.
    """

    class Purpose(models.TextChoices):
        """What is sealed; the certificate needs two persons, everything else one."""

        SET = "set", pgettext_lazy("sealing order", "the set of sheets")
        CERTIFICATE = "certificate", pgettext_lazy("sealing order", "the certificate")
        DESIGN = "design", pgettext_lazy("sealing order", "sheets of a designer")
        LETTERS = "letters", pgettext_lazy("sealing order", "letters")

    class State(models.TextChoices):
        """How far it has come."""

        WAITING = "waiting", pgettext_lazy("sealing order", "waits to be confirmed")
        ORDERED = "ordered", pgettext_lazy("sealing order", "ordered")
        SEALED = "sealed", pgettext_lazy("sealing order", "sealed")
        ISSUED = "issued", pgettext_lazy("sealing order", "issued")

    stream = models.CharField(max_length=40)
    purpose = models.CharField(
        max_length=12, choices=Purpose.choices, default=Purpose.SET
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.ORDERED)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    manifest = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32, unique=True)
    count = models.PositiveIntegerField()
    holders: "models.ManyToManyField[SealHolder, models.Model]" = (
        models.ManyToManyField(SealHolder, related_name="orders")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "purpose"], name="signatures_one_order_a_purpose"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(expires_at__isnull=False),
                name="signatures_orders_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream}: {self.count}"


class Confirmation(models.Model):
    """One person confirmed a permission of an order, with a code of their own device."""

    order = models.ForeignKey(
        SealingOrder, on_delete=models.PROTECT, related_name="confirmations"
    )
    nonce = models.CharField(max_length=32)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "nonce", "person"],
                name="signatures_each_person_confirms_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.order}"


class Seal(models.Model):
    """The sealed form of one file: the bytes before and after, and who sealed it.

    Every holder of the order seals it; `places` says where by field (left, top, right,
    bottom in mm from the upper left corner), when it is not looked for, and `page` on
    which page, from 0. Others may seal after an order that `leaves_room`: it certifies
    nothing. `mark` is the code that the mark on a designer's sheet says; other sheets say
    that of their issue.
    """

    order = models.ForeignKey(
        SealingOrder, on_delete=models.PROTECT, related_name="seals"
    )
    issue = models.OneToOneField(
        IssuedFile, on_delete=models.PROTECT, related_name="seal"
    )
    label = models.CharField(max_length=120)
    title_block = models.JSONField(null=True)
    places = models.JSONField(default=dict)
    page = models.PositiveSmallIntegerField(default=0)
    leaves_room = models.BooleanField(default=False)
    mark = models.CharField(max_length=24, blank=True)
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
