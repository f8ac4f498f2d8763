"""What the drawing lists of a set name: read from sheets that call themselves a list."""

from typing import Final

from django.db.models import Q, QuerySet

from drawings.content.drawinglist import Listed, read_drawing_list
from drawings.content.storing import load_content
from drawings.models import SheetRevision
from storage.actions.blobs import file_of

MOST: Final = 6
"""More sheets than these are no lists."""


def listed_sheets(revisions: "QuerySet[SheetRevision]") -> tuple[Listed, ...]:
    """The entries of the drawing lists among the sheets; empty when there is none."""
    lists = revisions.filter(
        Q(name__contains="目录") | Q(sheet__name__contains="目录")
    ).select_related("pdf__content", "dwg__content")[:MOST]
    faces = [revision.face for revision in lists]
    return read_drawing_list([load_content(file_of(face.content)) for face in faces])
