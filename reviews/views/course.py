"""The whole course of one case: who held it, how long, what happened."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership, User
from reviews.access import is_clerk, is_regulator
from reviews.holders import shares_of, spells_of
from reviews.lanes import board_of
from reviews.models import Case
from reviews.timeline import moments_of
from reviews.views.requests import SignedInRequest, case_seen_by


@login_required
@require_safe
def course(request: SignedInRequest, serial: str) -> HttpResponse:
    """Who held a case and how long, for regulator, clerks and heads."""
    case = case_seen_by(request, serial)
    if not may_see_course(request.user, case):
        raise Http404
    spells = spells_of(case)
    context = {
        "case": case,
        "spells": spells,
        "shares": shares_of(spells),
        "board": board_of(case, request.user),
        "moments": moments_of(case, request.user),
        "reviews": case.department_reviews.filter(clock_marks__isnull=False)
        .select_related("department", "round")
        .distinct()
        .order_by("round__number", "department__pk"),
        "is_regulator": is_regulator(request.user, case),
    }
    return render(request, "reviews/oversight_course.html", context)


def may_see_course(user: User, case: Case) -> bool:
    """Regulator and clerks of the region, heads of the departments that review it."""
    heads = case.department_reviews.filter(
        department__seats__user=user,
        department__seats__role=Membership.Role.HEAD,
    )
    return is_regulator(user, case) or is_clerk(user, case) or heads.exists()
