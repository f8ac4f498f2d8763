"""Faces found in files become pairs: one DWG face and one PDF face of the same sheet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from drawings.content import pairing as core
from drawings.content.disciplines import Discipline
from drawings.content.parts import Origin
from drawings.models import Face

GUESSED: Final = 0.3
"""How sure a pair is that only size and discipline brought together."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two faces of one sheet (one may be missing), and what they say about it."""

    number: str
    name: str
    discipline: str
    version: str
    confidence: float
    is_corrected: bool
    dwg: Face | None
    pdf: Face | None


def pair_faces(faces: Sequence[Face]) -> list[Pair]:
    """Pair the faces of a set; every face is in exactly one pair, every number once.

    A sheet without a number is called by its file until a person says better; a number
    that stands on several sheets gets a running suffix, so that nothing is lost and the
    double is seen.
    """
    by_key = {str(face.pk): face for face in faces}
    alone = {
        file
        for file, count in Counter(face.file_id for face in faces).items()
        if count == 1
    }
    rows = core.pair_faces([_told(face, alone) for face in faces])
    taken: Counter[str] = Counter()
    pairs: list[Pair] = []
    for row in rows:
        dwg, pdf = by_key.get(row.dwg), by_key.get(row.pdf)
        number = row.number or _called(pdf or dwg)
        taken[number] += 1
        if taken[number] > 1:
            number = f"{number[:54]} ({taken[number]})"
        pairs.append(_pair(row, number, dwg, pdf))
    return pairs


def _told(face: Face, alone: set[int]) -> core.Face:
    return core.Face(
        key=str(face.pk),
        origin=Origin.PDF if face.side == Face.Side.PDF else Origin.CAD,
        number=face.number,
        name=face.name,
        number_confidence=_confidence(face),
        filename=face.file.name if face.file_id in alone else "",
        size_mm=(face.width_mm, face.height_mm),
        discipline=Discipline(face.discipline),
    )


def _confidence(face: Face) -> float:
    if face.title_block.get("corrected"):
        return 1.0
    return float(face.title_block.get("number", {}).get("confidence", 0.0))


def _called(face: Face | None) -> str:
    """What a sheet without a number is called: its file, and the place in it."""
    if face is None:
        return "?"
    stem = face.file.name.rsplit(".", 1)[0][:48]
    return f"{stem}-{face.index + 1}" if face.index else stem


def _pair(row: core.Row, number: str, dwg: Face | None, pdf: Face | None) -> Pair:
    both = [face for face in (pdf, dwg) if face is not None]
    sure = max(both, key=_confidence)
    confidence = _confidence(sure)
    if row.status is core.PairStatus.UNSURE:
        confidence = min(confidence, GUESSED)
    return Pair(
        number=number,
        name=row.name,
        discipline=sure.discipline,
        version=next((face.revision for face in both if face.revision), ""),
        confidence=confidence,
        is_corrected=any(face.title_block.get("corrected") for face in both),
        dwg=dwg,
        pdf=pdf,
    )
