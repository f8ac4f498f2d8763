"""Who may see or do what in a case: one question a function, asked by views and actions."""

from django.db.models import QuerySet

from accounts.models import Membership, Organisation, User
from reviews.models import (
    Case,
    Consultation,
    DepartmentReview,
    Letter,
    Opinion,
    Revocation,
)
from reviews.states import CaseState, OpinionState
from signatures.models import Delegation, SealHolder
from storage import clock

Role = Membership.Role
Kind = Organisation.Kind


def _has_seat(user: User, unit: Organisation | int | None, *roles: str) -> bool:
    if unit is None or not user.is_authenticated:
        return False
    key = unit if isinstance(unit, int) else unit.pk
    seats = Membership.objects.filter(user=user, organisation_id=key)
    return seats.filter(role__in=roles).exists() if roles else seats.exists()


def is_builder(user: User, case: Case) -> bool:
    """Whether the person works for the case's builder."""
    return _has_seat(user, case.project.builder_id)


def is_designer(user: User, case: Case) -> bool:
    """Whether the person works for the case's design firm."""
    return _has_seat(user, case.project.designer_id)


def is_applicant_side(user: User, case: Case) -> bool:
    """Whether the person belongs to builder or design firm."""
    return is_builder(user, case) or is_designer(user, case)


def is_clerk(user: User, case: Case) -> bool:
    """Whether the person sits at a window that may accept the case.

    A county's case is accepted by the county's window or by the city's.
    """
    region = case.project.region
    return Membership.objects.filter(
        user=user,
        role=Role.CLERK,
        organisation__kind=Kind.WINDOW,
        organisation__region__in=[region.pk, region.city_id or region.pk],
    ).exists()


def is_regulator(user: User, case: Case | None = None) -> bool:
    """Whether the person supervises (the region of the case)."""
    seats = Membership.objects.filter(user=user, organisation__kind=Kind.REGULATOR)
    if case is not None:
        region = case.project.region
        seats = seats.filter(
            organisation__region__in=[region.pk, region.city_id or region.pk]
        )
    return seats.exists()


def is_reviewer(user: User, review: DepartmentReview) -> bool:
    """Whether the person reviews for the department."""
    return _has_seat(user, review.department_id, Role.REVIEWER)


def is_head(user: User, review: DepartmentReview) -> bool:
    """Whether the person heads the department."""
    return _has_seat(user, review.department_id, Role.HEAD)


def is_lead_head(user: User, case: Case) -> bool:
    """Whether the person heads the lead department (housing), which puts all together."""
    lead = lead_review(case)
    return lead is not None and is_head(user, lead)


def may_have_sealed(user: User, case: Case) -> bool:
    """The head of the lead department, or to whom its review seal is delegated today.

    The signer asks beside that for every single seal whether the person may use it.
    """
    if is_lead_head(user, case):
        return True
    lead = lead_review(case)
    return lead is not None and (
        Delegation.objects.counting(clock.now())
        .filter(
            to=user,
            holder__organisation=lead.department_id,
            holder__kind=SealHolder.Kind.REVIEW,
        )
        .exists()
    )


def lead_review(case: Case) -> DepartmentReview | None:
    """The review of the lead department in the round that runs now."""
    rows = list(case.reviews_now())
    return next((r for r in rows if r.department.sector == "housing"), None) or next(
        iter(rows), None
    )


def own_review(user: User, case: Case) -> DepartmentReview | None:
    """The review of this round in which the person has a seat."""
    return (
        case.reviews_now()
        .filter(
            department__seats__user=user,
            department__seats__role__in=[Role.REVIEWER, Role.HEAD],
        )
        .first()
    )


def is_official(user: User, case: Case) -> bool:
    """Whether the person sits in a department that reviews the case."""
    return case.department_reviews.filter(department__seats__user=user).exists()


def may_take_archive(user: User, case: Case) -> bool:
    """Officials of the case, its window and the regulator: it holds what is internal.

    Builder and design firm have their own parts on the case's page: what they handed in,
    the letters, the sealed set.
    """
    return is_official(user, case) or is_clerk(user, case) or is_regulator(user, case)


def may_order_pack(user: User, case: Case) -> bool:
    """A head of a reviewing department, or the regulator, draws up evidence."""
    heads = case.department_reviews.filter(
        department__seats__user=user, department__seats__role=Role.HEAD
    )
    return heads.exists() or is_regulator(user, case)


def may_ask_revocation(user: User, case: Case) -> bool:
    """The regulator of the region asks for the revocation of what was issued."""
    return is_regulator(user, case)


def may_decide_revocation(user: User, revocation: Revocation) -> bool:
    """Somebody else than who asked: another regulator, or the lead department's head."""
    if user.pk == revocation.asked_by_id:
        return False
    case = revocation.case
    return is_regulator(user, case) or is_lead_head(user, case)


def may_see_revocations(user: User, case: Case) -> bool:
    """Who asks for revocations of a case, and who may decide on them."""
    return is_regulator(user, case) or is_lead_head(user, case)


def may_edit_opinion(user: User, opinion: Opinion) -> bool:
    """Only its author changes a draft; the head sends it back instead."""
    return opinion.state == OpinionState.DRAFT and opinion.author_id == user.pk


def may_host(user: User, consultation: Consultation) -> bool:
    """A head of one of the two departments, or of the lead department, holds the meeting."""
    units = {
        consultation.opinion_a.review.department_id,
        consultation.opinion_b.review.department_id,
    }
    return any(_has_seat(user, unit, Role.HEAD) for unit in units) or is_lead_head(
        user, consultation.case
    )


def visible_opinions(user: User, case: Case) -> "QuerySet[Opinion]":
    """The opinions of a case that a person may read.

    Departments read each other's drafts, for contradictions are found that way; builder
    and designer read what was released to them; nobody else reads opinions of others.
    """
    rows = case.opinions.select_related(
        "review__department", "sheet", "revision__sheet", "clause", "author"
    )
    if is_official(user, case):
        return rows.exclude(state=OpinionState.WITHDRAWN)
    if (
        is_applicant_side(user, case)
        or is_clerk(user, case)
        or is_regulator(user, case)
    ):
        return rows.released()
    return rows.none()


def visible_letters(user: User, case: Case) -> "QuerySet[Letter]":
    """The letters of a case that a person may read.

    Minutes of consultations are the departments' own: their result reaches the builder
    with the notice of the round. Notices of supervision are between regulator and
    departments. The certificate as it was set, without its seal, is
    nobody's: what counts is the sealed file of the register.
    """
    rows = case.letters.exclude(kind=Letter.Kind.CERTIFICATE).select_related(
        "blob", "sealed"
    )
    if is_official(user, case):
        return rows
    if is_regulator(user, case):
        return rows.exclude(kind=Letter.Kind.MINUTES)
    return rows.exclude(kind__in=[Letter.Kind.MINUTES, Letter.Kind.URGING])


def waits_for(case: Case) -> str:
    """Whose move it is: a key for the sentence on every list."""
    return {
        CaseState.DRAFT: "builder",
        CaseState.SUBMITTED: "window",
        CaseState.RETURNED: "builder",
        CaseState.REVIEWING: "departments",
        CaseState.CONSOLIDATING: "lead",
        CaseState.REVISING: "builder",
        CaseState.PASSED: "lead",
        CaseState.SEALING: "system",
    }.get(CaseState(case.state), "nobody")
