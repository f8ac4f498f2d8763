"""The ingestion report (读图报告): what became of every file and sheet of a set."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from drawings.models import SheetRevision, Submission, SubmittedFile
from drawings.sentences import refusal_sentence
from reviews.access import is_applicant_side
from reviews.arrived import lines_of_seals
from reviews.facereading import read_of
from reviews.models import Case
from reviews.reporting import (
    SHOWS,
    differences_of,
    doubts_of,
    is_shown,
    letters_of,
    lines_of,
    proof_of,
    seal_of,
    shares_of,
    verdict_of,
)
from reviews.views.requests import SignedInRequest, case_seen_by
from reviews.views.sets import set_seen_by
from reviews.views.sheet_panel import may_write_about
from storage.actions.blobs import file_of


@login_required
@require_safe
def report(request: SignedInRequest, serial: str) -> HttpResponse:
    """Every sheet of the set with its proof, and every file that was refused."""
    case = case_seen_by(request, serial)
    submission = _set_seen(request, case)
    lines = lines_of(submission)
    show = request.GET.get("show", "")
    refused = [
        (file, refusal_sentence(file.refusal, file.particulars))
        for file in submission.files.filter(state=SubmittedFile.State.REFUSED)
    ]
    context = {
        "case": case,
        "show": show if show in {*SHOWS, "refused"} else "",
        "lines": [] if show == "refused" else [x for x in lines if is_shown(x, show)],
        "refused": refused if show in {"", "refused"} else [],
        "all": len(lines),
        "counts": {
            **{name: sum(is_shown(x, name) for x in lines) for name in SHOWS},
            "same": sum(x.seal.status == "same" for x in lines),
            "refused": len(refused),
        },
    }
    return render(request, "reviews/report.html", context)


@login_required
@require_safe
def report_sheet(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """Both faces of one sheet: what was read, what was lost, and the proof."""
    case = case_seen_by(request, serial)
    revision = _revision_seen(request, case, pk)
    proof = proof_of(revision)
    seals = lines_of_seals(revision)
    context = {
        "case": case,
        "revision": revision,
        "seals": seals,
        "has_test": any(one.seal.is_test for one in seals),
        "seal": seal_of(revision),
        "proof": proof,
        "verdict": verdict_of(revision),
        "faces": [
            read_of(face, revision, serial) for face in (revision.dwg, revision.pdf)
        ],
        "doubts": doubts_of(proof) if proof else [],
        "shares": shares_of(proof) if proof else [],
        "letters": letters_of(proof) if proof else "",
        "differences": differences_of(proof, revision, serial) if proof else [],
        "may_write": may_write_about(request.user, case, revision),
    }
    return render(request, "reviews/report_sheet.html", context)


@login_required
@require_safe
def report_picture(request: SignedInRequest, serial: str, pk: int) -> FileResponse:
    """The page with what differs, in colours."""
    case = case_seen_by(request, serial)
    proof = proof_of(_revision_seen(request, case, pk))
    if proof is None or proof.picture is None:
        raise Http404
    return FileResponse(file_of(proof.picture).open("rb"), content_type="image/png")


def _set_seen(request: SignedInRequest, case: Case) -> Submission:
    """The set that the person may look at.

    Raises:
        Http404: it is none of the person's business yet.

    """
    submission = set_seen_by(request.user, case)
    if submission is None:
        raise Http404
    return submission


def _revision_seen(request: SignedInRequest, case: Case, pk: int) -> SheetRevision:
    rows = (
        SheetRevision.objects.filter(sheet__project=case.project)
        .select_related(
            "sheet",
            "submission",
            "dwg__file",
            "dwg__content",
            "pdf__file",
            "pdf__content",
            "sameness__picture",
        )
        .defer("dwg__texts", "pdf__texts")
    )  # as long as a book, and not shown here
    if not is_applicant_side(request.user, case):
        handed_in = case.current_round.submission.number
        rows = rows.filter(submission__number__lte=handed_in)
    revision = get_object_or_404(rows, pk=pk)
    is_handed_in = revision.submission.is_handed_in
    if not is_handed_in and not is_applicant_side(request.user, case):
        raise Http404
    return revision
