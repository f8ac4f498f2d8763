"""The designer declares what changed, and is told what keeps it from being sent back."""

import hashlib
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from drawings.actions.comparison import declare_changes
from drawings.fates import Renumbered, matching_of, proposed_in
from drawings.models import Change, Comparison, Submission
from reviews.access import is_applicant_side
from reviews.answering import Crop, SheetChanges, changes_to_declare, spot_of
from reviews.differences import KINDS
from reviews.forms.builder import DeclarationForm
from reviews.models import Case
from reviews.states import CaseState, OpinionState
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case, set_of
from storage.sentences import listed

NOTHING_NEW = 204


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change in the list of a sheet."""

    change: Change
    kind: str
    is_undeclared: bool
    crop: Crop


@dataclass(frozen=True, slots=True)
class Declaration:
    """A revised sheet with its changes and the form that declares them."""

    found: SheetChanges
    lines: list[ChangeLine]


@login_required
@require_safe
def changes(request: SignedInRequest, serial: str) -> HttpResponse:
    """What the comparisons have found so far; 204 while nothing is new.

    The page of answers asks while sheets are read and compared. With it come the words
    beside the button and, for `opinion` (a number), what is said of its region.
    """
    case = case_seen_by(request, serial)
    if case.state != CaseState.REVISING or not is_applicant_side(request.user, case):
        raise Http404
    submission = set_of(case)
    seen = request.GET.get("seen")
    if seen and seen == _stamp(submission):
        return HttpResponse(status=NOTHING_NEW)
    chosen = (
        case.opinions.released().filter(number=request.GET.get("opinion", "")).first()
    )
    context = {
        "case": case,
        "chosen": chosen,
        "spot": spot_of(chosen, submission) if chosen else None,
        "may_answer": True,
        "is_fragment": True,
        **sending_of(case, submission),
    }
    return render(request, "reviews/_changes_again.html", context)


@login_required
@require_POST
def declare(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """Declare changes of one revised sheet; an empty text takes the declaration back."""
    case = applicants_case(request, serial)
    comparison = get_object_or_404(
        Comparison.objects.select_related("newer__sheet", "newer__submission"),
        pk=pk,
        newer__submission=set_of(case),
    )
    known = list(comparison.changes.values_list("pk", flat=True))
    form = DeclarationForm(request.POST, known=known)
    back = f"{reverse('reviews:answers', args=[serial])}#changes"
    if not form.is_valid():
        messages.warning(request, _("The declaration may have 400 characters."))
        return redirect(back)
    chosen = known if "all" in request.POST else form.chosen()
    if not chosen:
        messages.warning(request, _("Choose the changes that you declare."))
        return redirect(back)
    text = form.cleaned_data["text"]
    count = declare_changes(
        comparison=comparison, changes=chosen, text=text, actor=request.user
    )
    said = _said(count, is_taken_back=not text.strip())
    values = {"count": count, "sheet": comparison.newer.sheet.number}
    messages.success(request, said % values)
    return redirect(back)


def _said(count: int, *, is_taken_back: bool) -> str:
    if is_taken_back:
        return ngettext(
            "%(count)s change on %(sheet)s is no longer declared: there were no words.",
            "%(count)s changes on %(sheet)s are no longer declared: there were no words.",
            count,
        )
    return ngettext(
        "Declaration of %(count)s change on %(sheet)s kept.",
        "Declaration of %(count)s changes on %(sheet)s kept.",
        count,
    )


def sending_of(case: Case, submission: Submission) -> dict[str, object]:
    """Revised sheets, declarations, and why nothing can be sent back yet."""
    found = changes_to_declare(case, submission)
    unsettled = submission.files.unsettled().count()
    is_compared = _is_compared(submission)
    hindrances = []
    waiting = case.opinions.released().filter(state=OpinionState.STANDING)
    if numbers := list(waiting.values_list("number", flat=True)):
        words = _("Not answered yet: %(numbers)s")
        hindrances.append(words % {"numbers": listed(numbers)})
    if unsettled:
        hindrances.append(
            ngettext(
                "%(count)s file is still being read",
                "%(count)s files are still being read",
                unsettled,
            )
            % {"count": unsettled}
        )
    if not is_compared:
        hindrances.append(_("The revised sheets are still being compared."))
    if to_decide := proposed_in(submission):
        hindrances.append(_to_decide(to_decide))
    return {
        "to_decide": to_decide,
        "declarations": [_declaration(one) for one in found],
        "undeclared": sum(len(one.undeclared) for one in found),
        "undeclared_sheets": [one.sheet.number for one in found if one.undeclared],
        "sheets": submission.revisions.count(),
        "unchanged": Comparison.objects.filter(newer__submission=submission)
        .exclude(verdict=Comparison.Verdict.CHANGED)
        .select_related("newer__sheet")
        .order_by("newer__sheet__order"),
        "hindrances": hindrances,
        "is_running": bool(unsettled) or not is_compared,
        "stamp": _stamp(submission),
    }


def _is_compared(submission: Submission) -> bool:
    """Whether every revised sheet is compared, and sheets under new numbers are matched."""
    revised = submission.revisions.filter(ordinal__gt=1).count()
    compared = Comparison.objects.filter(newer__submission=submission).count()
    job = matching_of(submission)
    return compared >= revised and not (job is not None and job.is_open)


def _stamp(submission: Submission) -> str:
    """Another one whenever reading or comparing has come further."""
    job = matching_of(submission)
    compared = Comparison.objects.filter(newer__submission=submission)
    told = [
        sorted(submission.revisions.values_list("pk", flat=True)),
        sorted(compared.values_list("pk", flat=True)),
        submission.files.unsettled().count(),
        [str(one.row) for one in proposed_in(submission)],
        job is not None and job.is_open,
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _to_decide(proposed: list[Renumbered]) -> str:
    """The question that is open about sheets under a new number."""
    numbers = listed(str(one.row) for one in proposed)
    return _("Not said yet whether these are the same sheets: %(numbers)s") % {
        "numbers": numbers
    }


def _declaration(found: SheetChanges) -> Declaration:
    newer, older = found.comparison.newer, found.comparison.older
    lines = [
        ChangeLine(
            change=change,
            kind=str(KINDS.get(change.kind, change.kind)),
            is_undeclared=change.pk in found.undeclared,
            crop=Crop.around(newer.face, change.box)
            if change.new_box
            else Crop.around(older.face, change.box_before),
        )
        for change in found.shown
    ]
    return Declaration(found, lines)
