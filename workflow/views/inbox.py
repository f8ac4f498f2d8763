"""What waits for a reviewer: the reviews of the department, due first before."""

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from reviews.models import Case
from reviews.states import CaseState
from reviews.views.requests import SignedInRequest
from workflow.agenda import (
    consultations_open,
    departments_of,
    lines_of,
    running_reviews,
)

SHOWN_ELSEWHERE: Final = 8
_WAITS_ELSEWHERE: Final = [
    CaseState.CONSOLIDATING,
    CaseState.REVISING,
    CaseState.PASSED,
    CaseState.SEALING,
]


@login_required
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """The list of what waits, with the days that are left."""
    units = departments_of(request.user)
    if not units:
        raise Http404
    lines = lines_of(running_reviews(units))
    show = request.GET.get("show", "")
    groups = {
        "open": [line for line in lines if not line.is_with_head],
        "risk": [line for line in lines if line.is_at_risk and not line.is_with_head],
        "head": [line for line in lines if line.is_with_head],
    }
    context = {
        "units": units,
        "lines": groups.get(show, lines),
        "show": show if show in groups else "",
        "total": len(lines),
        "counts": {name: len(rows) for name, rows in groups.items()},
        "meetings": list(consultations_open(units)),
        "elsewhere": _elsewhere(units),
    }
    return render(request, "workflow/inbox.html", context)


def _elsewhere(units: list[Organisation]) -> list[Case]:
    rows = Case.objects.filter(
        department_reviews__department__in=units, state__in=_WAITS_ELSEWHERE
    )
    return list(rows.select_related("project").distinct()[:SHOWN_ELSEWHERE])
