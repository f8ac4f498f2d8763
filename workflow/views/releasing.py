"""The lead department looks all opinions through and lets one notice go out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reviews.access import is_lead_head, is_official
from reviews.forms.reviewing import RESULTS
from reviews.letters import writing
from reviews.models import Case
from reviews.states import CaseState
from reviews.views.requests import SignedInRequest, case_seen_by
from storage import clock
from workflow.actions import course
from workflow.gathering import gathering_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, serial: str) -> HttpResponse:
    """All opinions by department, what they say of each other, and the release."""
    case = officials_case(request, serial)
    if request.method == "POST":
        case = course.release_round(case=case, actor=request.user)
        messages.success(request, _said(case))
        return redirect("workflow:head")
    is_due = case.state == CaseState.CONSOLIDATING
    context = {
        "case": case,
        "gathering": gathering_of(case),
        "results": {result.value: label for result, label in RESULTS.items()},
        "is_due": is_due,
        "may_release": is_due and is_lead_head(request.user, case),
    }
    return render(request, "workflow/release.html", context)


@login_required
@require_safe
def release_notice(request: SignedInRequest, serial: str) -> HttpResponse:
    """The notice as the builder would read it, with a number that says it is none."""
    case = officials_case(request, serial)
    if case.state != CaseState.CONSOLIDATING:
        raise Http404
    reference = writing.Reference(
        number="预览",
        on=clock.today(),
        public_url=settings.LIANSHEN_PUBLIC_URL,
        has_effect=False,
    )
    pdf = writing.opinions_notice(case, reference).pdf
    return HttpResponse(pdf, content_type="application/pdf")


def officials_case(request: SignedInRequest, serial: str) -> Case:
    """The case, for people of the departments that review it; others: not there."""
    case = case_seen_by(request, serial)
    if not is_official(request.user, case):
        raise Http404
    return case


def _said(case: Case) -> str:
    if case.state == CaseState.PASSED:
        return _("The case has passed. The set can be sealed.")
    return _("Released: the builder has the notice, all opinions in one.")
