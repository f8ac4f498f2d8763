"""The desk of a head: drafts to approve, what is at risk, what the regulator asks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from reviews.actions.conclusions import send_back as send_review_back
from reviews.actions.oversight import answer_urging as answer_one
from reviews.errors import NotReady
from reviews.forms.oversight import UrgingAnswerForm
from reviews.forms.reviewing import RESULTS
from reviews.models import DepartmentReview, Urging
from reviews.views.requests import SignedInRequest
from workflow.actions import course
from workflow.agenda import (
    consultations_open,
    departments_of,
    loads_of,
    urgings_open,
)
from workflow.drafts import desk_of
from workflow.forms.deciding import ReasonForm
from workflow.inbox import (
    cases_for_lead,
    certificates_waiting_for,
    revocations_waiting_for,
)


@login_required
@require_safe
def head(request: SignedInRequest) -> HttpResponse:
    """Everything that waits for the head of a department, on one page."""
    units = departments_of(request.user, Membership.Role.HEAD)
    if not units:
        raise Http404
    context = {
        "units": units,
        "desk": desk_of(units, request.user),
        "lead_cases": cases_for_lead(request.user),
        "certificates": certificates_waiting_for(request.user),
        "revocations": revocations_waiting_for(request.user),
        "loads": loads_of(units),
        "urgings": list(urgings_open(units)),
        "meetings": list(consultations_open(units)),
        "results": {result.value: label for result, label in RESULTS.items()},
    }
    return render(request, "workflow/head.html", context)


@login_required
@require_POST
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve what the reviewers concluded; the last of all departments joins the round."""
    review = _review_seen_by(request, pk)
    course.approve_review(review=review, head=request.user)
    messages.success(
        request,
        _("Approved: %(project)s. The clock of your department has ended.")
        % {"project": review.case.project.name},
    )
    return redirect("workflow:head")


@login_required
@require_POST
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the drafts back to the reviewers, with the reason."""
    review = _review_seen_by(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotReady(_("Say what the reviewers should change."))
    send_review_back(
        review=review, head=request.user, reason=form.cleaned_data["reason"]
    )
    messages.success(request, _("Sent back. The reviewers read your reason."))
    return redirect("workflow:head")


@login_required
@require_POST
def answer_urging(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer the regulator in the name of the department."""
    urging = get_object_or_404(
        Urging.objects.filter(review__department__seats__user=request.user).distinct(),
        pk=pk,
    )
    form = UrgingAnswerForm(request.POST)
    if not form.is_valid():
        raise NotReady(" ".join(map(str, form.errors["answer"])))
    answer_one(urging=urging, head=request.user, answer=form.cleaned_data["answer"])
    messages.success(request, _("Answered. The regulator reads it."))
    return redirect("workflow:head")


def _review_seen_by(request: SignedInRequest, pk: int) -> DepartmentReview:
    """The review, to people of its department; to everybody else it is not there."""
    rows = DepartmentReview.objects.filter(department__seats__user=request.user)
    return get_object_or_404(
        rows.select_related("case__project", "department", "round").distinct(), pk=pk
    )
