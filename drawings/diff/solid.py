"""Paper that is black on both sheets: lines that lie so close cannot be told apart.

No pen is finer than an eighth of a millimetre. Where lines lie closer than that over a
patch of more than half a millimetre, the plot is a black area, and which of the lines
drew it is no change that anybody could see. Asking each of them for its counterpart, as
is done everywhere else, would take time that grows with the square of their number.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw
from scipy import ndimage

from drawings.content.parts import Floats, Ints, Kind
from drawings.diff.coverage import boxes_of, chopped
from drawings.diff.hashing import Indices
from drawings.diff.ink import Ink, ink_of
from drawings.diff.matching import near
from drawings.diff.strokes import Strokes

PIXEL_MM: Final = 0.125
_BLOCK = 5
_DEEP = 9
_FEW = 1_000
_CELL_MM = 10.0
# the ink would cover the paper so many times
_BLACK = 3.0
_MOST_TILES = 12
_MOST_CELLS = 4_000
_MOST_PIXELS = 64_000_000
_SAGITTA_MM = 0.02
_STUB_MM = 0.25

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A part of the paper that begins at `corner` (2,) in mm.

    `table` counts the black pixels to the left and below, shape (columns + 1, rows + 1),
    `deep` those that lie well within black paper.
    """

    corner: Floats
    table: Ints
    deep: Ints


@dataclass(frozen=True, slots=True)
class Paper:
    """Where both sheets are black."""

    tiles: tuple[Tile, ...] = ()

    @property
    def crowd_mm(self) -> float:
        """Lines whose ends are closer than this are one line, where they are many."""
        return PIXEL_MM

    def beyond(self, ink: Ink) -> Ink:
        """The parts of the ink that do not lie on black paper."""
        for tile in self.tiles:
            ink = _beyond(tile.table, tile.corner, ink)
        return ink

    def around(self, ink: Ink) -> Ink:
        """The parts of the ink that may lie on what is beyond; a little more than that."""
        for tile in self.tiles:
            ink = _beyond(tile.deep, tile.corner, ink)
        return ink


def black_paper(
    old: Strokes, open_old: Mask, new: Strokes, open_new: Mask
) -> Paper | None:
    """Find where both sheets are black, among what is still open on either.

    None for sheets without a crowd of open lines: nothing is gained there.
    """
    if max(open_old.sum(), open_new.sum()) < _FEW:
        return None
    boxes = _crowded(
        [
            ink_of(sheet, np.flatnonzero(mask & _drawn(sheet)), sagitta=_SAGITTA_MM)
            for sheet, mask in ((old, open_old), (new, open_new))
        ]
    )
    if not boxes:
        return None
    tiles, left = [], _MOST_PIXELS
    for box in boxes[:_MOST_TILES]:
        size = np.ceil((box[2:] - box[:2]) / PIXEL_MM).astype(int) + 1
        left -= int(size.prod())
        if left < 0:
            break
        black = _black(old, box, size) & _black(new, box, size)
        if black.any():
            deep = ndimage.minimum_filter(black.view(np.uint8), _DEEP) > 0
            tiles.append(Tile(box[:2], _summed(black), _summed(deep)))
    return Paper(tuple(tiles))


def _drawn(strokes: Strokes) -> Mask:
    return np.asarray((strokes.kind == Kind.SEGMENT) | (strokes.kind == Kind.CURVE))


