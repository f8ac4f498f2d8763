"""Sheets of an open set are put together from the faces that were found in its files."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from drawings.actions.places import locked_open
from drawings.content.disciplines import discipline_of
from drawings.errors import NumberTaken
from drawings.events import SHEET_CORRECTED
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
from storage.actions.ledger import record

COMPARE_TASK = "drawings.compare_revision"
_DIGITS = re.compile(r"\d+")
DISCIPLINE_ORDER = (
    "site",
    "architecture",
    "structure",
    "water",
    "hvac",
    "electrical",
    "fire",
    "airdefence",
    "landscape",
    "survey",
    "other",
)


@transaction.atomic
def assemble_sheets(*, submission: Submission) -> list[SheetRevision]:
    """Pair the faces of a set into revisions of sheets; doing it again changes nothing.

    What stayed as it was keeps its row; a pair that came apart is taken down with its
    comparison and put up anew. Every new revision is compared with the one before it,
    without a click.
    """
    submission = locked_open(submission)
    faces = list(
        Face.objects.filter(file__submission=submission).select_related("file")
    )
    wanted = {pair.number: pair for pair in pair_faces(faces)}
    for row in list(submission.revisions.select_related("sheet")):
        pair = wanted.get(row.sheet.number)
        if pair is None or not _is_as_wanted(row, pair):
            _take_down(row)
    rows = []
    for pair in wanted.values():
        known = submission.revisions.filter(sheet__number=pair.number).first()
        rows.append(known or _put_up(submission, pair))
    return rows


@transaction.atomic
def correct_sheet(
    *, revision: SheetRevision, actor: User, number: str, name: str, discipline: str
) -> SheetRevision:
    """Correct what the title block was read as; later revisions inherit it.

    Raises:
        SubmissionClosed: the set is handed in.
        NumberTaken: another sheet of this set has the number.

    """
    submission = locked_open(revision.submission)
    number = clean_number(number)
    taken = submission.revisions.filter(sheet__number=number).exclude(pk=revision.pk)
    if not number or taken.exists():
        raise NumberTaken(
            _("Another sheet of this set already has the number %(number)s.")
            % {"number": number or "–"}
        )
    old = revision.sheet.number
    for face in (revision.dwg, revision.pdf):
        if face is None:
            continue
        face.number, face.name, face.discipline = number, name[:200], discipline
        face.title_block["corrected"] = True
        face.save(update_fields=["number", "name", "discipline", "title_block"])
    assemble_sheets(submission=submission)
    record(SHEET_CORRECTED, submission, actor=actor, old=old, number=number, name=name)
    return submission.revisions.get(sheet__number=number)


def drop_faces(file: SubmittedFile) -> None:
    """Take down everything that was made from a file (inside the caller's transaction)."""
    faces = Face.objects.filter(file=file)
    rows = SheetRevision.objects.filter(dwg__in=faces) | SheetRevision.objects.filter(
        pdf__in=faces
    )
    for row in rows.distinct():
        _take_down(row)
    faces.delete()


def clean_number(number: str) -> str:
    """A sheet number as it is compared: no spaces, one kind of dash."""
    return re.sub(r"\s+", "", number).translate(_DASHES)[:60]


_DASHES = str.maketrans({"—": "-", "–": "-", "－": "-", "―": "-", "‐": "-"})


@dataclass(frozen=True, slots=True)
class _Place:
    discipline: str
    number: str

    def order(self) -> str:
        """Sorts by discipline, then by number as people count."""
        rank = (
            DISCIPLINE_ORDER.index(self.discipline)
            if self.discipline in DISCIPLINE_ORDER
            else len(DISCIPLINE_ORDER)
        )
        padded = _DIGITS.sub(lambda m: m[0].zfill(6), self.number)
        return f"{rank:02d}{padded}"[:80]


def _is_as_wanted(row: SheetRevision, pair: Pair) -> bool:
    return (
        row.dwg_id == (pair.dwg.pk if pair.dwg else None)
        and row.pdf_id == (pair.pdf.pk if pair.pdf else None)
        and row.sheet.discipline == pair.discipline
        and row.name == pair.name
    )


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
        project=submission.project,
        number=pair.number,
        defaults={
            "name": pair.name,
            "discipline": discipline,
            "order": _Place(discipline, pair.number).order(),
        },
    )
    if not made and (sheet.name, sheet.discipline) != (pair.name, discipline):
        sheet.name, sheet.discipline = pair.name or sheet.name, discipline
        sheet.order = _Place(discipline, pair.number).order()
        sheet.save(update_fields=["name", "discipline", "order"])
    last = sheet.revisions.order_by("-ordinal").first()
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
    )
    if last is not None:
        request_job(
            task=COMPARE_TASK,
            queue="cad",
            key=f"compare:{row.pk}",
            arguments={"revision": row.pk},
        )
    return row
