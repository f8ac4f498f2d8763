"""What became of the sheets of before: the designer says it while a revised set is open."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from drawings.actions.fates import (
    confirm_renumberings,
    refuse_renumbering,
    undo_renumberings,
)
from drawings.actions.withdrawing import keep_sheet, withdraw_sheet
from drawings.errors import DrawingError
from drawings.fates import (
    Renumbered,
    matching_of,
    not_again,
    proposed_in,
    renumbered_in,
)
from drawings.models import Sheet, SheetRevision, Submission, Withdrawal
from reviews.forms.builder import FateForm
from reviews.views.requests import SignedInRequest
from reviews.views.sets import applicants_case, set_of
from storage.models import Job


@dataclass(frozen=True, slots=True)
class Fates:
    """What the card shows."""

    proposed: list[Renumbered]
    confirmed: list[Renumbered]
    withdrawn: list[Withdrawal]
    rest: list[SheetRevision]
    is_matching: bool
    has_failed: bool


def fates_of(submission: Submission) -> Fates:
    """What became of the sheets of before in an open set."""
    job = matching_of(submission)
    return Fates(
        proposed=proposed_in(submission),
        confirmed=renumbered_in(submission),
        withdrawn=list(submission.withdrawals.select_related("sheet")),
        rest=list(not_again(submission)),
        is_matching=job is not None and job.is_open,
        has_failed=job is not None and job.state == Job.State.FAILED,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fates(request: SignedInRequest, serial: str) -> HttpResponse:
    """GET: the card alone. POST: one decision."""
    case = applicants_case(request, serial)
    submission = set_of(case)
    error, status = "", 200
    if request.method == "POST":
        form = FateForm(request.POST)
        try:
            if form.is_valid():
                _decide(submission, form.cleaned_data, request.user)
        except DrawingError as refusal:
            error, status = str(refusal), 422
        if not error and request.headers.get("HX-Request") != "true":
            return redirect("reviews:upload", serial=serial)
    context = {"case": case, "fates": fates_of(submission), "error": error}
    return render(request, "reviews/_fates.html", context, status=status)


def _decide(submission: Submission, told: dict[str, object], actor: User) -> None:
    row = int(str(told["row"] or 0))
    match told["act"]:
        case "confirm":
            confirm_renumberings(submission=submission, chosen=[row], actor=actor)
        case "confirm_all":
            chosen = [one.row.pk for one in proposed_in(submission)]
            confirm_renumberings(submission=submission, chosen=chosen, actor=actor)
        case "refuse":
            refuse_renumbering(submission=submission, renumbering=row, actor=actor)
        case "undo":
            undo_renumberings(submission=submission, actor=actor)
        case act:
            sheet = get_object_or_404(Sheet, pk=row, project=submission.project)
            if act == "keep":
                keep_sheet(submission=submission, sheet=sheet, actor=actor)
            else:
                reason = str(told["reason"])
                withdraw_sheet(
                    submission=submission, sheet=sheet, reason=reason, actor=actor
                )
