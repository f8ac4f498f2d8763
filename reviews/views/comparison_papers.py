"""What of a comparison can be taken away: the printable report, the clouds for CAD."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.models import User
from drawings.diff.clouds import clouds_dxf
from drawings.models import Comparison
from reviews.compared import clouds_of, report_of_case, report_of_comparison
from reviews.differences import lines_of
from reviews.letters.comparison import Report, comparison_report
from reviews.models import Case, Opinion
from reviews.telling import opinions_told
from reviews.views.comparisons import comparison_seen_by, comparisons_told
from reviews.views.requests import SignedInRequest, case_seen_by


@login_required
@require_safe
def sheet_report(
    request: SignedInRequest, serial: str, comparison_id: int
) -> HttpResponse:
    """The report of one sheet, as PDF."""
    case = case_seen_by(request, serial)
    comparison = comparison_seen_by(request.user, case, comparison_id)
    opinions = _opinions(request.user, case, comparison)
    report = report_of_comparison(comparison, case, opinions)
    return _pdf(report, f"{case.serial}-{comparison.newer.sheet.number}")


@login_required
@require_safe
def case_report(request: SignedInRequest, serial: str) -> HttpResponse:
    """The report of everything that came with the last hand-in the person may see."""
    case = case_seen_by(request, serial)
    rows = list(comparisons_seen_by(request.user, case))
    if not rows:
        raise Http404
    report = report_of_case(case, rows, opinions_told(request.user, case))
    return _pdf(report, f"{case.serial}-comparison")


@login_required
@require_safe
def clouds(request: SignedInRequest, serial: str, comparison_id: int) -> HttpResponse:
    """The changes of a sheet as revision clouds in a DXF."""
    case = case_seen_by(request, serial)
    comparison = comparison_seen_by(request.user, case, comparison_id)
    lines = lines_of(comparison, _opinions(request.user, case, comparison))
    found, to_paper = clouds_of(comparison, lines)
    name = f"{case.serial}-{comparison.newer.sheet.number}-clouds.dxf"
    return _attached(clouds_dxf(found, to_paper=to_paper), name, "image/vnd.dxf")


def comparisons_seen_by(user: User, case: Case) -> list[Comparison]:
    """The comparisons of the last hand-in; of one not yet handed in for its side alone."""
    rows = comparisons_told(user, case)
    last = rows.order_by("-newer__submission__number").first()
    if last is None:
        return []
    return list(
        rows.filter(newer__submission=last.newer.submission_id)
        .select_related(
            "older__pdf__file__blob",
            "older__dwg__file__blob",
            "newer__pdf__file__blob",
            "newer__dwg__file__blob",
            "newer__sheet",
            "newer__submission",
            "answer",
        )
        .order_by("newer__sheet__order")
    )


def _opinions(user: User, case: Case, comparison: Comparison) -> list[Opinion]:
    sheet = comparison.newer.sheet_id
    return [row for row in opinions_told(user, case) if row.sheet_id == sheet]


def _pdf(report: Report, name: str) -> HttpResponse:
    return _attached(comparison_report(report).pdf, f"{name}.pdf", "application/pdf")


def _attached(data: bytes, name: str, kind: str) -> HttpResponse:
    is_download = kind != "application/pdf"
    told = content_disposition_header(is_download, name)
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": str(told)}
    )
