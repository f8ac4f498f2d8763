"""Sheets of an open set are put together from the faces that were found in its files."""

from collections.abc import Iterable

from django.db import transaction

from drawings.actions.fates import ask_for_matching, restore_numbers
from drawings.actions.moving import COMPARE_TASK
from drawings.actions.ordering import order_of
from drawings.actions.places import locked_open
from drawings.content.disciplines import discipline_of
from drawings.models import (
    Comparison,
    Face,
    Sheet,
    SheetRevision,
    Submission,
    SubmittedFile,
)
from drawings.pairing import Pair, pair_faces
from storage.actions.jobs import request_job

PROVE_TASK = "drawings.prove_sameness"
# What pairing asks of a face, and what tells whether a pair stayed as it was.
TOLD = (
    *("side", "index", "number", "name", "discipline", "revision", "title_block"),
    *("width_mm", "height_mm", "file__path"),
)
COMPARED = (
    *("dwg", "pdf", "name", "label", "number_confidence", "is_corrected", "paired_by"),
    *("submission", "sheet__number", "sheet__discipline"),
)


@transaction.atomic
def assemble_sheets(*, submission: Submission) -> list[SheetRevision]:
    """Pair the faces of a set into revisions of sheets; doing it again changes nothing.

    What stayed as it was keeps its row; a pair that came apart is taken down with its
    comparison and put up anew. Every new revision is compared with the one before it,
    without a click.
    """
    submission = locked_open(submission)
    faces = Face.objects.filter(file__submission=submission).select_related("file")
    # Asked anew with every file of a set, so for no more than names.
    wanted = {pair.number: pair for pair in pair_faces(list(faces.only(*TOLD)))}
    known = {}
    for row in list(submission.revisions.select_related("sheet").only(*COMPARED)):
        pair = wanted.get(row.sheet.number)
        if pair is None or not _is_as_wanted(row, pair):
            _take_down(row)
        else:
            known[pair.number] = _labelled(row, pair)
    rows = [
        known.get(pair.number) or _put_up(submission, pair) for pair in wanted.values()
    ]
    restore_numbers(submission)
    ask_for_matching(submission)
    return rows


def take_down_sheets(submission: Submission) -> None:
    """Take every sheet of a set down; its files and faces stay (inside a transaction)."""
    for row in submission.revisions.select_related("sheet"):
        _take_down(row)
    restore_numbers(submission)


def drop_faces(file: SubmittedFile) -> None:
    """Take down everything that was made from a file (inside the caller's transaction)."""
    faces = Face.objects.filter(file=file)
    if not faces.exists():
        return
    rows = SheetRevision.objects.filter(dwg__in=faces) | SheetRevision.objects.filter(
        pdf__in=faces
    )
    for row in rows.distinct():
        _take_down(row)
    faces.delete()


def _is_as_wanted(row: SheetRevision, pair: Pair) -> bool:
    return (
        row.dwg_id == (pair.dwg.pk if pair.dwg else None)
        and row.pdf_id == (pair.pdf.pk if pair.pdf else None)
        and row.sheet.discipline == pair.discipline
        and row.name == pair.name
    )


def _labelled(row: SheetRevision, pair: Pair) -> SheetRevision:
    """A row that stays, with the version and the certainty that are said now."""
    said = (pair.version, pair.confidence, pair.is_corrected, pair.paired_by)
    if (row.label, row.number_confidence, row.is_corrected, row.paired_by) != said:
        row.label, row.number_confidence, row.is_corrected, row.paired_by = said
        row.save()
    return row


def _take_down(row: SheetRevision) -> None:
    sheet = row.sheet
    _forget_comparisons(Comparison.objects.filter(older=row))
    _forget_comparisons(Comparison.objects.filter(newer=row))
    row.delete()
    if not sheet.revisions.exists():
        sheet.delete()


def _forget_comparisons(rows: "Iterable[Comparison]") -> None:
    for row in rows:
        row.delete()


def _put_up(submission: Submission, pair: Pair) -> SheetRevision:
    discipline = pair.discipline or discipline_of(pair.number, pair.name)
    sheet, made = Sheet.objects.get_or_create(
        project_id=submission.project_id,
        number=pair.number,
        defaults={
            "name": pair.name,
            "discipline": discipline,
            "order": order_of(discipline, pair.number),
        },
    )
    if not made and (sheet.name, sheet.discipline) != (pair.name, discipline):
        sheet.name, sheet.discipline = pair.name or sheet.name, discipline
        sheet.order = order_of(discipline, pair.number)
        sheet.save(update_fields=["name", "discipline", "order"])
    last = None if made else sheet.revisions.order_by("-ordinal").first()
    row = SheetRevision.objects.create(
        sheet=sheet,
        submission=submission,
        ordinal=last.ordinal + 1 if last else 1,
        label=pair.version,
        name=pair.name,
        dwg=pair.dwg,
        pdf=pair.pdf,
        number_confidence=pair.confidence,
        is_corrected=pair.is_corrected,
        paired_by=pair.paired_by,
    )
    if pair.dwg is not None and pair.pdf is not None:
        request_job(
            task=PROVE_TASK,
            queue="cad",
            key=f"sameness:{row.pk}",
            arguments={"revision": row.pk},
        )
    if last is not None:
        request_job(
            task=COMPARE_TASK,
            queue="cad",
            key=f"compare:{row.pk}",
            arguments={"revision": row.pk},
        )
    return row
