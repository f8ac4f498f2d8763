"""Sheets whose number stands twice in a set: which files a later one takes the place of."""

from collections.abc import Iterable

from drawings.content.setcheck import bare_number
from drawings.models import Face, SheetRevision, SubmittedFile


def earlier_doubles(
    revision: SheetRevision, rows: Iterable[SheetRevision]
) -> list[SubmittedFile]:
    """Earlier files with the same sheet of the same kind, DWG or PDF; in order of arrival.

    A file with several sheets is none of them: with it the others would go.

    Args:
        revision: a sheet of the set, with its faces and their files.
        rows: the sheets of the set, likewise.

    """
    number = bare_number(revision.sheet.number)
    mine = {face.side: face.file_id for face in faces_of(revision)}
    found = {
        face.file_id: face.file
        for row in rows
        if row.pk != revision.pk and bare_number(row.sheet.number) == number
        for face in faces_of(row)
        if face.file_id < mine.get(face.side, 0)
    }
    return [file for _, file in sorted(found.items()) if holds_one_sheet(file)]


def faces_of(revision: SheetRevision) -> list[Face]:
    """The faces that are there, the PDF first."""
    return [face for face in (revision.pdf, revision.dwg) if face]


def holds_one_sheet(file: SubmittedFile) -> bool:
    """Whether nothing else is in it, so that it can be taken out for this sheet."""
    return bool(file.reading.get("sheets", 1) == 1)
