"""Faces found in files become pairs: one DWG face and one PDF face of the same sheet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from drawings.models import Face


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


def pair_faces(faces: Iterable[Face]) -> list[Pair]:
    """Pair faces by sheet number; several of one kind under one number stay apart.

    The first face of a kind keeps the number; each further one gets a running suffix
    (建施-05 ②), so that nothing is lost and a person sees and mends the double.
    """
    by_number: dict[str, dict[str, list[Face]]] = defaultdict(lambda: defaultdict(list))
    for face in faces:
        by_number[_number_of(face)][face.side].append(face)
    pairs: list[Pair] = []
    for number, sides in by_number.items():
        dwgs, pdfs = sides[Face.Side.DWG], sides[Face.Side.PDF]
        for place in range(max(len(dwgs), len(pdfs))):
            dwg = dwgs[place] if place < len(dwgs) else None
            pdf = pdfs[place] if place < len(pdfs) else None
            pairs.append(_pair(number, place, dwg, pdf))
    return pairs


def _number_of(face: Face) -> str:
    stem = face.file.name.rsplit(".", 1)[0]
    return face.number or (f"{stem}-{face.index + 1}" if face.index else stem)[:56]


def _pair(number: str, place: int, dwg: Face | None, pdf: Face | None) -> Pair:
    first = pdf or dwg
    assert first is not None  # noqa: S101  one of the two lists was long enough
    other = dwg if first is pdf else None
    confidence = [
        float(face.title_block.get("number", {}).get("confidence", 0.0))
        for face in (dwg, pdf)
        if face is not None
    ]
    return Pair(
        number=number if place == 0 else f"{number} ({place + 1})",
        name=first.name or (other.name if other else ""),
        discipline=first.discipline,
        version=first.revision or (other.revision if other else ""),
        confidence=max(confidence, default=0.0),
        is_corrected=bool(first.title_block.get("corrected")),
        dwg=dwg,
        pdf=pdf,
    )
