"""The register of registered persons and of design firms, kept by the regulator."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """The questions about registrations."""

    def in_force(self, on: dt.date) -> Self:
        """Those that count on a day and were not ended."""
        return self.filter(ended_at=None, valid_from__lte=on, valid_until__gte=on)


class Registration(models.Model):
    """One registration: of a person for a discipline at a firm, or of a firm itself.

    `number` is that of the registration or of the qualification certificate; `fingerprint`
    pins the certificate of the seal, where it is known (SHA-256 of its DER form, hex).
    """

    class Kind(models.TextChoices):
        """Whose it is."""

        PERSON = "person", pgettext_lazy("kind of registration", "registered person")
        FIRM = "firm", pgettext_lazy("kind of registration", "design firm")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=60)
    discipline = models.CharField(max_length=16, blank=True)
    number = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="registrations"
    )
    valid_from = models.DateField()
    valid_until = models.DateField()
    fingerprint = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "unit", "discipline", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="signatures_registrations_begin_before_they_end",
            ),
            models.CheckConstraint(
                condition=Q(kind="firm") ^ ~Q(discipline=""),
                name="signatures_persons_are_registered_for_a_discipline",
            ),
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=~Q(fingerprint=""),
                name="signatures_a_certificate_is_registered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.title} {self.number}"
