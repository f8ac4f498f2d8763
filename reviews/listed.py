"""Which sheets a set should have: by the list handed in, else by those drawn on sheets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drawings.content.drawinglist import Listed, listed_in
from drawings.models import GivenList, SheetRevision


@dataclass(frozen=True, slots=True)
class Listing:
    """The drawing list of a set: what it names, and where it stands.

    `given` is the table that was handed in; where there is none, `drawn_on` are the numbers
    of the sheets that are lists.
    """

    entries: tuple[Listed, ...] = ()
    given: GivenList | None = None
    drawn_on: tuple[str, ...] = ()


def listing_of(revisions: Sequence[SheetRevision], sets: Iterable[int] = ()) -> Listing:
    """The list that counts for some sheets of one project.

    Args:
        revisions: the sheets.
        sets: keys of sets that count even where none of the sheets came with them.

    """
    wanted = {*sets, *(revision.submission_id for revision in revisions)}
    given = (
        GivenList.objects.filter(submission__in=wanted)
        .order_by("-submission__number")
        .select_related("given_by")
        .first()
    )
    if given is not None:
        return Listing(listed_in([given.entries]), given)
    lists = [revision for revision in revisions if _drawn(revision)]
    entries = listed_in([drawn for row in lists for drawn in _drawn(row)])
    return Listing(entries, drawn_on=tuple(row.sheet.number for row in lists))


def _drawn(revision: SheetRevision) -> list[list[list[str]]]:
    faces = (revision.pdf, revision.dwg)
    return [face.listed for face in faces if face is not None and face.listed]
