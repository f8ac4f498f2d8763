"""A case (报审件): the drawings of one project before several departments."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Organisation, User
from drawings.models import Project, SheetRevision, SheetRevisionQuerySet, Submission
from reviews.states import CaseState, DepartmentReviewState, MaterialState
from storage.models import Blob

CASE_STATES = {
    CaseState.DRAFT: pgettext_lazy("case state", "being put together"),
    CaseState.SUBMITTED: pgettext_lazy("case state", "at the window"),
    CaseState.RETURNED: pgettext_lazy("case state", "to be made good"),
    CaseState.REVIEWING: pgettext_lazy("case state", "under review"),
    CaseState.CONSOLIDATING: pgettext_lazy("case state", "opinions being put together"),
    CaseState.REVISING: pgettext_lazy("case state", "being revised"),
    CaseState.PASSED: pgettext_lazy("case state", "passed, to be sealed"),
    CaseState.SEALING: pgettext_lazy("case state", "being sealed"),
    CaseState.ISSUED: pgettext_lazy("case state", "issued"),
    CaseState.ARCHIVED: pgettext_lazy("case state", "archived"),
    CaseState.WITHDRAWN: pgettext_lazy("case state", "withdrawn"),
    CaseState.REJECTED: pgettext_lazy("case state", "not accepted"),
}
REVIEW_STATES = {
    DepartmentReviewState.WAITING: pgettext_lazy("review state", "not begun"),
    DepartmentReviewState.RUNNING: pgettext_lazy("review state", "reviewing"),
    DepartmentReviewState.DRAFTED: pgettext_lazy("review state", "with the head"),
    DepartmentReviewState.APPROVED: pgettext_lazy("review state", "approved"),
}
MATERIAL_STATES = {
    MaterialState.PRESENT: pgettext_lazy("material state", "handed in"),
    MaterialState.PROMISED: pgettext_lazy("material state", "promised"),
    MaterialState.MISSING: pgettext_lazy("material state", "missing"),
    MaterialState.REFUSED: pgettext_lazy("material state", "not in order"),
}
UNDERWAY = [
    CaseState.SUBMITTED,
    CaseState.RETURNED,
    CaseState.REVIEWING,
    CaseState.CONSOLIDATING,
    CaseState.REVISING,
    CaseState.PASSED,
    CaseState.SEALING,
]


class Serial(models.Model):
    """The last number given out for a prefix; its row is the lock."""

    prefix = models.CharField(max_length=24, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"


class CaseQuerySet(models.QuerySet["Case"]):
    """The questions that screens ask about cases."""

    def underway(self) -> Self:
        """Cases that somebody has to act on."""
        return self.filter(state__in=UNDERWAY)

    def seen_by(self, user: User) -> Self:
        """Cases that a person may see, by their seats.

        Builder and designer see their own; a window and a regulator those of their
        region; a department those that it was given, once they are under review.
        """
        if not user.is_authenticated:
            return self.none()
        kinds = Organisation.Kind
        allowed = Q(pk__in=[])
        for seat in Membership.objects.of(user):
            unit = seat.organisation
            here = Q(project__region=unit.region) | Q(project__region__city=unit.region)
            if unit.kind in {kinds.BUILDER, kinds.DESIGNER}:
                allowed |= Q(project__builder=unit) | Q(project__designer=unit)
            elif unit.kind == kinds.DEPARTMENT:
                allowed |= Q(department_reviews__department=unit)
            elif unit.kind == kinds.WINDOW or unit.kind == kinds.REGULATOR:
                allowed |= here & ~Q(state=CaseState.DRAFT)
        return self.filter(allowed).distinct()


class Case(models.Model):
    """One submission of a project's drawings, from round to round.

    Rows change only in `reviews.actions`; `reviews.states` says which moves exist.
    `serial` names the case aloud and is the stream of its events; `query_code` with the
    applicant's phone number opens the public progress page.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="cases")
    serial = models.CharField(max_length=24, unique=True)
    query_code = models.CharField(max_length=12, unique=True)
    state = models.CharField(
        max_length=14, choices=list(CASE_STATES.items()), default=CaseState.DRAFT
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    phone = models.CharField(max_length=20)
    window = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    routing = models.JSONField(default=dict)
    round_number = models.PositiveSmallIntegerField(default=1)
    is_confirmed_by_builder = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    passed_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=[state.value for state in UNDERWAY]),
                name="reviews_one_case_underway_per_project",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "archived"])
                | Q(issued_at__isnull=False),
                name="reviews_issued_cases_have_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial} {self.project}"

    @property
    def current_round(self) -> "Round":
        """The round that runs now."""
        return self.rounds.get(number=self.round_number)

    def reviews_now(self) -> "models.QuerySet[DepartmentReview]":
        """What each department does in the round that runs now."""
        return (
            self.department_reviews.filter(round__number=self.round_number)
            .select_related("department", "round")
            .order_by("department__pk")
        )

    def revisions_now(self) -> SheetRevisionQuerySet:
        """The sheets as they stand in the round that runs now.

        Sheets of another case of the project that was withdrawn or refused do not count.
        """
        void = Submission.objects.filter(
            project=self.project_id,
            round__case__state__in=[CaseState.WITHDRAWN, CaseState.REJECTED],
        ).exclude(round__case=self)
        return SheetRevision.objects.current(
            self.project,
            upto=self.current_round.submission.number,
            without=list(void.values_list("pk", flat=True)),
        )


class Round(models.Model):
    """One pass of a case through the departments, with the drawings it is about."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="round"
    )
    started_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="reviews_rounds_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.serial} round {self.number}"


class DepartmentReview(models.Model):
    """What one department does with a case in one round."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, related_name="department_reviews"
    )
    round = models.ForeignKey(
        Round, on_delete=models.CASCADE, related_name="department_reviews"
    )
    department = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="department_reviews"
    )
    state = models.CharField(
        max_length=10,
        choices=list(REVIEW_STATES.items()),
        default=DepartmentReviewState.WAITING,
    )
    result = models.CharField(max_length=20, blank=True)
    limit_days = models.PositiveSmallIntegerField()
    rule_version = models.CharField(max_length=40)
    due_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "department"], name="reviews_department_once_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_by__isnull=False),
                name="reviews_approval_has_a_head",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}, {self.round}"

    @property
    def is_open(self) -> bool:
        """Whether the department still has to act."""
        return self.state != DepartmentReviewState.APPROVED


class Material(models.Model):
    """One document that a case needs besides the drawings."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="materials")
    code = models.CharField(max_length=40)
    is_essential = models.BooleanField()
    blocks = models.CharField(max_length=16, blank=True)
    state = models.CharField(
        max_length=10,
        choices=list(MATERIAL_STATES.items()),
        default=MaterialState.MISSING,
    )
    blob = models.ForeignKey(
        Blob, on_delete=models.PROTECT, null=True, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    promised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    promised_until = models.DateField(null=True)
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-is_essential", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], name="reviews_each_material_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="present") | Q(blob__isnull=False),
                name="reviews_present_materials_have_a_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="promised")
                | Q(is_essential=False, promised_until__isnull=False),
                name="reviews_essential_materials_are_never_promised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.serial} {self.code}"

    def is_late(self, today: dt.date) -> bool:
        """Whether the promise was broken."""
        return (
            self.state == MaterialState.PROMISED
            and self.promised_until is not None
            and self.promised_until < today
        )
