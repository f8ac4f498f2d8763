"""What waits for a person: read from where the cases stand."""

from collections.abc import Sequence

from django.db.models import F

from accounts.models import Membership, Organisation, User
from reviews.access import is_lead_head, may_decide_revocation
from reviews.models import Case, DepartmentReview, Revocation
from reviews.states import CaseState, DepartmentReviewState
from signatures.models import SealingOrder
from workflow.deliverables import certifiers_of
from workflow.lettering import count_waiting
from workflow.sealings import is_over

Kind = Organisation.Kind
Role = Membership.Role


def reviews_waiting_for(user: User) -> "list[DepartmentReview]":
    """Reviews of the rounds that run now in which the person has something to do."""
    rows = (
        DepartmentReview.objects.filter(
            department__seats__user=user,
            case__state=CaseState.REVIEWING,
            round__number=F("case__round_number"),
        )
        .exclude(state=DepartmentReviewState.APPROVED)
        .select_related("case__project", "department", "round")
        .order_by("due_at")
        .distinct()
    )
    return list(rows)


def cases_at_window(seats: Sequence[Membership]) -> "list[Case]":
    """Cases that lie at the windows where the person sits."""
    regions = [
        seat.organisation.region_id
        for seat in seats
        if seat.organisation.kind == Kind.WINDOW
    ]
    here = Case.objects.filter(project__region__in=regions) | Case.objects.filter(
        project__region__city__in=regions
    )
    return list(
        here.filter(state=CaseState.SUBMITTED)
        .select_related("project")
        .order_by("submitted_at")
    )


def cases_of_applicant(user: User, seats: Sequence[Membership]) -> "list[Case]":
    """Cases that wait for the builder or design firm of the person."""
    units = [
        seat.organisation_id
        for seat in seats
        if seat.organisation.kind in {Kind.BUILDER, Kind.DESIGNER}
    ]
    own = Case.objects.filter(project__builder__in=units) | Case.objects.filter(
        project__designer__in=units
    )
    waiting = [CaseState.DRAFT, CaseState.RETURNED, CaseState.REVISING]
    return list(own.filter(state__in=waiting).distinct())


def cases_for_lead(user: User) -> "list[Case]":
    """Cases that wait for the head of the lead department: to release, to seal."""
    rows = (
        Case.objects.filter(
            state__in=[CaseState.CONSOLIDATING, CaseState.PASSED],
            department_reviews__department__seats__user=user,
            department_reviews__department__seats__role=Role.HEAD,
        )
        .select_related("project")
        .distinct()
    )
    return [case for case in rows if is_lead_head(user, case)]


def certificates_waiting_for(user: User) -> "list[Case]":
    """Cases whose certificate waits for the word of the person."""
    waiting = SealingOrder.objects.filter(
        purpose=SealingOrder.Purpose.CERTIFICATE, state=SealingOrder.State.WAITING
    ).prefetch_related("confirmations")
    said = {
        order.stream: {
            one.person_id
            for one in order.confirmations.all()
            if one.nonce == order.nonce and not is_over(order)
        }
        for order in waiting
    }
    rows = Case.objects.filter(serial__in=said, state=CaseState.SEALING)
    return [
        case
        for case in rows.select_related("project")
        if user.pk not in said[case.serial] and user in certifiers_of(case)
    ]


def revocations_waiting_for(user: User) -> "list[Revocation]":
    """Requests to revoke what was issued on which the person may decide as lead."""
    rows = Revocation.objects.filter(
        decided_at=None,
        case__department_reviews__department__seats__user=user,
        case__department_reviews__department__seats__role=Role.HEAD,
    ).select_related("case__project__region", "asked_by")
    return [row for row in rows.distinct() if may_decide_revocation(user, row)]


def count_for(user: User, seats: Sequence[Membership]) -> dict[str, int]:
    """How much waits behind each entry of the navigation."""
    kinds = {seat.organisation.kind for seat in seats}
    counts: dict[str, int] = {}
    if kinds & {Kind.BUILDER, Kind.DESIGNER}:
        counts["reviews:cases"] = len(cases_of_applicant(user, seats))
    if Kind.WINDOW in kinds:
        counts["workflow:window"] = len(cases_at_window(seats))
    if kinds & {Kind.WINDOW, Kind.DEPARTMENT, Kind.REGULATOR}:
        counts["workflow:letters"] = count_waiting(user)
    if Kind.DEPARTMENT in kinds:
        counts["workflow:inbox"] = len(reviews_waiting_for(user))
        if any(seat.role == Role.HEAD for seat in seats):
            counts["workflow:head"] = (
                len(cases_for_lead(user))
                + len(certificates_waiting_for(user))
                + len(revocations_waiting_for(user))
            )
    return counts
