"""Where along a base line the characters of a text stand, learned from the sheet itself.

Our typeface says it at first. Texts whose letters stand apart tell how wide each
character of the sheet's own font is and how far its middle lies from its neighbours';
what they do not tell stays as our typeface has it, as much wider as its like are.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from scipy import sparse
from scipy.sparse.linalg import cg

from drawings.content.lettering import EM, FACES, FIRST_WIDE, glyph
from drawings.content.parts import Floats
from storage.typefaces import face_file

# How much what our typeface says weighs against what one pair of letters says.
_PRIOR = 0.3
_LEAST_PAIRS = 12
_MOST_PAIRS = 20_000
_ROUNDS = 4
# How closely the places of characters are solved for: far below what can be drawn.
_CLOSELY = 1e-8


@dataclass(frozen=True, slots=True)
class Seat:
    """How far the middle of a character lies from either end, and its ink, in heights."""

    before: float
    behind: float
    ink: float


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A text whose letters stand apart.

    Attributes:
        word: what it says.
        spans: from where to where the ink of each character reaches that is no blank,
            (n, 2), in any unit.

    """

    word: str
    spans: Floats


@dataclass(frozen=True)
class Spacing:
    """Where the ink of characters stands; `seats` for those that the sheet tells."""

    seats: dict[str, Seat] = field(default_factory=dict)

    def expected(self, word: str, start: float, end: float) -> Floats:
        """Where the ink of each character that is no blank stands from start to end, (n, 2)."""
        places = self.places(word)
        scale = (end - start) / max(float(places.max() - places.min()), 1e-9)
        return np.asarray((places - places.min()) * scale + start)

    def places(self, word: str) -> Floats:
        """The same in text heights from the start of the base line."""
        ink, at = [], 0.0
        for letter in word:
            seat = self.seats.get(letter) or _own_seat(letter)
            at += seat.before
            if not letter.isspace():
                ink.append((at - seat.ink / 2, at + seat.ink / 2))
            at += seat.behind
        return np.array(ink)


def learned(told: Sequence[Told]) -> Spacing | None:
    """What texts that could be cut beyond doubt tell; None where they are too few.

    Texts are set narrower and wider. Each is brought to the width that is expected of it,
    by what the others told so far.
    """
    known = Spacing()
    if sum(len(text.spans) - 1 for text in told) < _LEAST_PAIRS:
        return None
    for _ in range(_ROUNDS):
        known = _fitted([_brought(text, known) for text in told])
    return known


def _brought(text: Told, known: Spacing) -> Told:
    """A text as wide as it is expected."""
    places = known.places(text.word)
    wide = float(text.spans.max() - text.spans.min())
    scale = float(places.max() - places.min()) / max(wide, 1e-9)
    return Told(text.word, text.spans * scale)


def _fitted(told: Sequence[Told]) -> Spacing:
    gaps = [gap for text in told for gap in _gaps(text)][:_MOST_PAIRS]
    characters = sorted({letter for path, _ in gaps for letter, _ in path})
    number = {letter: at for at, letter in enumerate(characters)}
    own = np.array([[_own_seat(c).before, _own_seat(c).behind] for c in characters])
    # each row has a few ones: all characters of a long text would fill gigabytes
    ends = [
        (row, 2 * number[letter] + side)
        for row, (path, _) in enumerate(gaps)
        for letter, side in path
    ]
    rows, columns = np.array(ends, np.intp).T
    steps = sparse.csr_matrix(
        (np.ones(len(rows)), (rows, columns)), shape=(len(gaps), own.size)
    )
    asked = np.array([distance for _, distance in gaps])
    prior = (own * _wider(characters, steps, asked, own)[:, None]).ravel()
    square = steps.T @ steps + _PRIOR * sparse.eye(own.size)
    found = prior + cg(square, steps.T @ (asked - steps @ prior), rtol=_CLOSELY)[0]
    ink = _inks([text for text in told if len(text.spans) > 1])
    share = (prior[0::2] + prior[1::2]) / np.maximum(own.sum(axis=1), 1e-9)
    return Spacing(
        {
            letter: Seat(
                float(found[2 * at]),
                float(found[2 * at + 1]),
                ink.get(letter, _own_seat(letter).ink * float(share[at])),
            )
            for at, letter in enumerate(characters)
        }
    )


def _gaps(text: Told) -> list[tuple[list[tuple[str, int]], float]]:
    """Of neighbours what lies between their middles, (character, side), and how far."""
    middles = text.spans.mean(axis=1)
    found, path, last = [], list[tuple[str, int]](), -1
    for letter in text.word:
        if letter.isspace():
            path += [(letter, 0), (letter, 1)]
            continue
        if last >= 0:
            distance = float(middles[last + 1] - middles[last])
            found.append(([*path, (letter, 0)], distance))
        path, last = [(letter, 1)], last + 1
    return found


def _wider(
    characters: Sequence[str], steps: sparse.csr_matrix, asked: Floats, own: Floats
) -> Floats:
    """How much wider than ours the font is: wide characters, and all others."""
    wide = np.array([ord(letter) >= FIRST_WIDE for letter in characters])
    kinds = np.column_stack([~wide, wide]).repeat(2, axis=0)
    parts = np.asarray(steps @ (own.ravel()[:, None] * kinds))
    # a kind of which there are none stays as it is
    square = parts.T @ parts + 1e-3 * np.eye(2)
    narrow, broad = np.linalg.solve(square, parts.T @ asked + 1e-3 * np.ones(2))
    shares = np.where(wide, np.clip(broad, 0.4, 2.5), np.clip(narrow, 0.4, 2.5))
    return np.asarray(shares, np.float64)


def _inks(told: Sequence[Told]) -> dict[str, float]:
    """How wide the ink of each character usually is."""
    known: dict[str, list[float]] = defaultdict(list)
    for text in told:
        letters = [letter for letter in text.word if not letter.isspace()]
        for letter, (start, end) in zip(letters, text.spans.tolist(), strict=True):
            known[letter].append(end - start)
    return {letter: float(np.median(widths)) for letter, widths in known.items()}


@lru_cache(maxsize=1 << 14)
def _own_seat(letter: str) -> Seat:
    """Where our typeface draws a letter at text height 1."""
    known = glyph(letter)
    advance = known.advance * EM
    face = _face(known.face)
    pen = BoundsPen(face.getGlyphSet())
    face.getGlyphSet()[face.getGlyphName(known.number)].draw(pen)
    if pen.bounds is None:
        return Seat(advance / 2, advance / 2, advance)
    scale = EM / face["head"].unitsPerEm
    left, right = float(pen.bounds[0]) * scale, float(pen.bounds[2]) * scale
    middle = (left + right) / 2
    return Seat(middle, advance - middle, right - left)


@lru_cache
def _face(number: int) -> TTFont:
    return TTFont(str(face_file(FACES[number])), lazy=True)
