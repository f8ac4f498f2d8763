"""What a department objects to, where, how it is answered, and what the drawing says."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from drawings.models import Change, Comparison, Sheet, SheetRevision
from reviews.models.case import Case, DepartmentReview
from reviews.models.clause import Clause
from reviews.states import OpinionState

OPINION_STATES = {
    OpinionState.DRAFT: pgettext_lazy("opinion state", "draft"),
    OpinionState.STANDING: pgettext_lazy("opinion state", "to be answered"),
    OpinionState.ANSWERED: pgettext_lazy("opinion state", "answered"),
    OpinionState.CLOSED: pgettext_lazy("opinion state", "closed"),
    OpinionState.REPLACED: pgettext_lazy("opinion state", "replaced by a resolution"),
    OpinionState.WITHDRAWN: pgettext_lazy("opinion state", "withdrawn"),
}
OPEN_OPINIONS = [OpinionState.DRAFT, OpinionState.STANDING, OpinionState.ANSWERED]


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """The questions about opinions."""

    def open(self) -> Self:
        """Opinions that stand against the case."""
        return self.filter(state__in=OPEN_OPINIONS)

    def to_answer(self) -> Self:
        """Opinions that the builder has to answer."""
        return self.filter(state=OpinionState.STANDING)

    def released(self) -> Self:
        """Opinions that the builder has been told."""
        return self.filter(released_at__isnull=False)


class Opinion(models.Model):
    """One remark: grade, clause, sheet, region, what is wrong, what is demanded.

    `points` are the corners of the mark and `box` its bounding box, in paper millimetres
    of `revision`, y upwards.
    """

    class Grade(models.TextChoices):
        """How binding the clause is."""

        MANDATORY = "mandatory", pgettext_lazy("grade of opinion", "mandatory clause")
        SHALL = "shall", pgettext_lazy("grade of opinion", "shall · shall not")
        ADVICE = "advice", pgettext_lazy("grade of opinion", "advice")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opinions")
    review = models.ForeignKey(
        DepartmentReview, on_delete=models.PROTECT, related_name="opinions"
    )
    number = models.CharField(max_length=12)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions"
    )
    grade = models.CharField(max_length=10, choices=Grade.choices)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True)
    clause_text = models.CharField(max_length=400, blank=True)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="opinions")
    revision = models.ForeignKey(
        SheetRevision, on_delete=models.PROTECT, related_name="opinions"
    )
    shape = models.CharField(max_length=10)
    points = models.JSONField()
    box = models.JSONField()
    text = models.TextField()
    requirement = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=list(OPINION_STATES.items()), default=OpinionState.DRAFT
    )
    late_reason = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="reviews_opinion_numbers_are_unique"
            ),
            models.CheckConstraint(
                condition=Q(state="replaced") ^ Q(replaced_by__isnull=True),
                name="reviews_replaced_opinions_name_their_heir",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether it stands against the case."""
        return self.state in OPEN_OPINIONS

    @property
    def is_late(self) -> bool:
        """Whether it could have been given in round 1 (首审遗漏): then it bears a reason."""
        return bool(self.late_reason)

    @property
    def department_id(self) -> int:
        """The department that speaks."""
        return self.review.department_id


class Reply(models.Model):
    """The designer's answer to one opinion in one round of revising."""

    class Kind(models.TextChoices):
        """What is answered."""

        REVISED = "revised", pgettext_lazy("reply", "revised")
        EXPLAINED = "explained", pgettext_lazy("reply", "explained")
        OBJECTED = "objected", pgettext_lazy("reply", "objected")

    opinion = models.ForeignKey(
        Opinion, on_delete=models.CASCADE, related_name="replies"
    )
    round_number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    reason_unchanged = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["opinion", "round_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "round_number"], name="reviews_one_reply_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion}: {self.kind}"


class Evidence(models.Model):
    """What the comparison says about the region of one opinion.

    `verdict` is a value of `drawings.diff.linking.Standing`; `new_box` follows the
    region onto the newer sheet.
    """

    opinion = models.ForeignKey(
        Opinion, on_delete=models.CASCADE, related_name="evidence"
    )
    comparison = models.ForeignKey(
        Comparison, on_delete=models.CASCADE, related_name="evidence"
    )
    verdict = models.CharField(max_length=20)
    changes = models.JSONField(default=list)
    new_box = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "comparison"], name="reviews_one_evidence_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion}: {self.verdict}"


class ChangeTick(models.Model):
    """A reviewer has looked at a change that nobody declared; one on hold still waits."""

    class Verdict(models.TextChoices):
        """What the reviewer makes of it."""

        ACCEPTED = "accepted", pgettext_lazy("undeclared change", "no objection")
        OBJECTED = "objected", pgettext_lazy("undeclared change", "opinion given")
        HELD = "held", pgettext_lazy("undeclared change", "on hold")

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="ticks")
    review = models.ForeignKey(
        DepartmentReview, on_delete=models.CASCADE, related_name="ticks"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    note = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ticked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "review"], name="reviews_one_tick_a_department"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change}: {self.verdict}"
