"""A holder of a seal: a unit or a person, with a certificate and a picture."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User


class SealHolderQuerySet(models.QuerySet["SealHolder"]):
    """The questions about seals."""

    def at_work(self) -> Self:
        """Those that are neither revoked nor replaced; suspended ones come back."""
        return self.filter(revoked_at=None, replaced_by=None)


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
        LETTER = "letter", pgettext_lazy("kind of seal", "seal on letters")

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
    suspended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    suspend_reason = models.CharField(max_length=200, blank=True)
    revocation_asked_at = models.DateTimeField(null=True)
    revocation_asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revocation_reason = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaced_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )

    objects = SealHolderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person") ^ Q(person__isnull=True),
                name="signatures_person_seals_have_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_kind_display()})"

    @property
    def field(self) -> str:
        """The signature field in which it stands."""
        own = f"-{self.person_id}" if self.person_id is not None else ""
        return f"{self.kind}-{self.organisation_id}{own}"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """The questions about delegations."""

    def counting(self, at: dt.datetime) -> Self:
        """Those that count at a moment, of seals at work."""
        return self.filter(
            since__lte=at,
            until__gt=at,
            holder__revoked_at=None,
            holder__suspended_at=None,
            holder__replaced_by=None,
        )


class Delegation(models.Model):
    """A keeper lets somebody else use a seal, from a day to a day; the signer holds it too."""

    holder = models.ForeignKey(
        SealHolder, on_delete=models.PROTECT, related_name="delegations"
    )
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")),
                name="signatures_delegations_have_a_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.to}"
