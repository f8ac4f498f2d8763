"""The designer answers: opinion by opinion, with the region."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drawings.models import Submission
from reviews.access import is_applicant_side, visible_opinions
from reviews.actions.answers import answer_opinion
from reviews.answering import Spot, spot_of
from reviews.forms.builder import ReplyForm
from reviews.models import Case, Opinion, Reply
from reviews.states import CaseState, OpinionState
from reviews.telling import opinions_told
from reviews.views.declaring import sending_of
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case, set_of

FRESH = {OpinionState.STANDING, OpinionState.ANSWERED}


@login_required
@require_http_methods(["GET", "HEAD"])
def answers(request: SignedInRequest, serial: str) -> HttpResponse:
    """The answers of a case; begins with the first opinion that waits."""
    case = case_seen_by(request, serial)
    opinions = _told(request, case)
    first = next((o for o in opinions if o.state == OpinionState.STANDING), None)
    chosen = first or (opinions[0] if opinions else None)
    return _page(request, case, opinions, chosen)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, serial: str, number: str) -> HttpResponse:
    """One opinion with its region and its answer."""
    if request.method == "POST":
        return _answer(request, serial, number)
    case = case_seen_by(request, serial)
    opinions = _told(request, case)
    return _page(request, case, opinions, _numbered(opinions, number))


def _answer(request: SignedInRequest, serial: str, number: str) -> HttpResponse:
    case = applicants_case(request, serial)
    opinions = _told(request, case)
    opinion = _numbered(opinions, number)
    spot = _spot(case, opinion, set_of(case))
    form = ReplyForm(request.POST, unchanged=spot.unchanged if spot else "")
    if not form.is_valid():
        return _page(request, case, opinions, opinion, form)
    answer_opinion(opinion=opinion, author=request.user, **form.cleaned_data)
    messages.success(
        request, _("The answer to %(number)s is kept.") % {"number": number}
    )
    following = _next_waiting(opinions, opinion)
    if following is None:
        return redirect("reviews:answer", serial=serial, number=number)
    return redirect("reviews:answer", serial=serial, number=following.number)


def _next_waiting(opinions: list[Opinion], done: Opinion) -> Opinion | None:
    place = opinions.index(done)
    order = [*opinions[place + 1 :], *opinions[:place]]
    return next((o for o in order if o.state == OpinionState.STANDING), None)


def _told(request: SignedInRequest, case: Case) -> list[Opinion]:
    """Opinions that were released, whoever asks: drafts have no place on this page."""
    rows = visible_opinions(request.user, case).filter(released_at__isnull=False)
    found = list(
        rows.exclude(state=OpinionState.WITHDRAWN)
        .select_related("revision__dwg", "revision__pdf", "replaced_by")
        .prefetch_related("replies__author")
        .order_by("sheet__order", "pk")
    )
    told = {row.pk: row.state for row in opinions_told(request.user, case)}
    for row in found:
        if row.state != told.get(row.pk, row.state):
            row.state, row.replaced_by = told[row.pk], None
    return found


def _numbered(opinions: list[Opinion], number: str) -> Opinion:
    found = next((o for o in opinions if o.number == number), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: SignedInRequest,
    case: Case,
    opinions: list[Opinion],
    chosen: Opinion | None,
    form: ReplyForm | None = None,
) -> HttpResponse:
    is_revising = case.state == CaseState.REVISING
    may_answer = is_revising and is_applicant_side(request.user, case)
    submission = set_of(case) if may_answer else None
    fresh = [o for o in opinions if o.state in FRESH]
    waiting = [o for o in fresh if o.state == OpinionState.STANDING]
    replies = list(chosen.replies.all()) if chosen else []
    spot = _spot(case, chosen, submission)
    context = {
        "case": case,
        "opinions": opinions,
        "chosen": chosen,
        "place": opinions.index(chosen) + 1 if chosen else 0,
        "spot": spot,
        "replies": replies,
        "form": form or _form(case, replies, spot),
        "may_answer": may_answer,
        "can_answer": may_answer and chosen is not None and chosen.state in FRESH,
        "done": len(fresh) - len(waiting),
        "total": len(fresh),
    }
    if submission is not None:
        context |= sending_of(case, submission)
    return render(request, "reviews/answers.html", context, status=422 if form else 200)


def _spot(
    case: Case, chosen: Opinion | None, submission: Submission | None
) -> Spot | None:
    if chosen is None:
        return None
    if submission is None and case.round_number > 1:
        submission = case.current_round.submission
    return spot_of(chosen, submission)


def _form(case: Case, replies: list[Reply], spot: Spot | None) -> ReplyForm:
    """The answer of this round to go on with, or an empty one."""
    unchanged = spot.unchanged if spot else ""
    now = next((r for r in replies if r.round_number == case.round_number), None)
    if now is None:
        return ReplyForm(unchanged=unchanged)
    return ReplyForm(
        initial={
            "kind": now.kind,
            "text": now.text,
            "reason_unchanged": now.reason_unchanged,
        },
        unchanged=unchanged,
    )
