"""The cases of a person, and the page of one case."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from drawings.fates import Renumbered, proposed_in
from reviews.access import (
    is_applicant_side,
    is_builder,
    may_see_revocations,
    may_take_archive,
    visible_letters,
    waits_for,
)
from reviews.actions.cases import confirm_case
from reviews.comparing import last_hand_in
from reviews.issuance import issued_by
from reviews.lanes import board_of
from reviews.models import Case, DepartmentReview
from reviews.models.case import CaseQuerySet
from reviews.promises import sheet_promises
from reviews.routing import facts_from
from reviews.routing.facts import USE_NAMES
from reviews.states import CASE, CaseState, DepartmentReviewState
from reviews.timeline import moments_of
from reviews.views.letters import letter_lines
from reviews.views.materials import ledger_of
from reviews.views.onward import doors_of
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case, set_of, set_seen_by
from reviews.views.sheets import pdf_response
from reviews.views.turn import turn_of
from reviews.views.way import steps_of
from signatures.models import IssuedFile
from storage import clock

ROWS = 30
MOMENTS = 7
_MINE = {CaseState.DRAFT, CaseState.RETURNED, CaseState.REVISING}


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the list."""

    case: Case
    waits: str
    is_mine: bool
    review: DepartmentReview | None
    is_late: bool


@login_required
@require_safe
def cases(request: SignedInRequest) -> HttpResponse:
    """The person's cases: where each stands and whose move it is."""
    words = request.GET.get("q", "").strip()[:60]
    show = request.GET.get("show", "")
    rows = _found(request.user, words)
    total = rows.count()
    if show == "mine":
        rows = rows.filter(state__in=[state.value for state in _MINE])
    elif show == "underway":
        rows = rows.underway()
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": list(_rows(request.user, page.object_list)),
        "words": words,
        "show": show,
        "total": total,
        "may_open": _may_open(request.user),
        "params": f"q={words}&show={show}&",
    }
    return render(request, "reviews/cases.html", context)


@login_required
@require_safe
def case(request: SignedInRequest, serial: str) -> HttpResponse:
    """The page of a case: what comes next, how far everybody is, what happened."""
    case = case_seen_by(request, serial)
    facts = facts_from(case.project.facts)
    moments = moments_of(case, request.user)
    issued = list(issued_by(case))
    context = {
        "case": case,
        "facts": facts,
        "use": USE_NAMES[facts.use].told(_),
        "sheets": case.revisions_now().count(),
        "steps": steps_of(case),
        "turn": turn_of(case, request.user),
        "doors": doors_of(request.user, case),
        "board": board_of(case, request.user),
        "ledger": ledger_of(case),
        "promised": sheet_promises(case),
        "moments": moments[:MOMENTS],
        "moment_count": len(moments),
        "letters": letter_lines(visible_letters(request.user, case).order_by("-pk")),
        "issued": issued,
        "may_revoke": bool(issued) and may_see_revocations(request.user, case),
        "may_archive": bool(issued) and may_take_archive(request.user, case),
        "is_applicant": is_applicant_side(request.user, case),
        "is_builder": is_builder(request.user, case),
        "units": _units(case),
        "is_set_seen": set_seen_by(request.user, case) is not None,
        "may_withdraw": is_builder(request.user, case)
        and CASE.may_move(CaseState(case.state), CaseState.WITHDRAWN),
        "renumberings": _renumberings(request.user, case),
        "is_compared": last_hand_in(request.user, case) is not None,
    }
    return render(request, "reviews/case.html", context)


@login_required
@require_safe
def timeline(request: SignedInRequest, serial: str) -> HttpResponse:
    """Everything that happened in a case, as far as the person may know."""
    case = case_seen_by(request, serial)
    context = {"case": case, "moments": moments_of(case, request.user)}
    return render(request, "reviews/timeline.html", context)


@login_required
@require_safe
def issued_file(request: SignedInRequest, serial: str, code: str) -> FileResponse:
    """One sealed file that is in force."""
    case = case_seen_by(request, serial)
    row = get_object_or_404(_issued(case).select_related("blob"), code=code)
    assert row.blob is not None  # noqa: S101  `_issued` asks for it
    return pdf_response(row.blob, f"{row.label}.pdf")


@login_required
@require_POST
def confirm(request: SignedInRequest, serial: str) -> HttpResponse:
    """The builder confirms what is handed in."""
    case = applicants_case(request, serial)
    confirm_case(case=case, actor=request.user)
    return redirect("workflow:submit", serial=serial)


def _found(user: User, words: str) -> CaseQuerySet:
    now = DepartmentReview.objects.select_related("round").order_by("due_at")
    rows = (
        Case.objects.seen_by(user)
        .select_related("project__builder", "project__designer", "project__region")
        .prefetch_related(Prefetch("department_reviews", queryset=now))
        .order_by("-opened_at", "-pk")
    )
    if words:
        rows = rows.filter(
            Q(serial__icontains=words)
            | Q(project__name__icontains=words)
            | Q(project__code__icontains=words)
        )
    return rows


def _rows(user: User, found: Iterable[Case]) -> "Iterable[Row]":
    sides = {
        "builder": pgettext("whose move", "builder and design firm"),
        "window": pgettext("whose move", "window"),
        "departments": pgettext("whose move", "departments"),
        "lead": pgettext("whose move", "lead department"),
        "system": pgettext("whose move", "the system"),
        "nobody": pgettext("whose move", "nobody"),
    }
    now = clock.now()
    units = set(user.seats.values_list("organisation", flat=True))
    for case in found:
        side = waits_for(case)
        project = case.project
        is_mine = side == "builder" and bool(
            units & {project.builder_id, project.designer_id}
        )
        review = _next_due(case)
        is_late = bool(review and review.due_at and review.due_at < now)
        waits = pgettext("whose move", "you") if is_mine else sides[side]
        yield Row(case, waits, is_mine, review, is_late)


def _next_due(case: Case) -> DepartmentReview | None:
    """The review of the running round that is due first."""
    if case.state != CaseState.REVIEWING:
        return None
    return next(
        (
            review
            for review in case.department_reviews.all()
            if review.round.number == case.round_number
            and review.state != DepartmentReviewState.APPROVED
            and review.due_at
        ),
        None,
    )


def _may_open(user: User) -> bool:
    return user.seats.filter(organisation__kind__in=["builder", "designer"]).exists()


def _renumberings(user: User, case: Case) -> list[Renumbered]:
    """What the builder's side still has to say about sheets under a new number."""
    if case.state != CaseState.REVISING or not is_applicant_side(user, case):
        return []
    return proposed_in(set_of(case))


def _issued(case: Case) -> "QuerySet[IssuedFile]":
    rows = IssuedFile.objects.in_force().exclude(kind=IssuedFile.Kind.NOTICE)
    return rows.filter(stream=case.serial, blob__isnull=False)


def _units(case: Case) -> list[tuple[str, str, str]]:
    """Everybody who takes part: role, name, sector."""
    project = case.project
    rows = [
        (pgettext("role in a case", "builder"), project.builder.name, ""),
        (pgettext("role in a case", "design firm"), project.designer.name, ""),
    ]
    if case.window:
        rows.append((pgettext("role in a case", "window"), case.window.name, ""))
    reviews = case.reviews_now() if case.accepted_at else []
    rows += [
        (
            pgettext("role in a case", "department"),
            one.department.name,
            one.department.sector,
        )
        for one in reviews
    ]
    return rows
