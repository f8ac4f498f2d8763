"""What the drawing lists of a set name: kept with each sheet that is a list."""

from django.db.models import QuerySet

from drawings.content.drawinglist import Listed, listed_in
from drawings.models import SheetRevision


def listed_sheets(revisions: "QuerySet[SheetRevision]") -> tuple[Listed, ...]:
    """The entries of the drawing lists among the sheets; empty when there is none."""
    faces = [revision.face for revision in revisions.select_related("pdf", "dwg")]
    return listed_in([face.listed for face in faces if face.listed])
