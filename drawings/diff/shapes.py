"""Boxes and lines as shapely geometries, always in an array."""

import numpy as np
import numpy.typing as npt
import shapely

from drawings.content.parts import Floats

Shapes = npt.NDArray[np.object_]


def box_shapes(boxes: Floats) -> Shapes:
    """Boxes (n, 4) as n rectangles."""
    return np.asarray(shapely.box(*boxes.T), dtype=np.object_)


def line_shapes(lines: Floats) -> Shapes:
    """Lines (n, 2, 2) as n line strings."""
    return np.asarray(shapely.linestrings(lines), dtype=np.object_)
