"""The ink of one text, and the characters that it may be cut into."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Floats
from drawings.diff.hashing import Indices
from drawings.sameness.cutting import likely_cells, sure_cells
from drawings.sameness.spacing import Spacing, Told

# Ends nearer than this, in text heights, meet.
_MEETING = 2e-3


@dataclass(frozen=True, slots=True, eq=False)
class Letter:
    """The ink of one character: positions of strokes, and their points in text heights.

    `points` has shape (n, 4, 2), from the left and lower end of the ink; `is_sure` is
    false where the text may have been cut at another place.
    """

    character: str
    text: int
    strokes: Indices
    points: Floats
    is_fill: npt.NDArray[np.bool_]
    is_sure: bool = True

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the ink in text heights."""
        high = self.points.reshape(-1, 2).max(axis=0)
        return float(high[0]), float(high[1])

    def filled(self) -> "Letter | None":
        """The same with its outline filled; None where it is no outline."""
        closed = np.zeros(len(self.points), bool)
        start = 0
        for at in range(len(self.points)):
            is_last = at + 1 == len(self.points)
            if is_last or not _meets(self.points[at, 3], self.points[at + 1, 0]):
                closed[start : at + 1] = _meets(
                    self.points[at, 3], self.points[start, 0]
                )
                start = at + 1
        if self.is_fill.any() or not closed.all():
            return None
        return replace(self, is_fill=closed)


Cut = tuple[Letter, ...]


@dataclass(frozen=True, slots=True, eq=False)
class InkedText:
    """The ink at the place of one text, n strokes.

    Attributes:
        text: position among the texts that were asked.
        word: what it says.
        points: shape (n, 4, 2), in the frame of the text.
        part: what is drawn in one go, shape (n,), from 0.
        is_fill: shape (n,).
        strokes: positions on the page, shape (n,).

    """

    text: int
    word: str
    points: Floats
    part: Indices
    is_fill: npt.NDArray[np.bool_]
    strokes: Indices

    @property
    def characters(self) -> str:
        """The text without blanks."""
        return "".join(self.word.split())

    def sure(self, spacing: Spacing) -> Cut | None:
        """Its letters where they stand apart as expected."""
        cells = sure_cells(*self._reach(), self.word, spacing)
        return None if cells is None else self._letters(cells[self.part], is_sure=True)

    def likely(self, spacing: Spacing) -> list[Cut]:
        """Its letters in the ways in which it may be cut."""
        return [
            self._letters(cells[self.part], is_sure=False)
            for cells in likely_cells(*self._reach(), self.word, spacing)
        ]

    def told(self, cut: Cut) -> Told:
        """How the letters of a cut stand."""
        by_stroke = {int(s): n for n, s in enumerate(self.strokes)}
        spans = []
        for letter in cut:
            along = self.points[[by_stroke[int(s)] for s in letter.strokes], :, 0]
            spans.append((float(along.min()), float(along.max())))
        return Told(self.word, np.array(spans))

    def _reach(self) -> tuple[Floats, Floats]:
        """Where each part begins and ends along the base line."""
        count = int(self.part.max()) + 1
        low, high = np.full(count, np.inf), np.full(count, -np.inf)
        np.minimum.at(low, self.part, self.points[..., 0].min(axis=1))
        np.maximum.at(high, self.part, self.points[..., 0].max(axis=1))
        return low, high

    def _letters(self, cells: Indices, *, is_sure: bool) -> Cut:
        letters = []
        for place, character in enumerate(self.characters):
            mine = cells == place
            points = self.points[mine]
            points = points - points.reshape(-1, 2).min(axis=0)
            letters.append(
                Letter(
                    character,
                    self.text,
                    self.strokes[mine],
                    points,
                    self.is_fill[mine],
                    is_sure,
                )
            )
        return tuple(letters)


def _meets(end: Floats, start: Floats) -> bool:
    return bool(np.abs(end - start).max() < _MEETING)
