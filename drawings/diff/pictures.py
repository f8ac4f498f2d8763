"""Compare two sheets as pictures, where one of them is a scan: ink against ink.

Weaker than the comparison of lines, and marked as such. What differs by less than
`TOLERANCE_MM`, or is smaller than `LEAST_MM`, is not seen; so "alike" is no proof.

Terminology:
    ink: darkness between 0 (paper) and 1 (the darkest line), shading of the scan removed.
    strong, faint: ink that is surely a line, ink that may be one. A change needs strong
        ink on one sheet where the other has not even faint ink.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from drawings.content.parts import Floats
from drawings.diff.findings import (
    Box,
    Change,
    ChangeKind,
    Difference,
    Pieces,
    Reason,
    Region,
    Registration,
    Verdict,
)
from drawings.diff.laying import Ink, Lay, lay_pictures, lay_turned
from drawings.diff.similarity import fitted

TOLERANCE_MM = 0.5
LEAST_MM = 1.0
METHOD = "pictures"
_STRONG, _FAINT = 0.5, 0.15
_TOGETHER_MM = 3.0
_EDGE_MM = 5.0
_WORST_MM = 0.6
_LEAST_SHARE = 0.7
_LEAST_CONTRAST = 40.0
_BLOCK = 32
_MOST_CHANGES = 2_000

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place that differs: rows and columns of the new picture, ink gone and come."""

    top: int
    bottom: int
    left: int
    right: int
    gone: int
    come: int


def compare_pictures(
    old: Grey, new: Grey, *, pixel_mm: float, not_compared: tuple[str, ...] = ()
) -> Difference:
    """Tell what differs between two pictures of a sheet.

    Args:
        old: the sheet before, shape (rows, columns), row 0 at the top, white is 255.
        new: the sheet after.
        pixel_mm: side of a pixel on paper, of both.
        not_compared: what the caller knows to be unseen.

    Returns:
        `CHANGED` for the reason `PICTURES`, with regions; or `CANNOT_COMPARE`, for the
        reason `ALIKE` where no difference was seen, which is no proof that there is none.

    """
    here, there = ink_in(old), ink_in(new)
    if here is None or there is None:
        return Difference(
            Verdict.CANNOT_COMPARE, Reason.EMPTY, not_compared=not_compared
        )
    found = _laid(here, there, lay_pictures, pixel_mm, not_compared)
    if found.reason is Reason.NO_REGISTRATION:
        turned = _laid(here, there, lay_turned, pixel_mm, not_compared)
        found = turned if turned.reason is not Reason.NO_REGISTRATION else found
    return found


def _laid(
    here: Ink,
    there: Ink,
    how: Callable[[Ink, Ink], Lay | None],
    pixel_mm: float,
    not_compared: tuple[str, ...],
) -> Difference:
    lay = how(here, there)
    if lay is None or lay.residual * pixel_mm > _WORST_MM:
        return Difference(
            Verdict.CANNOT_COMPARE, Reason.NO_REGISTRATION, not_compared=not_compared
        )
    return _told(here, there, lay, pixel_mm, not_compared)


