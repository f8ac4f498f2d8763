"""Faces found in files become pairs: one DWG face and one PDF face of the same sheet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from drawings.content import pairing as core
from drawings.content.disciplines import Discipline
from drawings.content.parts import Origin
from drawings.models import Face

MOST_WORDS: Final = 4000
UNSURE: Final = "unsure"
"""How two faces were brought together that a person should look at."""
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
    paired_by: str
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
    told = [_told(face, alone) for face in faces]
    rows = core.pair_faces(told)
    if doubtful := _doubtful(rows, told):
        words = _words_of(doubtful)
        rows = core.pair_faces(
            [replace(face, words=words.get(face.key, frozenset())) for face in told]
        )
    found = [(row, by_key.get(row.dwg), by_key.get(row.pdf)) for row in rows]
    numbers = _each_once([(row.number, dwg, pdf) for row, dwg, pdf in found])
    return [
        _pair(row, number, dwg, pdf)
        for (row, dwg, pdf), number in zip(found, numbers, strict=True)
    ]


def _each_once(rows: Sequence[tuple[str, Face | None, Face | None]]) -> list[str]:
    """A number for each row; of those with one number the earliest file keeps it bare.

    A suffix that we give is none that another sheet has of its own.
    """

    def arrived(place: int) -> int:
        return min(face.file_id for face in rows[place][1:] if face)

    own = [number or called(pdf or dwg) for number, dwg, pdf in rows]
    taken, count = set(own), Counter[str]()
    given = list(own)
    for place in sorted(range(len(rows)), key=arrived):
        number = own[place]
        count[number] += 1
        if count[number] == 1:
            continue
        while (name := f"{number[:53]} ({count[number]})") in taken:
            count[number] += 1
        taken.add(name)
        given[place] = name
    return given


def _told(face: Face, alone: set[int]) -> core.Face:
    return core.Face(
        key=str(face.pk),
        origin=Origin.PDF if face.side == Face.Side.PDF else Origin.CAD,
        number=face.number,
        name=face.name,
        number_confidence=_confidence(face),
        filename=face.file.name if face.file_id in alone else "",
        folder=face.file.path.rpartition("/")[0],
        size_mm=(face.width_mm, face.height_mm),
        discipline=Discipline(face.discipline),
    )


def _doubtful(rows: Sequence[core.Row], told: Sequence[core.Face]) -> list[str]:
    """Faces without a partner, where what is written on them may find one.

    Texts are long and asked for last: only where some number is unsure, and only if both
    sides have somebody left.
    """
    lone = {row.dwg or row.pdf for row in rows if not (row.dwg and row.pdf)}
    left = [face for face in told if face.key in lone]
    is_unsure = any(face.number_confidence < core.SURE_NUMBER for face in left)
    has_both = len({face.origin for face in left}) > 1
    return [face.key for face in left] if is_unsure and has_both else []


def _words_of(keys: Sequence[str]) -> dict[str, frozenset[str]]:
    rows = Face.objects.filter(pk__in=[int(key) for key in keys])
    return {str(pk): _words(texts) for pk, texts in rows.values_list("pk", "texts")}


def _words(texts: str) -> frozenset[str]:
    lines = ("".join(line.split()) for line in texts.splitlines()[:MOST_WORDS])
    return frozenset(line for line in lines if len(line) > 1)


def _confidence(face: Face) -> float:
    if face.title_block.get("corrected"):
        return 1.0
    return float(face.title_block.get("number", {}).get("confidence", 0.0))


def called(face: Face | None) -> str:
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
        paired_by=UNSURE
        if row.status is core.PairStatus.UNSURE
        else str(row.paired_by),
        dwg=dwg,
        pdf=pdf,
    )
