"""The drawings of a set come in, are held against each other, put right, taken out."""

import csv
from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from drawings.actions.assembly import correct_sheet
from drawings.actions.places import partial_path
from drawings.actions.uploads import (
    append_piece,
    begin_file,
    finish_file,
    withdraw_file,
)
from drawings.models import Submission, SubmittedFile
from reviews.actions.cases import unconfirm_case
from reviews.forms.builder import SheetForm, announced_in
from reviews.models import Case
from reviews.reconciling import (
    Reconciliation,
    Row,
    reconcile_set,
    reconcile_sheets,
    sorted_rows,
)
from reviews.states import CaseState
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import applicants_case, may_change, set_of

PIECE = 4 * 1024**2
ROWS = 60


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, serial: str) -> HttpResponse:
    """The set: drop zone, counters, one row a sheet; a plain form posts files here."""
    if request.method == "POST":
        return _take_plain(request, serial)
    case = case_seen_by(request, serial)
    context = _context(request, case)
    return render(request, "reviews/upload.html", context)


@login_required
@require_safe
def sheets(request: SignedInRequest, serial: str) -> HttpResponse:
    """The counters and the table alone, asked for again while files are being read."""
    case = case_seen_by(request, serial)
    return render(request, "reviews/_sheets.html", _context(request, case))


@login_required
@require_safe
def table(request: SignedInRequest, serial: str) -> HttpResponse:
    """The reconciliation as a table for a spreadsheet."""
    case = case_seen_by(request, serial)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"{case.serial}-sheets.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    heads = [
        _("Sheet number"),
        _("Sheet name"),
        _("Discipline"),
        _("Result"),
        "DWG",
        "PDF",
        _("Losses and remarks"),
    ]
    writer.writerow(heads)
    for row in _reconciled(request, case).rows:
        writer.writerow([_harmless(cell) for cell in _cells(row)])
    return answer


@login_required
@require_POST
def begin(request: SignedInRequest, serial: str) -> HttpResponse:
    """Announce a file: `{path, size}`; answers where its bytes go and from where on."""
    case = applicants_case(request, serial)
    announced = announced_in(request.body)
    if announced is None:
        return JsonResponse({"detail": _("This is no file.")}, status=400)
    path, size = announced
    unconfirm_case(case=case)
    file = begin_file(submission=set_of(case), path=path, size=size)
    if arrived(file) == file.size:  # empty, or cut off after its last piece
        file = finish_file(file=file)
    url = reverse("reviews:piece", args=[serial, file.token])
    body = {"id": str(file.token), "url": url, "offset": arrived(file)}
    return JsonResponse(body, status=201)


@login_required
@require_http_methods(["HEAD", "GET", "PATCH"])
def piece(request: SignedInRequest, serial: str, token: UUID) -> HttpResponse:
    """Ask how much of a file has arrived (HEAD), or send its next piece (PATCH)."""
    case = applicants_case(request, serial)
    file = get_object_or_404(set_of(case).files, token=token)
    here = arrived(file)
    if request.method != "PATCH":
        return HttpResponse(headers={"Upload-Offset": str(here)})
    if request.headers.get("Upload-Offset") != str(here):
        detail = _("The upload continues at byte %(offset)s.") % {"offset": here}
        return JsonResponse(
            {"detail": detail}, status=409, headers={"Upload-Offset": str(here)}
        )
    file = append_piece(file=file, offset=here, piece=request.body)
    return HttpResponse(status=204, headers={"Upload-Offset": str(arrived(file))})


@login_required
@require_POST
def complete(request: SignedInRequest, serial: str) -> HttpResponse:
    """Everything was sent; says where to go on."""
    applicants_case(request, serial)
    return JsonResponse({"next": reverse("reviews:upload", args=[serial])})


