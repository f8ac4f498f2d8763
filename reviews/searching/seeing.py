"""Which revisions of sheets a person may see, and in which of their cases."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, Organisation, User
from drawings.models import SheetRevision, Submission
from drawings.models.sheet import SheetRevisionQuerySet, taken_out
from reviews.models import Case
from reviews.models.case import CaseQuerySet
from reviews.states import CaseState

APPLICANTS = (Organisation.Kind.BUILDER, Organisation.Kind.DESIGNER)
VOID = (CaseState.WITHDRAWN, CaseState.REJECTED)


@dataclass(frozen=True)
class Sight:
    """What one person may see: the answer to every question of the search lies in it."""

    user: User

    @cached_property
    def cases(self) -> CaseQuerySet:
        """The cases."""
        return Case.objects.seen_by(self.user)

    @cached_property
    def inherited(self) -> dict[int, int]:
        """Submissions of earlier cases that stand in a later case the person may see.

        Who was given the later case alone sees in it the sheets that were not handed in
        again; which case that is, by submission.
        """
        keys = self.cases.values("pk")
        void = [state.value for state in VOID]
        rows = (
            Submission.objects.filter(
                project__in=self.cases.values("project"),
                state=Submission.State.CLOSED,
            )
            .exclude(round__case__in=keys)
            .exclude(round__case__state__in=void)
            .values_list("pk", "project_id", "number")
        )
        later = self.cases.filter(
            project__in={project for _, project, _ in rows},
            rounds__submission__state=Submission.State.CLOSED,
        ).values_list("pk", "project_id", "rounds__submission__number")
        found: dict[int, int] = {}
        for submission, project, number in rows:
            fitting = [c for c, p, n in later if p == project and n > number]
            if fitting:
                found[submission] = min(fitting)
        return found

    def revisions(self) -> SheetRevisionQuerySet:
        """Every revision; what is not handed in yet is the applicant's alone."""
        return SheetRevision.objects.filter(self._in_sight())

    def newest(self) -> SheetRevisionQuerySet:
        """Of each sheet in each case the newest revision that the person may see."""
        newer = SheetRevision.objects.filter(
            self._in_sight(), sheet=OuterRef("sheet"), ordinal__gt=OuterRef("ordinal")
        )
        in_same_case = newer.filter(
            submission__round__case=OuterRef("submission__round__case")
        )
        inherited = list(self.inherited)
        is_older = Exists(in_same_case)
        handed_in = taken_out().filter(submission__state=Submission.State.CLOSED)
        rows = self.revisions().filter(~is_older, ~Exists(handed_in))
        return (
            rows.exclude(Exists(newer), submission__in=inherited) if inherited else rows
        )

    def case_of(self, revision: SheetRevision) -> int:
        """The case in which the person sees the revision."""
        submission = revision.submission_id
        return self.inherited.get(submission) or revision.submission.round.case_id

    def _in_sight(self) -> Q:
        here = Q(submission__round__case__in=self.cases.values("pk"))
        if self.inherited:
            here |= Q(submission__in=list(self.inherited))
        handed_in = Q(submission__state=Submission.State.CLOSED)
        if self._own_units:
            handed_in |= Q(sheet__project__builder__in=self._own_units)
            handed_in |= Q(sheet__project__designer__in=self._own_units)
        return here & handed_in

    @cached_property
    def _own_units(self) -> list[int]:
        seats = Membership.objects.filter(
            user=self.user, organisation__kind__in=APPLICANTS
        )
        return list(seats.values_list("organisation_id", flat=True))
