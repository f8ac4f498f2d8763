"""Read one file that was handed in: keep what it holds, or refuse it with the reason."""

import json
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Protocol

from django.db import transaction

from drawings.actions.assembly import assemble_sheets, drop_faces
from drawings.actions.corrections import recall_corrections
from drawings.actions.overviews import request_overviews
from drawings.actions.refusals import locked_file, refuse_file
from drawings.actions.unpacking import is_package, unpack_file
from drawings.actions.wording import request_indexing
from drawings.content.errors import UnreadableDrawing
from drawings.events import FILE_TAKEN
from drawings.models import Face, Submission, SubmittedFile
from drawings.sandbox.limits import Limits
from drawings.sandbox.reading import FileReading, SheetReading, read_file
from drawings.tiling import Sight, keep_level
from storage.actions.blobs import file_of, store_file
from storage.actions.jobs import report_progress, request_job
from storage.actions.ledger import record
from storage.models import Blob, Job
from storage.texts import storable

# what the database can hold and a person would still read
MAX_TEXTS = 200_000
# comments and form fields of a PDF that are kept word by word; all are counted
MOST_COMMENTS = 500
# A set of many pages is there before all its overviews are: a job draws the others.
LIMITS = Limits(overview_seconds=20.0)
ARRIVAL_TASK = "signatures.judge_arrival"


class Tell(Protocol):
    """Hears the step that begins, and how far a long one is."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Tell it."""


def _unheard(step: str, done: int = 0, total: int = 0) -> None:
    """Nobody asks how far the reading is."""


def ingest_file(*, file: SubmittedFile, tell: Tell = _unheard) -> SubmittedFile:
    """Read a file in a limited child process; doing it again changes nothing.

    `tell` hears the step that begins: `reading`, then `kept` once everything was read;
    of a package `unpacking`, with members done and in all.

    The child works outside any transaction. A refusal is an answer, not a fault: the
    file stays in the set with its reason, and the rest of the set goes on.
    """
    if file.state != SubmittedFile.State.RECEIVED or file.blob is None:
        return file
    if is_package(file):
        told = partial(tell, "unpacking")
        return unpack_file(file=file, blob=file.blob, told=told)
    with tempfile.TemporaryDirectory(prefix="lianshen-read-") as folder:
        tell("reading")
        try:
            reading = read_file(file_of(file.blob), file.name, Path(folder), LIMITS)
        except UnreadableDrawing as error:
            return refuse_file(file, error)
        tell("kept")
        kept = [(sheet, _kept(sheet)) for sheet in reading.sheets]
    return _take(file, reading, kept)


def _kept(sheet: SheetReading) -> tuple[Blob, Blob, Blob]:
    page = store_file(sheet.page, media_type="application/pdf")
    sight = Sight(sheet.page, page.sha256)
    for z, packed in enumerate(sheet.overviews):
        keep_level(sight, z, packed.read_bytes())
    return (
        page,
        store_file(sheet.content, media_type="application/x-npz"),
        store_file(sheet.thumbnail, media_type="image/png"),
    )


@transaction.atomic
def _take(
    file: SubmittedFile,
    reading: FileReading,
    kept: list[tuple[SheetReading, tuple[Blob, Blob, Blob]]],
) -> SubmittedFile:
    submission = Submission.objects.select_for_update().get(pk=file.submission_id)
    file = locked_file(file)
    is_given_up = submission.state == Submission.State.DROPPED
    if file.state != SubmittedFile.State.RECEIVED or is_given_up:
        return file
    drop_faces(file)
    for sheet, blobs in kept:
        _make_face(file, reading, sheet, blobs)
    file.state = SubmittedFile.State.READ
    file.kind = "pdf" if reading.kind == "pdf" else "dwg"
    file.reading = _summary(reading)
    file.save(update_fields=["state", "kind", "reading"])
    recall_corrections(file)
    # The ledger's head is locked last: whoever holds it waits for no other row.
    assemble_sheets(submission=file.submission)
    if not all(sheet.overviews for sheet in reading.sheets):
        request_overviews(file=file)
    request_indexing(file=file)
    if reading.signatures and file.blob is not None:
        # Whom they belong to is asked by another: here only bytes were looked at.
        request_job(
            task=ARRIVAL_TASK,
            key=f"arrival:{file.blob_id}",
            arguments={"blob": file.blob_id or 0},
        )
    record(
        FILE_TAKEN,
        file.submission,
        actor=None,
        path=file.path,
        sheets=len(kept),
        sha256=file.blob.sha256 if file.blob else "",
    )
    return file


def _make_face(
    file: SubmittedFile,
    reading: FileReading,
    sheet: SheetReading,
    blobs: tuple[Blob, Blob, Blob],
) -> Face:
    page, content, thumbnail = blobs
    block = sheet.titleblock
    return Face.objects.create(
        file=file,
        side=Face.Side.PDF if reading.kind == "pdf" else Face.Side.DWG,
        index=sheet.index,
        layout=storable(sheet.layout)[:120],
        number=storable(block.number.value)[:60],
        name=storable(block.name.value)[:200],
        discipline=block.discipline,
        scale=storable(block.scale.value)[:20],
        revision=storable(block.revision.value)[:20],
        width_mm=sheet.size_mm[0],
        height_mm=sheet.size_mm[1],
        units_per_mm=sheet.units_per_mm,
        to_paper=list(sheet.to_paper),
        windows=[[round(value, 3) for value in one] for one in sheet.windows],
        is_scanned=sheet.is_scanned,
        title_block=_plain(asdict(block)),
        losses=[[storable(loss.kind), loss.count] for loss in sheet.losses],
        texts=storable(sheet.text)[:MAX_TEXTS],
        digest=sheet.digest,
        counted=_plain(dict(sheet.counted.told())),
        listed=[[storable(word) for word in entry] for entry in sheet.listed],
        page=page,
        content=content,
        thumbnail=thumbnail,
    )


def _summary(reading: FileReading) -> dict[str, object]:
    summary: dict[str, object] = {
        "kind": str(reading.kind),
        "sheets": len(reading.sheets),
        "version": reading.version,
        "removed": dict(reading.removed),
        "signatures": [_plain(asdict(found)) for found in reading.signatures],
        "annotations": len(reading.annotations),
        "comments": [_plain(asdict(c)) for c in reading.annotations[:MOST_COMMENTS]],
        "layers": list(reading.layers),
        "hidden_layers": list(reading.hidden_layers),
        "losses": [[loss.kind, loss.count] for loss in reading.losses],
        "remarks": [
            {"code": str(r.notice), "particulars": dict(r.particulars)}
            for r in reading.remarks
        ],
        "seconds": round(reading.seconds, 2),
    }
    return _plain(summary)


def _plain(values: dict[str, object]) -> dict[str, object]:
    """The values as JSON keeps them: enumerations and dates as text, all of it storable."""
    plain: dict[str, object] = json.loads(json.dumps(values, default=str))
    return {key: _storable(value) for key, value in plain.items()}


def _storable(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): _storable(item) for key, item in value.items()}
    return value


def ingest_job(job: Job) -> None:
    """Do the reading that a job row asks for; a file taken out meanwhile is no fault."""
    file = (
        SubmittedFile.objects.select_related("blob", "submission__project")
        .filter(pk=int(job.arguments["file"]))
        .first()
    )
    if file is None:
        return

    def tell(step: str, done: int = 0, total: int = 0) -> None:
        report_progress(job, done=done, total=total, note=step)

    ingest_file(file=file, tell=tell)
