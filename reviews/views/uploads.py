"""The drawings of a set come in, are held against each other, put right, taken out."""

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from reviews.access import is_designer
from reviews.actions.mends import take_out_files
from reviews.forms.drawings import LONGEST_PROMISE
from reviews.intake import intake_of
from reviews.models import Case
from reviews.reconciled import Reconciliation, sorted_rows
from reviews.reconciling import ask_at_length, reconcile_set, reconcile_sheets
from reviews.states import CaseState
from reviews.tallying import Tally
from reviews.views.fates import fates_of
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case, may_change, set_of, set_seen_by
from reviews.views.transport import take_plain
from storage import clock

ROWS = 40


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, serial: str) -> HttpResponse:
    """The set: drop zone, counters, one row a sheet; a plain form posts files here."""
    if request.method == "POST":
        return take_plain(request, serial)
    case = case_seen_by(request, serial)
    context = _context(request, case)
    if context["is_open"]:
        context["intake"] = intake_of(set_of(case))
        if context["is_revision"]:
            told = fates_of(set_of(case))
            context |= {"fates": told, "undecided": len(told.proposed)}
    return render(request, "reviews/upload.html", context)


@login_required
@require_safe
def sheets(request: SignedInRequest, serial: str) -> HttpResponse:
    """The counters and the table alone, asked for again while files are being read."""
    case = case_seen_by(request, serial)
    return render(request, "reviews/_sheets.html", _context(request, case))


@login_required
@require_POST
def take_out(request: SignedInRequest, serial: str, token: UUID) -> HttpResponse:
    """Take a file out of the set."""
    case = applicants_case(request, serial)
    file = get_object_or_404(set_of(case).files, token=token)
    take_out_files(case=case, files=[file], actor=request.user)
    return after(request, case)


def after(request: SignedInRequest, case: Case) -> HttpResponse:
    """The table again for a fragment, the page for everybody else."""
    if request.headers.get("HX-Request") == "true":
        context = _context(request, case)
        return render(request, "reviews/_sheets.html", context)
    return redirect("reviews:upload", serial=case.serial)


def reconciled(request: SignedInRequest, case: Case) -> Reconciliation:
    """The set in work for those who work on it; for everybody else what was handed in."""
    if may_change(request.user, case):
        return reconcile_set(set_of(case))
    shown = case.revisions_now()
    # A returned case is with the design firm again, and what it puts in is its own.
    return reconcile_sheets(shown if set_seen_by(request.user, case) else shown.none())


def _context(request: SignedInRequest, case: Case) -> dict[str, object]:
    found = reconciled(request, case)
    is_open = may_change(request.user, case)
    show = request.GET.get("show", "")
    order = request.GET.get("order", "")
    rows = sorted_rows(found.of(show), order)
    running = found.of("running")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    ask_at_length(page.object_list)
    return {
        "case": case,
        "found": found,
        "page": page,
        "counters": found.counters(),
        "running": running,
        "show": show,
        "order": order,
        "params": _query(request.GET, without="page"),
        "filters": _query(request.GET, without="show"),
        "is_open": is_open,
        "may_sign_here": is_designer(request.user, case),
        "is_seen": set_seen_by(request.user, case) is not None,
        "latest_day": clock.today() + LONGEST_PROMISE,
        "is_revision": case.state == CaseState.REVISING,
        "tally": Tally.of(found),
        "base": reverse("reviews:upload", args=[case.serial]).rstrip("/"),
        "limit": settings.LIANSHEN_MAX_FILE_BYTES,
    }


def _query(query: QueryDict, *, without: str) -> str:
    kept = {
        key: query[key]
        for key in ("show", "order")
        if query.get(key) and key != without
    }
    return f"{urlencode(kept)}&" if kept else ""
