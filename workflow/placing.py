"""Where the seals of a sheet stand: by rule, or where somebody put them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from drawings.models import SheetRevision
from drawings.tiling import ask_apart
from reviews.models import Case
from signatures.looks import Look, planned, seal_face
from signatures.models import SealHolder, SealPlacing
from signatures.pades.placement import Box
from signatures.pictures import picture_of
from storage import clock
from storage.actions.blobs import file_of
from storage.models import Blob
from workflow.deliverables import title_block_of
from workflow.sealings import holders_to_be
from workflow.signed_forms import form_of, paper_of, signed_forms

SAME_SIZE_MM = 1.0
FACE_PX = 400


@dataclass(frozen=True, slots=True)
class Placed:
    """One seal on the page: where it stands, how much of the drawing lies under it."""

    holder: SealHolder
    box: Box
    ink: float

    @property
    def field(self) -> str:
        """Its signature field."""
        return self.holder.field

    @property
    def percent(self) -> int:
        """The share of drawn paper under it."""
        return round(self.ink * 100)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet as displayed, in mm, with its seals; `by` chose the places, if anybody."""

    width: float
    height: float
    seals: list[Placed]
    placing: SealPlacing | None


def page_of(case: Case, revision: SheetRevision) -> Page | None:
    """The page with its seals where they will stand; None when it cannot be drawn."""
    holders = holders_to_be(case)
    placing = placing_of(case, revision)
    places = _chosen(holders, placing)
    look = _look(case, revision, holders, places)
    told = ask_apart(planned, file_of(page_to_seal(case, revision)), look)
    if told is None:
        return None
    found = json.loads(told)
    seals = [
        Placed(holder, Box(*box), ink)
        for holder, box, ink in zip(holders, found["boxes"], found["ink"], strict=True)
    ]
    width, height = found["size"]
    return Page(width, height, seals, placing if places else None)


def page_to_seal(case: Case, revision: SheetRevision) -> Blob:
    """The page on which the seals are set: with its designers' seals, if they are there."""
    form = form_of(revision, signed_forms(case))
    return paper_of(revision, form)


def face_of(case: Case, field: str) -> bytes | None:
    """The picture of one seal, for the page on which it is dragged."""
    holder = next((one for one in holders_to_be(case) if one.field == field), None)
    if holder is None:
        return None
    picture = picture_of(holder, serial=case.serial, day=clock.today())
    return ask_apart(seal_face, picture, FACE_PX)


def placing_of(case: Case, revision: SheetRevision) -> SealPlacing | None:
    """The places that somebody chose for these bytes."""
    return (
        SealPlacing.objects.filter(stream=case.serial, page=revision.face.page_id)
        .select_related("chosen_by")
        .first()
    )


def series_of(case: Case, revision: SheetRevision) -> list[SheetRevision]:
    """Every sheet of the set whose page has the same size as this one's."""
    face = revision.face
    rows = case.revisions_now().select_related("pdf__page", "dwg__page")
    return [
        row
        for row in rows
        if abs(row.face.width_mm - face.width_mm) <= SAME_SIZE_MM
        and abs(row.face.height_mm - face.height_mm) <= SAME_SIZE_MM
    ]


def _chosen(
    holders: Sequence[SealHolder], placing: SealPlacing | None
) -> tuple[Box, ...]:
    if placing is None or not all(one.field in placing.places for one in holders):
        return ()
    return tuple(Box(*placing.places[one.field]) for one in holders)


def _look(
    case: Case,
    revision: SheetRevision,
    holders: Sequence[SealHolder],
    places: tuple[Box, ...],
) -> Look:
    pictures = tuple(
        picture_of(one, serial=case.serial, day=clock.today()) for one in holders
    )
    return Look(pictures, title_block_of(revision), 0, whole=True, places=places)