def ink_in(grey: Grey) -> Ink | None:
    """The ink of a picture; None where there is none."""
    smooth = ndimage.gaussian_filter(grey.astype(np.float32), 0.7)
    rows, columns = (-(-side // _BLOCK) for side in grey.shape)
    padded = np.pad(
        smooth,
        ((0, rows * _BLOCK - grey.shape[0]), (0, columns * _BLOCK - grey.shape[1])),
        mode="edge",
    )
    # the brightest of each block and its neighbours is paper, however the lamp faded
    paper = padded.reshape(rows, _BLOCK, columns, _BLOCK).max(axis=(1, 3))
    paper = ndimage.uniform_filter(ndimage.maximum_filter(paper, 3), 3)
    light = np.repeat(np.repeat(paper, _BLOCK, axis=0), _BLOCK, axis=1)
    dark = light[: grey.shape[0], : grey.shape[1]] - smooth
    darkest = float(np.percentile(dark[::2, ::2], 99.8))
    if darkest < _LEAST_CONTRAST:
        return None
    return np.asarray(np.clip(dark / darkest, 0.0, 1.0), dtype=np.float32)


def _told(
    here: Ink, there: Ink, lay: Lay, pixel_mm: float, not_compared: tuple[str, ...]
) -> Difference:
    laid = lay.laid(here, there.shape)
    seen = lay.inside(here.shape, there.shape, margin=_EDGE_MM / pixel_mm)
    reach = TOLERANCE_MM / pixel_mm
    gone = (laid > _STRONG) & seen
    come = (there > _STRONG) & seen
    asked = max(1, int(gone.sum())), max(1, int(come.sum()))
    gone &= ~_widened(there > _FAINT, reach)
    come &= ~_widened(laid > _FAINT, reach)
    share = 1 - min(gone.sum() / asked[0], come.sum() / asked[1])
    registration = _registration(lay, here.shape, there.shape, pixel_mm, float(share))
    if share < _LEAST_SHARE:
        return Difference(
            Verdict.CANNOT_COMPARE,
            Reason.NO_REGISTRATION,
            registration,
            tolerance_mm=TOLERANCE_MM,
            not_compared=not_compared,
        )
    spots, small = _spots(gone, come, pixel_mm)
    changes = [_change(spot, there.shape[0], pixel_mm, registration) for spot in spots]
    number = np.repeat(np.arange(len(changes), dtype=np.int32), 4)
    return Difference(
        Verdict.CHANGED if changes else Verdict.CANNOT_COMPARE,
        Reason.PICTURES if changes else Reason.ALIKE,
        registration,
        changes=tuple(changes),
        regions=tuple(
            Region(change.new_box or (0, 0, 0, 0), (index,))
            for index, change in enumerate(changes)
        ),
        tolerance_mm=TOLERANCE_MM,
        cosmetic_count=small,
        not_compared=not_compared,
        old_pieces=_outlines([c.old_box for c in changes], number),
        new_pieces=_outlines([c.new_box for c in changes], number),
    )


def _widened(mask: Mask, reach: float) -> Mask:
    size = 2 * int(np.ceil(reach)) + 1
    return np.asarray(ndimage.maximum_filter(mask.view(np.uint8), size) > 0)


def _spots(gone: Mask, come: Mask, pixel_mm: float) -> tuple[list[_Spot], int]:
    """Places that differ, largest first; and how many were too small to be counted."""
    label, count = ndimage.label(_widened(gone | come, _TOGETHER_MM / 2 / pixel_mm))
    spots, least = [], LEAST_MM / pixel_mm
    for number, frame in enumerate(ndimage.find_objects(label, count), start=1):
        own = label[frame] == number
        lost, won = gone[frame] & own, come[frame] & own
        rows, columns = np.nonzero(lost | won)
        top, left = frame[0].start, frame[1].start
        spot = _Spot(
            int(top + rows.min()),
            int(top + rows.max() + 1),
            int(left + columns.min()),
            int(left + columns.max() + 1),
            int(lost.sum()),
            int(won.sum()),
        )
        if max(spot.bottom - spot.top, spot.right - spot.left) >= least:
            spots.append(spot)
    spots.sort(key=lambda spot: (-(spot.gone + spot.come), spot.top, spot.left))
    return spots[:_MOST_CHANGES], count - len(spots)


def _change(
    spot: _Spot, rows: int, pixel_mm: float, registration: Registration
) -> Change:
    box = (
        spot.left * pixel_mm,
        (rows - spot.bottom) * pixel_mm,
        spot.right * pixel_mm,
        (rows - spot.top) * pixel_mm,
    )
    before = registration.to_old(_corners(box))
    low, high = before.min(axis=0), before.max(axis=0)
    kind = ChangeKind.MODIFIED
    if not spot.come:
        kind = ChangeKind.REMOVED
    elif not spot.gone:
        kind = ChangeKind.ADDED
    return Change(
        kind,
        old_box=(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
        new_box=box,
        primitives=1,
    )


def _corners(box: Box) -> Floats:
    x0, y0, x1, y1 = box
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def _outlines(boxes: list[Box | None], number: npt.NDArray[np.int32]) -> Pieces:
    if not boxes:
        return Pieces()
    rings = np.array([_corners(box or (0, 0, 0, 0)) for box in boxes])
    lines = np.stack([rings, np.roll(rings, -1, axis=1)], axis=2).reshape(-1, 2, 2)
    return Pieces(number, np.full(len(number), -1, np.int32), lines)


def _registration(
    lay: Lay,
    before: tuple[int, ...],
    after: tuple[int, ...],
    pixel_mm: float,
    share: float,
) -> Registration:
    """The lay in millimetres, y upwards; a scan's slight shear is left out of it."""
    rows, columns = before[:2]
    grid = np.array(
        [(y, x) for y in np.linspace(0, rows, 5) for x in np.linspace(0, columns, 5)]
    )
    goal = lay.to_new(grid)
    start_mm = np.column_stack([grid[:, 1], rows - grid[:, 0]]) * pixel_mm
    goal_mm = np.column_stack([goal[:, 1], after[0] - goal[:, 0]]) * pixel_mm
    found = fitted(start_mm, goal_mm)
    return Registration(
        scale=found.scale,
        rotation_deg=found.turn_deg,
        dx_mm=found.shift.real,
        dy_mm=found.shift.imag,
        inliers=share,
        residual_mm=lay.residual * pixel_mm,
        method=METHOD,
    )
