"""Which part of a sheet to show for a region, and where the region lies in that picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from drawings.models import Face

ASPECT: Final = 1.25  # width to height of the pictures
AROUND: Final = 0.6  # of the region's size, on every side
FRAME_MM: Final = 1.0  # the frame stands off what it frames
LEAST_MM: Final = 24.0  # a tick on a dimension needs its surroundings to be read


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a face: its box in paper millimetres, the region in percent of it."""

    face: Face
    box: tuple[float, float, float, float]
    left: float
    top: float
    width: float
    height: float

    @property
    def address(self) -> str:
        """The box as the address of the picture carries it."""
        return ",".join(f"{value:.1f}" for value in self.box)

    @property
    def style(self) -> str:
        """Where the frame of the region lies over the picture."""
        return (
            f"left:{self.left:.2f}%;top:{self.top:.2f}%;"
            f"width:{self.width:.2f}%;height:{self.height:.2f}%"
        )


def cut_of(face: Face, region: Sequence[float], *, aspect: float = ASPECT) -> Cut:
    """The part of a face around a region, of one shape for every region.

    Args:
        face: the face.
        region: x0, y0, x1, y1 in paper millimetres, y upwards.
        aspect: width to height of the picture.

    """
    x0, y0, x1, y1 = region
    x0, y0, x1, y1 = x0 - FRAME_MM, y0 - FRAME_MM, x1 + FRAME_MM, y1 + FRAME_MM
    wide, tall = x1 - x0, y1 - y0
    side = max(wide, tall * aspect, LEAST_MM) * (1 + 2 * AROUND)
    box_width, box_height = side, side / aspect
    left = (x0 + x1) / 2 - box_width / 2
    bottom = (y0 + y1) / 2 - box_height / 2
    return Cut(
        face=face,
        box=(left, bottom, left + box_width, bottom + box_height),
        left=100 * (x0 - left) / box_width,
        top=100 * (bottom + box_height - y1) / box_height,
        width=100 * wide / box_width,
        height=100 * tall / box_height,
    )
