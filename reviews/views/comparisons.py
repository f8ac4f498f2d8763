"""The comparison of two versions of a sheet: what changed, how sure, what it touches."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from drawings.models import Comparison
from reviews.access import is_official, own_review
from reviews.actions.looking import note_opened
from reviews.comparing import comparisons_told
from reviews.differences import (
    ChangeLine,
    compared_faces,
    cuts_of,
    groups_of,
    lines_of,
    ticks_by,
)
from reviews.howsure import not_looked_at, quality_of, reason_of
from reviews.marks import placed_on
from reviews.models import Case, Opinion
from reviews.telling import opinions_told
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sheet_context import strip_of
from reviews.views.sheet_faces import tiles_of
from reviews.views.sheet_panel import is_writer
from reviews.views.sheets import LONG
from storage.actions.blobs import file_of

MOST_LISTED = 400
SHOWS = ("undeclared", "touching", "waiting")


@login_required
@require_safe
def compare(request: SignedInRequest, serial: str, comparison_id: int) -> HttpResponse:
    """Both versions over each other, the list of changes, one change in detail."""
    case = case_seen_by(request, serial)
    comparison = comparison_seen_by(request.user, case, comparison_id)
    if request.method == "GET":
        note_opened(case=case, revision=comparison.newer, user=request.user)
    opinions = _opinions(request.user, case, comparison)
    review = own_review(request.user, case)
    lines = lines_of(comparison, opinions, review)
    show = request.GET.get("show", "")
    shown = [line for line in lines if is_shown(line, show)][:MOST_LISTED]
    chosen = _chosen(shown, request.GET.get("change", ""))
    older, newer = compared_faces(comparison)
    context = {
        **strip_of(case, request.user),
        **_canvas(comparison, shown),
        "tiles_old": tiles_of(older),
        "tiles_new": tiles_of(newer),
        "comparison": comparison,
        "sheet": comparison.newer.sheet,
        "groups": groups_of(shown),
        "all": len(lines),
        "left_out": sum(is_shown(line, show) for line in lines) - len(shown),
        "undeclared": sum(line.is_undeclared for line in lines),
        "touching": sum(bool(line.touches) for line in lines),
        "waiting": sum(line.waits for line in lines) if review else None,
        "may_judge": may_judge(request.user, case, comparison),
        "show": show if show in SHOWS else "",
        "marks": _marks(request.user, case, comparison, opinions),
        "quality": quality_of(comparison.registration),
        "reason": reason_of(comparison.reason),
        "not_compared": not_looked_at(comparison.not_compared),
        "selected": chosen.change.index if chosen else None,
        **(_detail(request.user, case, comparison, chosen) if chosen else {}),
    }
    return render(request, "reviews/compare.html", context)


@login_required
@require_safe
def change(
    request: SignedInRequest, serial: str, comparison_id: int, index: int
) -> HttpResponse:
    """One change in detail, for the pane beside the canvas."""
    case = case_seen_by(request, serial)
    comparison = comparison_seen_by(request.user, case, comparison_id)
    opinions = _opinions(request.user, case, comparison)
    lines = lines_of(comparison, opinions, own_review(request.user, case))
    found = next((line for line in lines if line.change.index == index), None)
    if found is None:
        raise Http404
    context = {"case": case, **_detail(request.user, case, comparison, found)}
    return render(request, "reviews/_compare_change.html", context)


@login_required
@require_safe
@cache_control(private=True, max_age=LONG, immutable=True)
def lines(
    request: SignedInRequest, serial: str, comparison_id: int
) -> HttpResponseBase:
    """The lines of the changes, in millimetres of the newer sheet."""
    case = case_seen_by(request, serial)
    comparison = comparison_seen_by(request.user, case, comparison_id)
    if comparison.geometry is None:
        return JsonResponse([], safe=False)
    return FileResponse(
        file_of(comparison.geometry).open("rb"), content_type="application/json"
    )


def comparison_seen_by(user: User, case: Case, comparison_id: int) -> Comparison:
    """A comparison of the case; one of a set not yet handed in is the applicant's alone.

    Raises:
        Http404: there is none that the person may see.

    """
    found = (
        comparisons_told(user, case)
        .filter(pk=comparison_id)
        .select_related(
            "older__pdf",
            "older__dwg",
            "older__submission",
            "newer__pdf",
            "newer__dwg",
            "newer__sheet",
            "newer__submission",
            "geometry",
        )
        .first()
    )
    if found is None:
        raise Http404
    return found


def _opinions(user: User, case: Case, comparison: Comparison) -> list[Opinion]:
    return [
        row
        for row in opinions_told(user, case)
        if row.sheet_id == comparison.newer.sheet_id
    ]


def _canvas(comparison: Comparison, shown: list[ChangeLine]) -> dict[str, object]:
    older, newer = compared_faces(comparison)
    found = comparison.registration
    return {
        "width_mm": newer.width_mm,
        "height_mm": newer.height_mm,
        "old_width_mm": older.width_mm,
        "old_height_mm": older.height_mm,
        "laid": {
            "scale": found.get("scale", 1.0),
            "rotation_deg": found.get("rotation_deg", 0.0),
            "dx_mm": found.get("dx_mm", 0.0),
            "dy_mm": found.get("dy_mm", 0.0),
            "parts": found.get("parts", []),
        },
        "changes": [line.as_frame() for line in shown],
    }


def _marks(
    user: User, case: Case, comparison: Comparison, opinions: list[Opinion]
) -> list[dict[str, object]]:
    review = own_review(user, case)
    own = review.department_id if review else None
    return [one.as_mark(own) for one in placed_on(comparison.newer, opinions)]


def is_shown(line: ChangeLine, show: str) -> bool:
    """Whether a change passes the filter of the list: a value of `SHOWS`, or all."""
    if show == "waiting":
        return line.waits
    if show == "undeclared":
        return line.is_undeclared
    return bool(line.touches) if show == "touching" else True


def _chosen(shown: list[ChangeLine], index: str) -> ChangeLine | None:
    wanted = [line for line in shown if str(line.change.index) == index]
    waiting = [line for line in shown if line.waits]
    undeclared = [line for line in shown if line.is_undeclared]
    return next(iter([*wanted, *waiting, *undeclared, *shown]), None)


def may_judge(user: User, case: Case, comparison: Comparison) -> bool:
    """Whether the person may say now what the department makes of these changes."""
    is_now = comparison.newer.submission_id == case.current_round.submission_id
    return is_now and is_writer(user, case, own_review(user, case))


def _detail(
    user: User, case: Case, comparison: Comparison, line: ChangeLine
) -> dict[str, object]:
    reviews = [*case.reviews_now()] if is_official(user, case) else []
    before, after = cuts_of(line.change, comparison)
    region = line.change.region
    return {
        "comparison": comparison,
        "line": line,
        "before": before,
        "after": after,
        "ticks": ticks_by([line.change], reviews)[line.change.pk],
        "own_tick": line.own,
        "may_judge": may_judge(user, case, comparison),
        "in_region": comparison.changes.filter(region=region).count()
        if region >= 0
        else 0,
    }
