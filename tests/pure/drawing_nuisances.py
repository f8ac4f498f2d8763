"""What another plot or another save does to a sheet without changing what it shows."""

import string
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Content, Kind
from tests.pure.drawing_makers import Box, picked

PLOT_GRID_MM = 25.4 / 1200


@dataclass(frozen=True)
class Nuisance:
    """What another save or plot does; shares of primitives, mm, and a factor."""

    seed: int = 3
    shuffle: bool = True
    reverse: float = 0.5
    split: float = 0.1
    duplicate: float = 0.01
    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    grid_mm: float = 0.0
    blocks_are_exploded: bool = False

    def box(self, box: Box) -> Box:
        """Where a box of the drawing lies on this plot."""
        (dx, dy), s = self.shift, self.scale
        return (box[0] * s + dx, box[1] * s + dy, box[2] * s + dx, box[3] * s + dy)


QUIET = Nuisance(shuffle=False, reverse=0, split=0, duplicate=0)
PLOTS = {
    "saved again": Nuisance(),
    "shifted": Nuisance(shift=(12.345, -6.789)),
    "plotted on a grid": Nuisance(grid_mm=PLOT_GRID_MM, blocks_are_exploded=True),
    "grid and shifted": Nuisance(
        grid_mm=PLOT_GRID_MM, shift=(3.21, 4.56), blocks_are_exploded=True
    ),
    "fit to 97 %": Nuisance(
        grid_mm=PLOT_GRID_MM, scale=0.97, shift=(9.1, 7.3), blocks_are_exploded=True
    ),
}


def disturbed(sheet: Content, nuisance: Nuisance) -> Content:
    """The same drawing as another program would write it."""
    rng = np.random.default_rng(nuisance.seed)
    if nuisance.split:
        sheet = split(sheet, rng.random(len(sheet)) < nuisance.split, rng)
    order = np.arange(len(sheet))
    twice = rng.random(len(sheet)) < nuisance.duplicate
    order = np.concatenate([order, order[twice]])
    if nuisance.shuffle:
        order = rng.permutation(order)
    sheet = picked(sheet, order)
    points = sheet.points.copy()
    turned = (rng.random(len(sheet)) < nuisance.reverse) & (sheet.kind != Kind.TEXT)
    points[turned] = points[turned, ::-1]
    points = points * nuisance.scale + nuisance.shift
    if nuisance.grid_mm:
        points = np.rint(points / nuisance.grid_mm) * nuisance.grid_mm
    sheet = replace(sheet, points=points)
    if nuisance.blocks_are_exploded:
        sheet = replace(sheet, group=np.full(len(sheet), -1, np.int32), groups=())
    return sheet


def split(
    sheet: Content, chosen: npt.NDArray[np.bool_], rng: np.random.Generator
) -> Content:
    """Cut the chosen segments in two somewhere in their middle part."""
    cut = np.flatnonzero(chosen & (sheet.kind == Kind.SEGMENT))
    share = rng.uniform(0.3, 0.7, len(cut))[:, None]
    first, last = sheet.points[cut, 0], sheet.points[cut, 3]
    middle = first + (last - first) * share
    points = sheet.points.copy()
    points[cut, 2] = points[cut, 3] = middle
    more = picked(sheet, cut).points.copy()
    more[:, 0] = more[:, 1] = middle
    order = np.concatenate([np.arange(len(sheet)), cut])
    both = picked(replace(sheet, points=points), order)
    points = both.points.copy()
    points[len(sheet) :] = more
    return replace(both, points=points)


def wordings(count: int) -> list[str]:
    """So many different short texts."""
    letters = string.ascii_uppercase
    return [f"{letters[i % 26]}{i}" for i in range(count)]
