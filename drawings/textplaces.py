"""Where texts stand on a face: all of them, or those that a person looks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from drawings.content.textlines import Box, TextLine, part_of, unpack_lines
from drawings.content.wording import Wanted, spans_of
from drawings.models import Face, Wording

AROUND: Final = 60
"""How many characters of a long line are shown around what was found."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `is_found` when it is what the person looks for."""

    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a face that says what is looked for; the box in paper mm, y upwards."""

    pieces: tuple[Piece, ...]
    box: Box
    score: int


def texts_of(face: Face) -> list[TextLine]:
    """Every line of a face with its box in paper mm; empty until it is indexed."""
    found = Wording.objects.filter(face_id=face.pk).only("lines").first()
    return unpack_lines(bytes(found.lines)) if found else []


def places_of(wording: Wording, wanted: Wanted, most: int) -> tuple[list[Place], int]:
    """The best lines of a face on which a term stands, and how many there are in all.

    The whole phrase counts more than some of its terms, a line that says nothing else
    more than a long one; the rest is in the order of reading.
    """
    numbers = sorted(set(_numbers(wording.plain, wanted.terms)))
    lines = wording.plain.split("\n")
    scores = [(-_score(lines[at], wanted), at) for at in numbers]
    best = sorted(scores)[:most]
    if not best:
        return [], 0
    shown = unpack_lines(bytes(wording.lines), [at for _, at in best])
    places = [
        _place(line, -score, wanted)
        for line, (score, _) in zip(shown, best, strict=True)
    ]
    return places, len(numbers)


def _numbers(spelled: str, terms: tuple[str, ...]) -> Iterator[int]:
    """The numbers of the lines on which any term stands."""
    for term in terms:
        number, counted = 0, 0
        at = spelled.find(term)
        while at >= 0:
            number += spelled.count("\n", counted, at)
            counted = at
            yield number
            at = spelled.find(term, at + len(term))


def _score(line: str, wanted: Wanted) -> int:
    if line == wanted.phrase:
        return 100
    if wanted.phrase in line:
        return 50
    return sum(term in line for term in wanted.terms)


def _place(line: TextLine, score: int, wanted: Wanted) -> Place:
    is_phrase = score > len(wanted.terms)
    spans = spans_of(line.text, [wanted.phrase] if is_phrase else wanted.terms)
    if not spans:
        return Place((Piece(line.text[: 2 * AROUND], is_found=False),), line.box, score)
    pieces = tuple(_pieces(line.text, spans))
    return Place(pieces, part_of(line, spans[0][0], spans[0][1]), score)


def _pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[Piece]:
    begin = max(0, spans[0][0] - AROUND)
    end = min(len(text), spans[0][1] + AROUND)
    found = [any(a <= at < b for a, b in spans) for at in range(begin, end)]
    at = begin
    if begin:
        yield Piece("…", is_found=False)
    for is_found, run in groupby(found):
        length = len(list(run))
        yield Piece(text[at : at + length], is_found=is_found)
        at += length
    if end < len(text):
        yield Piece("…", is_found=False)
