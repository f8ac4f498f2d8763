"""Compare a revision with the one before it and remember the answer."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.actions.places import locked_open
from drawings.diff.findings import Change as FoundChange
from drawings.diff.findings import Difference
from drawings.errors import DrawingError
from drawings.events import CHANGE_DECLARED, COMPARED
from drawings.fates import is_that_number
from drawings.models import (
    Change,
    Comparison,
    Face,
    Renumbering,
    SheetRevision,
    Submission,
)
from drawings.restating import restated
from drawings.sandbox.comparing import Side, compare_apart
from storage import clock
from storage.actions.blobs import file_of, store_file
from storage.actions.ledger import record
from storage.models import Blob, Job
from storage.rows import Value, insert_rows
from storage.texts import storable

MAX_CHANGES = 20_000
WRITTEN = (
    *("comparison", "index", "kind", "old_box", "new_box", "text_from", "text_to"),
    *("layer", "block", "primitives", "vector_mm", "region", "declaration"),
    "declared_by",
)
MOST_PARTS = 6
"""Parts that moved by themselves and by which the older sheet can be laid as well."""


def compare_revisions(*, older: SheetRevision, newer: SheetRevision) -> Comparison:
    """Compare two revisions of one sheet; a second call returns the first answer.

    The PDF faces are compared where both are there, for the PDF is what is sealed; else
    the DWG faces; else what there is. The engine runs in a limited child process outside
    any transaction; where that breaks down, the answer is that they cannot be compared.
    """
    known = Comparison.objects.filter(older=older, newer=newer).first()
    if known is not None:
        return known
    old_face, new_face = _faces(older, newer)
    if _same_bytes(older, newer):
        return _remember(older, newer, new_face, None, {})
    with tempfile.TemporaryDirectory(prefix="lianshen-compare-") as folder:
        difference, blobs = _compared(old_face, new_face, Path(folder))
    return _remember(older, newer, new_face, difference, blobs)


def compare_job(job: Job) -> None:
    """Do the comparison that a job row asks for; a revision taken down is no fault."""
    newer = (
        SheetRevision.objects.select_related("sheet", "dwg", "pdf", "submission")
        .filter(pk=int(job.arguments["revision"]))
        .first()
    )
    older = newer.previous() if newer else None
    if newer is not None and older is not None:
        compare_revisions(older=older, newer=newer)


@transaction.atomic
def declare_changes(
    *, comparison: Comparison, changes: list[int], text: str, actor: User
) -> int:
    """Declare changes of a revision (修改说明); an empty text takes the declaration back.

    Raises:
        SubmissionClosed: the revision is handed in.

    """
    revision = comparison.newer
    locked_open(revision.submission)
    rows = comparison.changes.filter(pk__in=changes)
    count = rows.update(
        declaration=text.strip()[:400], declared_by=actor if text.strip() else None
    )
    record(
        CHANGE_DECLARED,
        revision,
        actor=actor,
        sheet=revision.sheet.number,
        changes=sorted(rows.values_list("index", flat=True)),
        text=text.strip(),
    )
    return count


def _faces(older: SheetRevision, newer: SheetRevision) -> tuple[Face, Face]:
    if older.sheet_id != newer.sheet_id:
        raise DrawingError(_("These are not two revisions of one sheet."))
    if older.pdf and newer.pdf:
        return older.pdf, newer.pdf
    if older.dwg and newer.dwg:
        return older.dwg, newer.dwg
    return older.face, newer.face


def _compared(old: Face, new: Face, work: Path) -> tuple[Difference, dict[str, Blob]]:
    """The answer of the engine, and what is kept of it."""
    compared = compare_apart(_side(old), _side(new), work)
    kept = (
        ("geometry", compared.geometry, "application/json"),
        ("answer", compared.answer, "application/x-npz"),
    )
    return compared.difference, {
        name: store_file(path, media_type=kind) for name, path, kind in kept if path
    }


def _side(face: Face) -> Side:
    return Side(file_of(face.content), file_of(face.page))


def _same_bytes(older: SheetRevision, newer: SheetRevision) -> bool:
    pairs = [(older.pdf, newer.pdf), (older.dwg, newer.dwg)]
    return all(
        (old is None and new is None)
        or (
            old is not None
            and new is not None
            and (old.file.blob_id, old.index) == (new.file.blob_id, new.index)
        )
        for old, new in pairs
    )


@transaction.atomic
def _remember(
    older: SheetRevision,
    newer: SheetRevision,
    face: Face,
    difference: Difference | None,
    blobs: dict[str, Blob],
) -> Comparison:
    # The set before its sheets: who takes several files out holds the set, then the
    # ledger, then wants the sheets of the next file.
    Submission.objects.select_for_update().get(pk=newer.submission_id)
    sheet = SheetRevision.objects.select_for_update().get(pk=newer.pk).sheet_id
    if sheet != older.sheet_id:
        raise DrawingError(_("These are not two revisions of one sheet."))
    known = Comparison.objects.filter(older=older, newer=newer).first()
    if known is not None:
        return known
    comparison = Comparison(
        older=older, newer=newer, side=face.side, compared_at=clock.now()
    )
    if difference is None:
        comparison.verdict = Comparison.Verdict.SAME_BYTES
    else:
        _describe(comparison, difference, blobs)
    comparison.save()
    count = _keep_changes(comparison, difference) if difference else 0
    record(
        COMPARED,
        newer,
        actor=None,
        sheet=newer.sheet.number,
        verdict=str(comparison.verdict),
        changes=count,
        registration=comparison.registration,
    )
    return comparison


def _describe(
    comparison: Comparison, difference: Difference, blobs: dict[str, Blob]
) -> None:
    found = difference.registration
    comparison.verdict = difference.verdict
    comparison.reason = difference.reason
    comparison.registration = {
        "scale": found.scale,
        "rotation_deg": found.rotation_deg,
        "dx_mm": found.dx_mm,
        "dy_mm": found.dy_mm,
        "inliers": found.inliers,
        "residual_mm": found.residual_mm,
        "method": str(found.method),
        "pieces": len(found.pieces),
        "parts": [
            {"dx_mm": piece.vector_mm[0], "dy_mm": piece.vector_mm[1]}
            for piece in sorted(found.pieces, key=lambda one: -one.share)[:MOST_PARTS]
        ],
    }
    comparison.tolerance_mm = difference.tolerance_mm
    comparison.cosmetic = difference.cosmetic_count
    comparison.not_compared = [
        *difference.not_compared,
        *(
            [f"property:{difference.property_count}"]
            if difference.property_count
            else []
        ),
    ]
    comparison.regions = [
        {"box": [round(v, 3) for v in region.box], "changes": list(region.changes)}
        for region in difference.regions
    ]
    comparison.geometry = blobs.get("geometry")
    comparison.answer = blobs.get("answer")


def _keep_changes(comparison: Comparison, difference: Difference) -> int:
    region_of: dict[int, int] = {}
    for place, region in enumerate(difference.regions):
        for number in region.changes:  # a long line lies in several: the first is told
            region_of.setdefault(number, place)
    declared = _declarer(comparison)
    rows: list[tuple[Value, ...]] = [
        (
            comparison.pk,
            index,
            change.kind.value,
            _rounded(change.old_box),
            _rounded(change.new_box),
            storable(change.text_from)[:400],
            storable(change.text_to)[:400],
            storable(change.layer)[:255],
            storable(change.block or "")[:255],
            change.primitives,
            _rounded(change.vector_mm),
            region_of[index],
            *declared(change),
        )
        for index, change in enumerate(difference.changes[:MAX_CHANGES])
        if index in region_of
    ]
    insert_rows(Change, WRITTEN, rows)
    return len(rows)


def _declarer(
    comparison: Comparison,
) -> Callable[[FoundChange], tuple[str, int | None]]:
    """What is declared of a change before anybody is asked, and by whom.

    The number where somebody confirmed that it is another one, who so declared the one
    change of text that this is; version and date of the title block, which say of
    themselves that the sheet was revised.
    """
    numbers, said_by = _renumbered(comparison)
    older, newer = (
        face.title_block for face in _faces(comparison.older, comparison.newer)
    )

    def declared(change: FoundChange) -> tuple[str, int | None]:
        if is_that_number((change.text_from, change.text_to), numbers):
            return " → ".join(numbers), said_by.pk if said_by else None
        if said := restated(change, older, newer):
            words = _("Title block: %(old)s → %(new)s")
            return words % {"old": said[0], "new": said[1]}, None
        return "", None

    return declared


def _renumbered(comparison: Comparison) -> tuple[tuple[str, str], User | None]:
    """The number before and after, where somebody confirmed that it is another one."""
    found = Renumbering.objects.filter(
        submission=comparison.newer.submission_id,
        older__sheet=comparison.newer.sheet_id,
        state=Renumbering.State.CONFIRMED,
    ).first()
    if found is None:
        return ("", ""), None
    return (found.old_number, found.new_number), found.decided_by


def _rounded(values: tuple[float, ...] | None) -> list[float] | None:
    return [round(value, 3) for value in values] if values is not None else None
