"""The regulator's pages: the overview, the lists behind its figures, urging."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from reviews.access import is_head, is_regulator
from reviews.actions.oversight import answer_urging, urge_review
from reviews.auditing import check_ledger, last_check
from reviews.charts import Chart, line_chart
from reviews.forms.oversight import UrgingAnswerForm, UrgingForm
from reviews.models import Consultation, DepartmentReview, Urging
from reviews.overview import Month, figures_of, months_of, tree_of
from reviews.rates import DEFINED_ON, rates_of
from reviews.states import CaseState, ConsultationState
from reviews.supervision import PERIODS, Scene, scene_of, supervised_regions
from reviews.urged import urgings_of
from reviews.views.oversight_rows import watched
from reviews.views.requests import SignedInRequest
from storage import clock

SHOWN = 6


@login_required
@require_safe
def oversight(request: SignedInRequest) -> HttpResponse:
    """Where time is lost in the region, and what can be done about it."""
    regions = supervised_regions(request.user)
    if not regions:
        raise Http404
    period = period_of(request)
    scene = scene_of(request.user, period)
    due = watched(row.pk for row in scene.of_reviews("due"))
    overdue = watched(row.pk for row in scene.of_reviews("overdue"))
    context = {
        "region": regions[0],
        "period": period,
        "periods": PERIODS.items(),
        "now": clock.now(),
        "defined_on": DEFINED_ON,
        "figures": figures_of(scene),
        "tree": tree_of(scene, regions),
        "rates": rates_of(scene),
        "chart": _chart(months_of(scene)),
        "due": due[:SHOWN],
        "due_count": len(due),
        "overdue": overdue[: 2 * SHOWN],
        "overdue_count": len(overdue),
        "meetings": _meetings(scene),
        "ledger": last_check(),
    }
    return render(request, "reviews/oversight.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ledger(request: SignedInRequest) -> HttpResponse:
    """GET: how the ledger stands, read again when that is long ago. POST: read it now."""
    if not is_regulator(request.user):
        raise Http404
    found = last_check()
    if request.method == "POST" or found is None or not found.is_fresh:
        found = check_ledger()
    if request.headers.get("HX-Request") != "true":
        return redirect("reviews:oversight")
    return render(request, "reviews/_oversight_ledger.html", {"ledger": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def urgings(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET: how a department was urged and what it answered. POST: urge it."""
    review = _review_seen_by(request.user, pk)
    if request.method != "POST":
        return _urgings_page(request, review, UrgingForm())
    form = UrgingForm(request.POST)
    if not form.is_valid():
        return _urgings_page(request, review, form, status=422)
    urge_review(
        review=review,
        actor=request.user,
        form=form.cleaned_data["form"],
        text=form.cleaned_data["text"],
        until=form.cleaned_data["until"],
    )
    messages.success(request, _("The urging is on record; the head reads it."))
    return redirect("reviews:urgings", pk)


@login_required
@require_POST
def urging_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head of the department answers an urging."""
    urging = get_object_or_404(Urging.objects.select_related("review"), pk=pk)
    review = _review_seen_by(request.user, urging.review_id)
    form = UrgingAnswerForm(request.POST)
    if not form.is_valid():
        return _urgings_page(request, review, UrgingForm(), answer=form, status=422)
    answer_urging(urging=urging, head=request.user, answer=form.cleaned_data["answer"])
    messages.success(request, _("The answer is on record."))
    return redirect("reviews:urgings", review.pk)


def period_of(request: SignedInRequest) -> str:
    """The period that is asked for; the month where none is."""
    asked = request.GET.get("period", "")
    return asked if asked in PERIODS else "month"


def _review_seen_by(user: User, pk: int) -> DepartmentReview:
    """The review, for its regulator and for the head of its department."""
    review = get_object_or_404(
        DepartmentReview.objects.select_related(
            "case__project__region", "department", "round"
        ),
        pk=pk,
    )
    if not is_regulator(user, review.case) and not is_head(user, review):
        raise Http404
    return review


def _urgings_page(
    request: SignedInRequest,
    review: DepartmentReview,
    form: UrgingForm,
    *,
    answer: UrgingAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_urge = (
        is_regulator(request.user, review.case)
        and review.is_open
        and review.case.state == CaseState.REVIEWING
    )
    context = {
        "case": review.case,
        "review": review,
        "row": next(iter(watched([review.pk])), None),
        "urgings": urgings_of(review),
        "form": form,
        "answer_form": answer or UrgingAnswerForm(auto_id="answer-%s"),
        "may_urge": may_urge,
        "may_answer": is_head(request.user, review),
        "is_regulator": is_regulator(request.user, review.case),
    }
    return render(request, "reviews/oversight_urgings.html", context, status=status)


def _meetings(scene: Scene) -> list[Consultation]:
    return list(
        Consultation.objects.filter(
            case__in=scene.meeting, state__in=[ConsultationState.OPEN]
        )
        .select_related(
            "case__project",
            "opinion_a__review__department",
            "opinion_b__review__department",
        )
        .order_by("opened_at")[:SHOWN]
    )


def _chart(months: list[Month]) -> Chart:
    return line_chart(
        [str(month.first.month) for month in months],
        [
            ("accepted", _("accepted"), [month.accepted for month in months]),
            ("issued", _("issued"), [month.issued for month in months]),
            ("late", _("reviews late"), [month.late for month in months]),
        ],
    )
