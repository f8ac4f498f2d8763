"""The meeting of departments whose opinions contradict each other."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from reviews.models.case import Case
from reviews.models.opinion import Opinion
from reviews.states import ConsultationState
from storage.models import Blob

CONSULTATION_STATES = {
    ConsultationState.PROPOSED: pgettext_lazy("consultation state", "proposed"),
    ConsultationState.OPEN: pgettext_lazy("consultation state", "in session"),
    ConsultationState.RESOLVED: pgettext_lazy("consultation state", "resolved"),
    ConsultationState.DECLINED: pgettext_lazy("consultation state", "not needed"),
}


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """The questions about consultations."""

    def unsettled(self) -> Self:
        """Consultations that hold the round up."""
        return self.filter(
            state__in=[ConsultationState.PROPOSED, ConsultationState.OPEN]
        )


class Consultation(models.Model):
    """One contradiction and the meeting that settles it.

    The draft is what the host laid on the table, if anything: who agreed earlier than
    `drafted_at` has not agreed to it.
    """

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="consultations"
    )
    number = models.PositiveSmallIntegerField()
    opinion_a = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, related_name="consultations_as_a"
    )
    opinion_b = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, related_name="consultations_as_b"
    )
    ground = models.CharField(max_length=20)
    overlap = models.FloatField(default=0)
    certainty = models.FloatField(default=0)
    sentence = models.CharField(max_length=300, blank=True)
    sentence_values = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10,
        choices=list(CONSULTATION_STATES.items()),
        default=ConsultationState.PROPOSED,
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    minutes = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    draft_outcome = models.CharField(max_length=8, blank=True)
    draft_text = models.TextField(blank=True)
    drafted_at = models.DateTimeField(null=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="reviews_consultations_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["opinion_a", "opinion_b"],
                condition=Q(state__in=["proposed", "open"]),
                name="reviews_one_consultation_a_pair",
            ),
            models.CheckConstraint(
                condition=~Q(opinion_a=models.F("opinion_b")),
                name="reviews_a_consultation_has_two_opinions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.serial} consultation {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it still holds the round up."""
        return self.state in {ConsultationState.PROPOSED, ConsultationState.OPEN}

    @property
    def draft_outcome_told(self) -> str:
        """Whose view the draft follows, in words; empty without a draft."""
        labels = dict(Resolution.Outcome.choices)
        return str(labels.get(self.draft_outcome, ""))


class Position(models.Model):
    """What one department says in the meeting, signed in by its representative."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="positions"
    )
    department = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    representative = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField()
    agrees = models.BooleanField(null=True)
    dissent = models.TextField(blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "department"],
                name="reviews_one_position_a_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.text[:30]}"

    @property
    def is_of_the_draft(self) -> bool:
        """Whether it was taken with the draft on the table, or there is none."""
        drafted = self.consultation.drafted_at
        return drafted is None or self.taken_at >= drafted


class Resolution(models.Model):
    """What the meeting decided, and the opinion that takes the place of both."""

    class Outcome(models.TextChoices):
        """Whose view it follows."""

        FIRST = "first", pgettext_lazy("outcome", "the first opinion is adopted")
        SECOND = "second", pgettext_lazy("outcome", "the second opinion is adopted")
        MIDDLE = "middle", pgettext_lazy("outcome", "a middle way")
        EXPERTS = "experts", pgettext_lazy("outcome", "handed to experts")

    consultation = models.OneToOneField(
        Consultation, on_delete=models.CASCADE, related_name="resolution"
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    text = models.TextField()
    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, null=True, related_name="resolution"
    )
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.consultation}: {self.outcome}"
