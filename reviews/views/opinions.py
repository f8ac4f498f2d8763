"""Opinions of one sheet: list and marks, written, changed, withdrawn; clauses to choose."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from drawings.models import SheetRevision
from reviews.access import may_edit_opinion, own_review
from reviews.actions.opinions import edit_opinion, give_opinion, withdraw_opinion
from reviews.errors import NotYours
from reviews.forms.reviewing import PHRASES, OpinionForm
from reviews.lateness import proof_of_lateness
from reviews.models import Case, Clause, DepartmentReview, Opinion
from reviews.telling import opinions_told
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sheet_context import revision_seen_by
from reviews.views.sheet_panel import is_writer, meetings_about, panel_of
from reviews.views.workbench import sheet_page
from storage import clock
from storage.texts import is_key

MOST_CLAUSES = 12
NOTHING_NEW = 204


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_opinions(
    request: SignedInRequest, serial: str, revision_id: int
) -> HttpResponse:
    """GET: the list with its marks, 204 while nothing is new. POST: a new opinion."""
    case = case_seen_by(request, serial)
    revision = revision_seen_by(request.user, case, revision_id)
    if request.method == "POST":
        return _give(request, case, revision)
    panel = panel_of(request.user, case, revision)
    if request.GET.get("seen") == panel.digest:
        return HttpResponse(status=NOTHING_NEW)
    return render(request, "reviews/_opinion_list.html", {"panel": panel})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: SignedInRequest, serial: str, opinion_id: int) -> HttpResponse:
    """GET: one opinion to read, or to change where it is one's own draft. POST: change."""
    case = case_seen_by(request, serial)
    found = opinion_seen_by(request.user, case, opinion_id)
    if request.method == "POST":
        return _edit(request, case, found)
    form = None
    if _may_change(request.user, case, found):
        form = _form(case, found)
    return _opinion_pane(request, case, found, form)


@login_required
@require_POST
def withdrawal(request: SignedInRequest, serial: str, opinion_id: int) -> HttpResponse:
    """Take an own draft back."""
    case = case_seen_by(request, serial)
    found = opinion_seen_by(request.user, case, opinion_id)
    withdraw_opinion(opinion=found, author=request.user)
    return _panel_again(request, case, found.revision, status=200)


@login_required
@require_safe
def clauses(request: SignedInRequest, serial: str) -> HttpResponse:
    """Clauses in force that hold the words; the chosen one stays on top."""
    case_seen_by(request, serial)
    words = request.GET.get("words", "").strip()[:100]
    chosen = request.GET.get("clause", "")
    rows = Clause.objects.in_force(clock.today())
    kept = rows.filter(pk=chosen).first() if is_key(chosen) else None
    found = list(rows.matching(words)[:MOST_CLAUSES]) if words else []
    context = {"chosen": kept, "clauses": found, "words": words}
    return render(request, "reviews/_clauses.html", context)


def opinion_seen_by(user: User, case: Case, opinion_id: int) -> Opinion:
    """The opinion, if the person may read it; else it is not there."""
    for row in opinions_told(user, case):
        if row.pk == opinion_id:
            return row
    raise Http404


def _give(
    request: SignedInRequest, case: Case, revision: SheetRevision
) -> HttpResponse:
    review = _review_for(request.user, case)
    form = OpinionForm(request.POST, case=case, revision=revision)
    if not form.is_valid():
        return _form_again(request, case, revision, form)
    said = give_opinion(
        review=review, revision=revision, author=request.user, remark=form.remark()
    )
    return _panel_again(request, case, revision, status=201, saved=said)


def _edit(request: SignedInRequest, case: Case, found: Opinion) -> HttpResponse:
    form = _form(case, found, request)
    if not form.is_valid():
        return _opinion_pane(request, case, found, form, status=422)
    said = edit_opinion(opinion=found, author=request.user, remark=form.remark())
    return _panel_again(request, case, found.revision, status=200, saved=said)


def _review_for(user: User, case: Case) -> DepartmentReview:
    review = own_review(user, case)
    if review is None:
        raise NotYours(_("You do not review for a department of this case."))
    return review


def _may_change(user: User, case: Case, found: Opinion) -> bool:
    return is_writer(user, case, own_review(user, case)) and may_edit_opinion(
        user, found
    )


def _form(
    case: Case, found: Opinion, request: SignedInRequest | None = None
) -> OpinionForm:
    return OpinionForm(
        request.POST if request else None,
        case=case,
        revision=found.revision,
        opinion=found,
    )


def _panel_again(
    request: SignedInRequest,
    case: Case,
    revision: SheetRevision,
    *,
    status: int,
    saved: Opinion | None = None,
) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return redirect("reviews:workbench_sheet", case.serial, revision.pk)
    panel = panel_of(request.user, case, revision, saved=saved)
    context = {"panel": panel, "is_saved": True}
    return render(request, "reviews/_workbench_panel.html", context, status=status)


def _form_again(
    request: SignedInRequest, case: Case, revision: SheetRevision, form: OpinionForm
) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        return sheet_page(request, case, revision, form=form, status=422)
    panel = panel_of(request.user, case, revision, form=form)
    context = {"panel": panel}
    return render(request, "reviews/_workbench_panel.html", context, status=422)


def _opinion_pane(
    request: SignedInRequest,
    case: Case,
    found: Opinion,
    form: OpinionForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": case,
        "opinion": found,
        "form": form,
        "phrases": [_(phrase) for phrase in PHRASES],
        "late_proof": proof_of_lateness(found),
        "replies": list(found.replies.select_related("author")),
        "consultation": meetings_about(request.user, case, [found.pk]).get(found.pk),
    }
    return render(request, "reviews/_opinion_pane.html", context, status=status)