def _crowded(inks: list[Ink]) -> list[Floats]:
    """Boxes (4,) around the parts of the paper that open ink would cover several times."""
    parts = np.concatenate([chopped(ink.lines, _CELL_MM)[0] for ink in inks])
    if not len(parts):
        return []
    middles = parts.mean(axis=1)
    low, high = middles.min(axis=0), middles.max(axis=0)
    cell = max(_CELL_MM, float((high - low).max()) / _MOST_CELLS)
    column, row = np.floor((middles - low) / cell).astype(np.intp).T
    shape = int(column.max()) + 1, int(row.max()) + 1
    span = parts[:, 1] - parts[:, 0]
    drawn = np.bincount(
        column * shape[1] + row,
        np.hypot(span[:, 0], span[:, 1]) * PIXEL_MM,
        shape[0] * shape[1],
    ).reshape(shape)
    label, _ = ndimage.label(drawn >= _BLACK * cell**2, np.ones((3, 3)))
    # lines that are counted in one cell run into the next
    frames = [
        np.array(
            [part[0].start - 1, part[1].start - 1, part[0].stop + 1, part[1].stop + 1]
        )
        for part in ndimage.find_objects(label)
    ]
    boxes = [frame * cell + np.tile(low, 2) for frame in frames]
    return sorted(boxes, key=lambda box: -float((box[2:] - box[:2]).prod()))


def _black(strokes: Strokes, box: Floats, size: npt.NDArray[np.int_]) -> Mask:
    """The black pixels of a part of the paper, shape (columns, rows)."""
    close = near(box[None], strokes.boxes(), margin=PIXEL_MM)
    ink = ink_of(strokes, close[_drawn(strokes)[close]], sagitta=_SAGITTA_MM)
    boxes = boxes_of(ink.lines)
    inside = (boxes[:, :2] <= box[2:]).all(axis=1) & (boxes[:, 2:] >= box[:2]).all(
        axis=1
    )
    picture = Image.new("L", (int(size[0]), int(size[1])))
    pen = ImageDraw.Draw(picture)
    pixels = np.floor((ink.lines[inside] - box[:2]) / PIXEL_MM)
    for ends in np.clip(pixels, -1e6, 1e6).reshape(-1, 4).tolist():
        pen.line(ends, fill=1)
    inked = np.asarray(picture).T
    # a pixel is black in a block of black ones
    whole = ndimage.minimum_filter(inked, _BLOCK, mode="constant")
    return np.asarray(ndimage.maximum_filter(whole, _BLOCK) > 0)


def _summed(black: Mask) -> Ints:
    table = np.zeros((black.shape[0] + 1, black.shape[1] + 1), np.int32)
    np.cumsum(black, axis=0, dtype=np.int32, out=table[1:, 1:])
    np.cumsum(table[1:, 1:], axis=1, out=table[1:, 1:])
    return table


def _beyond(table: Ints, corner: Floats, ink: Ink) -> Ink:
    """Halve what is partly on black paper, until each part is on it or beyond it."""
    lines, whose, beyond = ink.lines, ink.whose, []
    least = 0.0
    while len(lines):
        taken, black = _counted(table, corner, boxes_of(lines))
        span = lines[:, 1] - lines[:, 0]
        length = np.hypot(span[:, 0], span[:, 1])
        free = (black == 0) & (length >= least)
        beyond.append(Ink(lines[free], whose[free]))
        # a cut end of two pixels is no line of its own
        partly = (black > 0) & (black < taken) & (length > 2 * least)
        lines, whose = lines[partly], whose[partly]
        middle = lines.mean(axis=1)
        halves = [(lines[:, 0], middle), (middle, lines[:, 1])]
        lines = np.concatenate([np.stack(half, axis=1) for half in halves])
        whose = np.concatenate([whose, whose])
        least = _STUB_MM
    return Ink.joined(beyond)


def _counted(table: Ints, corner: Floats, boxes: Floats) -> tuple[Indices, Indices]:
    """How many pixels the boxes (n, 4) take, and how many of them are black."""
    most = np.array(table.shape) - 1
    sides = np.floor((boxes - np.tile(corner, 2)) / PIXEL_MM)
    sides = np.clip(sides, -2, np.tile(most, 2) + 2).astype(np.intp)
    taken = (sides[:, 2:] - sides[:, :2] + 1).prod(axis=1)
    x0, y0 = np.clip(sides[:, :2], 0, most).T
    x1, y1 = np.clip(sides[:, 2:] + 1, 0, most).T
    black = table[x1, y1] - table[x0, y1] - table[x1, y0] + table[x0, y0]
    return taken, black.astype(np.intp)
