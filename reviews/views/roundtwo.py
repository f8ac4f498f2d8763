"""Round two: answers are judged, undeclared changes looked at, the rest is proved."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from drawings.fates import renumbered_in
from drawings.models import Change
from reviews.access import is_applicant_side, own_review
from reviews.actions.consultations import call_consultation
from reviews.actions.judgements import close_opinion, insist_on_opinion
from reviews.actions.reopening import reopen_opinion
from reviews.actions.ticks import tick_change
from reviews.agenda import Agenda, agenda_of
from reviews.comparing import last_hand_in
from reviews.differences import KINDS, cuts_of, ticks_by
from reviews.errors import NotReady, NotYours
from reviews.forms.reviewing import CallForm, ReasonForm, TickForm
from reviews.models import Case, ChangeTick, Consultation, DepartmentReview, Opinion
from reviews.rechecks import Recheck, rechecks_of
from reviews.standing import to_settle, undeclared_changes, unticked_changes
from reviews.states import OpinionState
from reviews.telling import opinions_told
from reviews.views.opinions import opinion_seen_by
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sheet_context import strip_of
from reviews.views.sheet_panel import is_writer, meetings_about

MOST_SHOWN: Final = 60
"""Opinions, and changes, of one page; what is decided makes room for the next."""


@login_required
@require_safe
def roundtwo(request: SignedInRequest, serial: str) -> HttpResponse:
    """Everything that a department has to decide in a later round."""
    case = case_seen_by(request, serial)
    user = request.user
    if is_applicant_side(user, case):
        raise Http404  # judgements of a round are told when it is released
    review = own_review(user, case)
    is_mine = review is not None and request.GET.get("who") != "all"
    opinions = opinions_told(user, case)
    agenda = agenda_of(case, opinions)
    items = _items(user, case, opinions, review if is_mine else None)
    waiting = [item for item in items if item.waits]
    undeclared = undeclared_changes(case)
    context = {
        **strip_of(case, user),
        **progress_of(user, case, review, undeclared),
        "agenda": agenda,
        "is_mine": is_mine,
        "may_judge": is_writer(user, case, review),
        "waiting": waiting[:MOST_SHOWN],
        "waiting_count": len(waiting),
        "standing": [item for item in items if _stands(item)],
        "settled": [item for item in items if not item.waits and not _stands(item)],
        **_undeclared(case, review, undeclared),
        **_fates(case, agenda),
        "others": _others(case, review),
        "is_compared": last_hand_in(user, case) is not None,
    }
    return render(request, "reviews/roundtwo.html", context)


@login_required
@require_POST
def judgement(request: SignedInRequest, serial: str, opinion_id: int) -> HttpResponse:
    """Find an answer sufficient, or not, with its reason; or take that judgement back."""
    case = case_seen_by(request, serial)
    found = opinion_seen_by(request.user, case, opinion_id)
    decision = request.POST.get("decision")
    if decision == "close":
        found = close_opinion(opinion=found, reviewer=request.user)
    elif decision == "reopen":
        found = reopen_opinion(opinion=found, reviewer=request.user)
    else:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            raise NotReady(str(form.errors["reason"][0]))
        reason = form.cleaned_data["reason"]
        found = insist_on_opinion(opinion=found, reviewer=request.user, reason=reason)
    if request.headers.get("HX-Request") != "true":
        return redirect("reviews:roundtwo", serial)
    found = opinion_seen_by(request.user, case, opinion_id)
    return _item_again(request, case, found)


@login_required
@require_POST
def call(request: SignedInRequest, serial: str, opinion_id: int) -> HttpResponse:
    """Hand a contradiction to a consultation."""
    case = case_seen_by(request, serial)
    first = opinion_seen_by(request.user, case, opinion_id)
    form = CallForm(request.POST, case=case, first=first)
    if not form.is_valid():
        raise NotReady(_("Choose the opinion of another department first."))
    meeting = call_consultation(
        first=first, second=form.cleaned_data["second"], actor=request.user
    )
    target = _meeting_url(meeting)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


@login_required
@require_POST
def tick(request: SignedInRequest, serial: str, change_id: int) -> HttpResponse:
    """Note what the department makes of a change."""
    case = case_seen_by(request, serial)
    review = own_review(request.user, case)
    if review is None:
        raise NotYours(_("You do not review for a department of this case."))
    found = get_object_or_404(
        Change.objects.select_related(
            "comparison__newer__sheet",
            "comparison__newer__submission",
            "comparison__older__submission",
        ),
        pk=change_id,
        comparison__newer__submission=case.current_round.submission,
    )
    form = TickForm(request.POST)
    if not form.is_valid():
        raise NotReady(_("Say what you make of the change."))
    tick_change(
        change=found,
        review=review,
        reviewer=request.user,
        verdict=form.cleaned_data["verdict"],
        note=form.cleaned_data["note"],
    )
    if request.headers.get("HX-Request") != "true":
        if request.POST.get("back") == "compare":
            return redirect(_next_to_look_at(found, review, serial))
        return redirect("reviews:roundtwo", serial)
    context = {
        "case": case,
        "row": _change_row(
            found, ticks_by([found], [*case.reviews_now()])[found.pk], review
        ),
        "may_judge": is_writer(request.user, case, review),
        **progress_of(request.user, case, review),
        "agenda": agenda_of(case, opinions_told(request.user, case)),
        "is_fragment": True,
    }
    return render(request, "reviews/_roundtwo_change_again.html", context)


def progress_of(
    user: User,
    case: Case,
    review: DepartmentReview | None,
    undeclared: Sequence[Change] | None = None,
) -> dict[str, object]:
    """How much of the department's part of the round is done.

    `undeclared` are the undeclared changes of the case, where they are known already.
    """
    if review is None or case.round_number == 1:
        return {"to_do": 0, "done": 0}
    own = case.opinions.released().filter(review__department=review.department)
    answered = own.filter(state=OpinionState.ANSWERED).count()
    judged = own.filter(replies__round_number=case.round_number - 1).distinct().count()
    changes = to_settle(review, undeclared)
    total = judged + changes.total
    left = answered + len(changes.left)
    return {"to_do": total, "done": total - left}


def _items(
    user: User,
    case: Case,
    opinions: list[Opinion],
    review: DepartmentReview | None,
) -> list[Recheck]:
    rows = [
        row
        for row in opinions
        if row.released_at is not None
        and (review is None or row.department_id == review.department_id)
    ]
    meetings = meetings_about(user, case, [row.pk for row in rows])
    return rechecks_of(case, rows, meetings)


def _stands(item: Recheck) -> bool:
    return bool(item.opinion.state == OpinionState.STANDING)


def _undeclared(
    case: Case, review: DepartmentReview | None, changes: Sequence[Change]
) -> dict[str, object]:
    """The first of the changes, those the department has not seen before the others."""
    said = to_settle(review, changes).said if review else frozenset()
    shown = sorted(changes, key=lambda change: change.pk in said)[:MOST_SHOWN]
    here = {change.pk for change in shown}
    ticks = ticks_by(shown, [*case.reviews_now()] if review else [])
    return {
        "undeclared": [
            _change_row(change, ticks[change.pk], review) for change in shown
        ],
        "undeclared_count": len(changes),
        "undeclared_rest": Counter(
            change.comparison for change in changes if change.pk not in here
        ).most_common(),
    }


def _change_row(
    change: Change,
    ticks: list[tuple[DepartmentReview, ChangeTick | None]],
    own: DepartmentReview | None,
) -> dict[str, object]:
    before, after = cuts_of(change, change.comparison)
    return {
        "change": change,
        "kind": KINDS.get(change.kind, change.kind),
        "before": before,
        "after": after,
        "ticks": ticks,
        "own_tick": next((t for r, t in ticks if own and r.pk == own.pk), None),
    }


def _others(case: Case, review: DepartmentReview | None) -> list[Opinion]:
    """Open opinions of other departments, with which a consultation can be called."""
    rows = case.opinions.open().select_related("review__department", "sheet")
    if review is not None:
        rows = rows.exclude(review__department=review.department)
    return list(rows)


def _fates(case: Case, agenda: Agenda) -> dict[str, object]:
    """What became of the sheets of the set before."""
    if case.round_number == 1:
        return {"withdrawn": [], "renumbered": [], "fate_count": 0}
    submission = case.current_round.submission
    withdrawn = list(submission.withdrawals.select_related("sheet", "said_by"))
    renumbered = renumbered_in(submission)
    return {
        "withdrawn": withdrawn,
        "renumbered": renumbered,
        "fate_count": len(agenda.new) + len(withdrawn) + len(renumbered),
    }


def _item_again(request: SignedInRequest, case: Case, found: Opinion) -> HttpResponse:
    review = own_review(request.user, case)
    context = {
        "case": case,
        "others": _others(case, review),
        "item": _items(request.user, case, [found], None)[0],
        "review": review,
        "may_judge": is_writer(request.user, case, review),
        **progress_of(request.user, case, review),
        "agenda": agenda_of(case, opinions_told(request.user, case)),
        "is_fragment": True,
    }
    return render(request, "reviews/_roundtwo_item_again.html", context)


def _next_to_look_at(found: Change, review: DepartmentReview, serial: str) -> str:
    """The comparison, at the next change of the sheet that still waits, else at this one."""
    waits = [
        one.index
        for one in unticked_changes(review)
        if one.comparison_id == found.comparison_id and one.pk != found.pk
    ]
    later = [index for index in waits if index > found.index]
    index = next(iter([*later, *waits, found.index]))
    address = reverse("reviews:compare", args=[serial, found.comparison_id])
    return f"{address}?change={index}"


def _meeting_url(meeting: Consultation) -> str:
    return reverse("reviews:consultation", args=[meeting.case.serial, meeting.number])
