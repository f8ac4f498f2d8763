"""What the title blocks of the two faces of a sheet say: the surer word, and the other.

Both are asked for only where they part: nearly always they agree.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from drawings.content.sheetnumbers import comparable
from drawings.doubles import faces_of
from drawings.models import Face, SheetRevision

WORDS: Final = ("number", "scale")
Sureness = Mapping[tuple[int, str], float]
"""How sure a word is, 0 to 1, by key of the face and the word."""


@dataclass(frozen=True, slots=True)
class Sides:
    """One word of a sheet: the surer of its faces, and `DWG 1:50` where the other parts."""

    surer: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class FaceWords:
    """Number and scale as both faces of a sheet say them."""

    number: Sides
    scale: Sides


def face_words_of(rows: Sequence[SheetRevision]) -> dict[int, FaceWords]:
    """Number and scale of some sheets, by key of the revision; at most one query."""
    pairs = {row.pk: faces_of(row) for row in rows}
    sure = _sureness(pairs.values())
    return {pk: _both(faces, sure) for pk, faces in pairs.items()}


def words_of_two(faces: Sequence[Face]) -> FaceWords:
    """Number and scale of two faces that become one sheet."""
    return _both(faces, _sureness([faces]))


def _both(faces: Sequence[Face], sure: Sureness) -> FaceWords:
    number, scale = (_sides(faces, word, sure) for word in WORDS)
    return FaceWords(number, scale)


def _sides(faces: Sequence[Face], word: str, sure: Sureness) -> Sides:
    said = [face for face in faces if getattr(face, word)]
    if not said:
        return Sides("")
    best = max(said, key=lambda face: sure.get((face.pk, word), 0.0))
    told = str(getattr(best, word))
    for face in said:
        if _plain(getattr(face, word), word) != _plain(told, word):
            return Sides(told, f"{face.get_side_display()} {getattr(face, word)}")
    return Sides(told)


def _sureness(pairs: Iterable[Sequence[Face]]) -> Sureness:
    """How sure each word of each face is, of those alone whose faces part."""
    parted = [
        face.pk
        for faces in pairs
        if any(_sides(faces, word, {}).other for word in WORDS)
        for face in faces
    ]
    if not parted:
        return {}
    asked = [f"title_block__{word}__confidence" for word in WORDS]
    rows = Face.objects.filter(pk__in=parted)
    found = {}
    for pk, is_told, *told in rows.values_list("pk", "title_block__corrected", *asked):
        for word, value in zip(WORDS, told, strict=True):
            found[pk, word] = 1.0 if is_told else float(value or 0.0)
    return found


def _plain(text: str, word: str) -> str:
    if word == "number":
        return comparable(text)
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
