"""The workbench: one sheet with its opinions, and the conclusion of the department."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from drawings.models import Comparison, SheetRevision
from reviews.access import is_head, own_review
from reviews.actions.looking import note_opened
from reviews.agenda import Agenda, agenda_of, by_discipline
from reviews.forms.reviewing import RESULTS, OpinionForm
from reviews.models import Case, DepartmentReview
from reviews.reporting import seal_of
from reviews.standing import hindrances
from reviews.states import DepartmentReviewState, Result
from reviews.telling import opinions_told
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sheet_context import revision_seen_by, strip_of
from reviews.views.sheet_faces import ahead_of, asked_of, viewer_of
from reviews.views.sheet_panel import is_writer, panel_of

GOOD = {Result.PASS, Result.NOT_APPLICABLE}


@login_required
@require_safe
def workbench(request: SignedInRequest, serial: str) -> HttpResponse:
    """Lead to the first sheet that has to be looked at."""
    case = case_seen_by(request, serial)
    first = agenda_of(case, opinions_told(request.user, case)).first()
    if first is None:
        context = strip_of(case, request.user)
        return render(request, "reviews/workbench_empty.html", context)
    return redirect("reviews:workbench_sheet", serial, first.revision.pk)


@login_required
@require_safe
def workbench_sheet(
    request: SignedInRequest, serial: str, revision_id: int
) -> HttpResponse:
    """One sheet on the canvas, its index to the left, its opinions to the right."""
    case = case_seen_by(request, serial)
    revision = revision_seen_by(request.user, case, revision_id)
    if request.method == "GET":
        note_opened(case=case, revision=revision, user=request.user)
    return sheet_page(request, case, revision)


def sheet_page(
    request: SignedInRequest,
    case: Case,
    revision: SheetRevision,
    *,
    form: OpinionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one sheet; with a form that comes back, status 422."""
    user = request.user
    agenda = agenda_of(case, opinions_told(user, case))
    about = request.GET.get("about", "")
    lines = {line.revision.pk: line for line in agenda.carried}
    panel = panel_of(user, case, revision, form=form, about=about)
    context = {
        **strip_of(case, user),
        **index_of(agenda, revision, show=request.GET.get("show", "")),
        **canvas_of(case, revision, user),
        **dock_of(user, case),
        "carried": lines.get(revision.pk),
        "panel": panel,
        "marks": panel.marks,
        "sector": panel.sector,
        "counts": panel.counts(),
        "selected": request.GET.get("opinion", ""),
        **asked_of(request.GET),
        "around": "reviews/_sheet_steps.html",
    }
    return render(request, "reviews/workbench.html", context, status=status)


def index_of(
    agenda: Agenda, revision: SheetRevision, *, show: str
) -> dict[str, object]:
    """The index of sheets, and the neighbours of the one that is open."""
    to_see = agenda.to_see
    is_all = show == "all" or not to_see or len(to_see) == len(agenda.lines)
    shown = list(agenda.lines) if is_all else to_see
    places = [line.revision.sheet_id for line in shown]
    here = places.index(revision.sheet_id) if revision.sheet_id in places else -1
    return {
        "agenda": agenda,
        "groups": by_discipline(shown),
        "show_all": is_all,
        "ahead": ahead_of(
            shown[here + 1].revision if 0 <= here < len(shown) - 1 else None
        ),
        "place": here + 1,
        "places": len(shown),
        "before": shown[here - 1].revision if here > 0 else None,
        "after": shown[here + 1].revision if here + 1 < len(shown) else None,
    }


def canvas_of(case: Case, revision: SheetRevision, user: User) -> dict[str, object]:
    """What the viewer needs, and the comparison of this revision."""
    face = revision.face
    comparison = (
        Comparison.objects.filter(newer=revision).select_related("older").first()
    )
    about = [_("version %(version)s") % {"version": revision.version}]
    about += [face.scale] if face.scale else []
    return {
        **viewer_of(revision, user),
        "about": " · ".join(about),
        "seal": seal_of(revision),
        "comparison": comparison,
        "is_newest": case.revisions_now().filter(pk=revision.pk).exists(),
    }


def dock_of(user: User, case: Case) -> dict[str, object]:
    """The conclusion of the own department and what still keeps it from it."""
    review = own_review(user, case)
    if review is None:
        return {"may_conclude": False}
    open_count = _own_open(case, review)
    may_conclude = is_writer(user, case, review)
    return {
        "may_conclude": may_conclude,
        "is_head": is_head(user, review),
        "waits_for_head": review.state == DepartmentReviewState.DRAFTED,
        "hindrances": hindrances(review) if may_conclude else [],
        "own_open": open_count,
        "results": [
            {
                "value": result.value,
                "label": label,
                "is_off": bool(open_count) and result in GOOD,
                "is_chosen": _is_proposed(review, result, open_count),
            }
            for result, label in RESULTS.items()
        ],
        "result_label": RESULTS[Result(review.result)] if review.result else "",
    }


def _is_proposed(review: DepartmentReview, result: Result, open_count: int) -> bool:
    if review.result:
        return bool(review.result == result)
    # a pass is never proposed: nobody passes a set with one click and no look
    return bool(open_count) and result == Result.PASS_AFTER_CHANGE


def _own_open(case: Case, review: DepartmentReview) -> int:
    return case.opinions.open().filter(review__department=review.department).count()
