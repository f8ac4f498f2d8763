"""The archives of a case: which there are, take one away, draw up evidence."""

import tempfile
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reviews.access import may_order_pack, may_take_archive
from reviews.actions.archiving import KEPT_IN, order_pack
from reviews.actions.packing import write_with_stamps
from reviews.errors import NotReady
from reviews.models import Case
from reviews.views.requests import SignedInRequest, case_seen_by
from storage.texts import storable


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: SignedInRequest, serial: str) -> HttpResponse:
    """Every version of the archive; a reason draws up a pack of evidence."""
    case = _case(request, serial)
    if request.method != "POST":
        return _page(request, case)
    reason = storable(request.POST.get("reason", ""))
    try:
        order_pack(case=case, actor=request.user, reason=reason)
    except NotReady as refusal:
        return _page(request, case, reason=reason, error=str(refusal), status=422)
    return redirect("reviews:archive", serial=serial)


@login_required
@require_safe
def archive_file(request: SignedInRequest, serial: str, version: int) -> FileResponse:
    """One version as a ZIP file, with every time stamp that it has got since."""
    case = _case(request, serial)
    rows = case.archives.filter(blob__isnull=False)
    row = get_object_or_404(rows.select_related("blob", "case"), version=version)
    packed = tempfile.NamedTemporaryFile()  # noqa: SIM115  the answer closes it
    write_with_stamps(row, Path(packed.name))
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=row.file_name)


def _case(request: SignedInRequest, serial: str) -> Case:
    case = case_seen_by(request, serial)
    if case.state not in KEPT_IN or not may_take_archive(request.user, case):
        raise Http404
    return case


def _page(
    request: SignedInRequest,
    case: Case,
    *,
    reason: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    rows = case.archives.select_related("blob", "asked_by").prefetch_related("stamps")
    context = {
        "case": case,
        "archives": list(rows),
        "may_order": may_order_pack(request.user, case),
        "reason": reason,
        "error": error,
    }
    return render(request, "reviews/archive.html", context, status=status)
