"""What of a comparison can be taken away: the printed report, the clouds for CAD."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from drawings.diff.clouds import clouds_dxf
from drawings.models import Comparison
from reviews.actions.papers import order_paper
from reviews.clouded import clouds_of
from reviews.comparing import Told, told_to
from reviews.differences import lines_of
from reviews.models import Case, ComparisonPaper
from reviews.views.comparisons import comparison_seen_by
from reviews.views.requests import SignedInRequest, case_seen_by
from storage.actions.blobs import file_of
from storage.models import Job


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(
    request: SignedInRequest, serial: str, comparison_id: int | None = None
) -> HttpResponse:
    """How far the report of a sheet or of the case is; POST has it made."""
    case = case_seen_by(request, serial)
    row = _comparison(request, case, comparison_id)
    told = _told(request, case, row)
    if request.method == "POST":
        order_paper(case=case, comparison=row, actor=request.user, language=_language())
        return redirect(_address("report", case, row))
    paper = _paper(case, row, told)
    context = {
        "case": case,
        "comparison": row,
        "count": len(told.comparisons),
        "fate_count": len(told.fates(_language())),
        "paper": paper,
        "job": Job.objects.filter(key=paper.job_key).first() if paper else None,
        "report_url": _address("report", case, row),
        "file_url": _address("report_file", case, row),
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    page = "reviews/_paper.html" if is_fragment else "reviews/paper.html"
    return render(request, page, context)


@login_required
@require_safe
def report_file(
    request: SignedInRequest, serial: str, comparison_id: int | None = None
) -> HttpResponseBase:
    """The report as PDF, once it is made."""
    case = case_seen_by(request, serial)
    row = _comparison(request, case, comparison_id)
    paper = _paper(case, row, _told(request, case, row))
    if paper is None or paper.blob is None:
        raise Http404
    name = row.newer.sheet.number if row else "comparison"
    return FileResponse(
        file_of(paper.blob).open("rb"),
        filename=f"{case.serial}-{name}.pdf",
        content_type="application/pdf",
    )


@login_required
@require_safe
def clouds(request: SignedInRequest, serial: str, comparison_id: int) -> HttpResponse:
    """The changes of a sheet as revision clouds in a DXF."""
    case = case_seen_by(request, serial)
    comparison = comparison_seen_by(request.user, case, comparison_id)
    told = told_to(request.user, case, comparison)
    found, to_paper, layout = clouds_of(comparison, lines_of(comparison, told.opinions))
    name = f"{case.serial}-{comparison.newer.sheet.number}-clouds.dxf"
    answer = HttpResponse(
        clouds_dxf(found, to_paper=to_paper, layout=layout),
        content_type="image/vnd.dxf",
    )
    answer["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=name)
    )
    return answer


def _comparison(
    request: SignedInRequest, case: Case, comparison_id: int | None
) -> Comparison | None:
    if comparison_id is None:
        return None
    return comparison_seen_by(request.user, case, comparison_id)


def _told(request: SignedInRequest, case: Case, row: Comparison | None) -> Told:
    """What the person may be told; where there is nothing, there is no report."""
    told = told_to(request.user, case, row)
    if told.is_empty:
        raise Http404
    return told


def _paper(case: Case, row: Comparison | None, told: Told) -> ComparisonPaper | None:
    """The report that says just this, if somebody has asked for it."""
    digest = told.digest(language=_language())
    return case.papers.filter(digest=digest).select_related("blob").first()


def _language() -> str:
    return get_language() or "zh-hans"


def _address(name: str, case: Case, row: Comparison | None) -> str:
    if row is None:
        return reverse(f"reviews:compare_case_{name}", args=[case.serial])
    return reverse(f"reviews:compare_{name}", args=[case.serial, row.pk])
