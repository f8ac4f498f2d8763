"""Prove that the DWG and the PDF of a revision are one sheet, and remember the answer."""

import tempfile
from pathlib import Path

from django.db import transaction

from drawings.content.errors import Refusal, UnreadableDrawing
from drawings.events import SAMENESS_PROVED
from drawings.models import Face, SamenessProof, SheetRevision, Submission
from drawings.sandbox.limits import Limits
from drawings.sandbox.process import Json, run_job
from storage import clock
from storage.actions.blobs import file_of, store_file
from storage.actions.jobs import report_progress
from storage.actions.ledger import record
from storage.models import Blob, Job
from storage.texts import storable

PROVING = "drawings.sandbox.proofjobs:prove"
PICTURE = "picture.png"
LIMITS = Limits()
TITLE_MARGIN_MM = 12.0


def prove_sameness(*, revision: SheetRevision) -> SamenessProof | None:
    """Hold the faces of a revision against each other; a second call gives the first answer.

    None where a face is missing. The engine runs in a limited child process outside any
    transaction; where that breaks down, the answer is that sameness cannot be proved.
    """
    known = SamenessProof.objects.filter(revision=revision).first()
    if known is not None or revision.dwg is None or revision.pdf is None:
        return known
    with tempfile.TemporaryDirectory(prefix="lianshen-proof-") as folder:
        work = Path(folder)
        try:
            answer = run_job(
                PROVING,
                _request(revision.dwg, revision.pdf),
                work=work,
                limits=LIMITS,
            )
        except UnreadableDrawing as error:
            answer = _broken(error)
        picture = None
        if (work / PICTURE).is_file():
            picture = store_file(work / PICTURE, media_type="image/png")
    return _remember(revision, answer, picture)


def prove_job(job: Job) -> None:
    """Do the proof that a job row asks for; a revision taken down is no fault."""
    revision = (
        SheetRevision.objects.select_related("sheet", "dwg__file", "pdf__file")
        .filter(pk=int(job.arguments["revision"]))
        .first()
    )
    if revision is not None:
        report_progress(job, done=0, total=1, note=str(revision.sheet.number))
        prove_sameness(revision=revision)


def _request(dwg: Face, pdf: Face) -> Json:
    return {
        "dwg": str(file_of(dwg.content)),
        "pdf": str(file_of(pdf.content)),
        "page": str(file_of(pdf.page)),
        "title_box": _title_box(pdf),
    }


def _title_box(face: Face) -> list[float] | None:
    """Around everything that was read as title block, on the page."""
    boxes = [
        found["box_mm"]
        for found in face.title_block.values()
        if isinstance(found, dict) and found.get("box_mm")
    ]
    if not boxes:
        return None
    return [
        min(box[0] for box in boxes) - TITLE_MARGIN_MM,
        min(box[1] for box in boxes) - TITLE_MARGIN_MM,
        max(box[2] for box in boxes) + TITLE_MARGIN_MM,
        max(box[3] for box in boxes) + TITLE_MARGIN_MM,
    ]


def _broken(error: UnreadableDrawing) -> Json:
    doubt = "too_large" if error.code in _LARGE else "broken"
    return {"verdict": "unproved", "doubts": [[doubt, str(error.code)]]}


_LARGE = frozenset({Refusal.TIMED_OUT, Refusal.OUT_OF_MEMORY, Refusal.TOO_LARGE})


@transaction.atomic
def _remember(
    revision: SheetRevision, answer: Json, picture: Blob | None
) -> SamenessProof | None:
    # The set before its sheets, as everybody locks who changes a set.
    Submission.objects.select_for_update().get(pk=revision.submission_id)
    row = (
        SheetRevision.objects.select_for_update(of=("self",))
        .select_related("sheet")
        .filter(pk=revision.pk)
        .first()
    )
    if row is None:
        return None
    known = SamenessProof.objects.filter(revision=row).first()
    if known is not None:
        return known
    proof = SamenessProof.objects.create(
        revision=row,
        verdict=answer["verdict"],
        score=answer.get("score", 0.0),
        shares=answer.get("shares", {}),
        doubts=[[doubt, storable(told)] for doubt, told in answer["doubts"]],
        registration=answer.get("registration", {}),
        tolerance_mm=answer.get("tolerance_mm", 0.0),
        findings=[_storable(found) for found in answer.get("findings", [])],
        count=answer.get("count", 0),
        missing_layers=[storable(name) for name in answer.get("missing_layers", [])],
        outlined=answer.get("outlined", 0),
        picture=picture,
        proved_at=clock.now(),
    )
    record(
        SAMENESS_PROVED,
        row,
        actor=None,
        sheet=row.sheet.number,
        verdict=str(proof.verdict),
        differences=proof.count,
        score=round(proof.score, 6),
    )
    return proof


def _storable(found: Json) -> Json:
    return {
        key: storable(value) if isinstance(value, str) else value
        for key, value in found.items()
    }