@login_required
@require_POST
def take_out(request: SignedInRequest, serial: str, token: UUID) -> HttpResponse:
    """Take a file out of the set."""
    case = applicants_case(request, serial)
    file = get_object_or_404(set_of(case).files, token=token)
    unconfirm_case(case=case)
    withdraw_file(file=file, actor=request.user)
    return _after(request, case)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """Put right what the title block was read as, with the sheet beside the fields."""
    case = applicants_case(request, serial)
    submission = set_of(case)
    revision = get_object_or_404(
        submission.revisions.select_related("sheet", "dwg", "pdf", "submission"), pk=pk
    )
    read = {
        "number": revision.sheet.number,
        "name": revision.name or revision.sheet.name,
        "discipline": revision.sheet.discipline,
    }
    form = SheetForm(request.POST or None, initial=read)
    if request.method == "POST" and form.is_valid():
        unconfirm_case(case=case)
        correct_sheet(revision=revision, actor=request.user, **form.cleaned_data)
        return _after(request, case)
    template = (
        "_correction.html" if request.headers.get("HX-Request") else "correct.html"
    )
    context = {"case": case, "revision": revision, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, f"reviews/{template}", context, status=status)


def arrived(file: SubmittedFile) -> int:
    """How many bytes of a file are here; the disk knows it better than the row."""
    if file.state != SubmittedFile.State.RECEIVING:
        return file.size
    partial = partial_path(file)
    return partial.stat().st_size if partial.exists() else 0


def _after(request: SignedInRequest, case: Case) -> HttpResponse:
    """The table again for a fragment, the page for everybody else."""
    if request.headers.get("HX-Request") == "true":
        context = _context(request, case)
        return render(request, "reviews/_sheets.html", context)
    return redirect("reviews:upload", serial=case.serial)


def _take_plain(request: SignedInRequest, serial: str) -> HttpResponse:
    case = applicants_case(request, serial)
    files = request.FILES.getlist("files")
    if files:
        unconfirm_case(case=case)
    for file in files:
        _take_whole(set_of(case), file)
    if files:
        said = ngettext(
            "%(count)s file has arrived and is being read.",
            "%(count)s files have arrived and are being read.",
            len(files),
        )
        messages.success(request, said % {"count": len(files)})
    else:
        messages.warning(request, _("No file was chosen."))
    return redirect("reviews:upload", serial=serial)


def _take_whole(submission: Submission, sent: "UploadedFile[bytes]") -> None:
    file = begin_file(submission=submission, path=sent.name or "", size=sent.size or 0)
    offset = arrived(file)
    if offset == file.size:  # empty, or cut off after its last piece
        finish_file(file=file)
        return
    sent.seek(offset)
    while data := sent.read(PIECE):
        append_piece(file=file, offset=offset, piece=data)
        offset += len(data)


def _reconciled(request: SignedInRequest, case: Case) -> Reconciliation:
    """The set in work for those who work on it; for everybody else what was handed in."""
    if may_change(request.user, case):
        return reconcile_set(set_of(case))
    return reconcile_sheets(case.revisions_now())


def _context(request: SignedInRequest, case: Case) -> dict[str, object]:
    found = _reconciled(request, case)
    is_open = may_change(request.user, case)
    show = request.GET.get("show", "")
    order = request.GET.get("order", "")
    rows = sorted_rows(found.of(show), order)
    running = found.of("running")
    return {
        "case": case,
        "found": found,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "counters": found.counters(),
        "running": running,
        "show": show,
        "order": order,
        "params": _query(request.GET, without="page"),
        "filters": _query(request.GET, without="show"),
        "is_open": is_open,
        "is_revision": case.state == CaseState.REVISING,
        "hindrances": list(_hindrances(found)),
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


def _hindrances(found: Reconciliation) -> Iterator[str]:
    """Why the set cannot be handed in yet, one sentence each."""
    if not found.sheet_count:
        yield _("no sheet could be read yet")
    if unsettled := len(found.of("running")) + len(found.of("stuck")):
        yield ngettext(
            "%(count)s is still being worked on",
            "%(count)s are still being worked on",
            unsettled,
        ) % {"count": unsettled}


def _cells(row: Row) -> list[str]:
    halves = [half.form if half else "" for half in (row.dwg, row.pdf)]
    return [
        row.number,
        row.name,
        row.discipline,
        row.word,
        *halves,
        "；".join(row.remarks),
    ]


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
