"""How each traced path is drawn: its kind, its matrix, its pens.

Thousands of paths share a head; each distinct one is understood once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from drawings.content.parts import Ints, Style
from drawings.content.recording import Pen
from drawings.pdf.opening import MM_PER_POINT
from drawings.pdf.traced.device import rgb_of
from drawings.pdf.traced.grammar import Places, Unlike, numbers_in

STROKE, FILL, CLIP = 0, 1, 2
_KINDS = {"stroke_path": STROKE, "fill_path": FILL}
_KINDS |= {"clip_path": CLIP, "clip_stroke_path": CLIP}
_HEAD = re.compile(rb' *<([a-z_]+)((?: [a-z_]+="[^"<>]*")*) transform="([^"<>]*)">')
_ATTRIBUTE = re.compile(rb'([a-z_]+)="([^"]*)"')


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """The heads of m paths.

    Attributes:
        kind: shape (m,): STROKE, FILL or CLIP.
        matrix: shape (m, 6), float32: from the path's units to page points, y down.
        pen: shape (m,), index into `pens`; of a clip without meaning.
        pens: the distinct pens.

    """

    kind: npt.NDArray[np.int8]
    matrix: npt.NDArray[np.float32]
    pen: Ints
    pens: tuple[Pen, ...]


def read_heads(said: Sequence[bytes], head: Places) -> Heads:
    """Understand the heads of all paths.

    Args:
        said: the heads, each once.
        head: shape (m,), index into `said` of each path.

    Raises:
        Unlike: for a head that is not known.

    """
    manners: dict[tuple[bytes, bytes], int] = {}
    manner, matrices = [], []
    for line in said:
        found = _HEAD.fullmatch(line)
        if found is None:
            raise Unlike("a head that is not known")
        manner.append(manners.setdefault((found[1], found[2]), len(manners)))
        matrices.append(found[3])
    matrix = numbers_in(b" ".join(matrices), 6 * len(said)).reshape(-1, 6)
    return _placed(
        [_Manner.of(*each) for each in manners],
        np.asarray(manner, np.int64),
        matrix.astype(np.float32),
        head,
    )


@dataclass(frozen=True, slots=True)
class _Manner:
    """What a head says besides its matrix."""

    kind: int
    colour: str
    width: float
    linetype: str

    @classmethod
    def of(cls, name: bytes, words: bytes) -> "_Manner":
        pairs = _ATTRIBUTE.findall(words)
        said = {key.decode(): value.decode() for key, value in pairs}
        if len(said) != len(pairs):
            # The name of a colour profile can hold quotes, and more behind them.
            raise Unlike("a head that says something twice")
        kind = _KINDS.get(name.decode())
        if kind is None:
            raise Unlike("a path that is not known")
        if kind == CLIP:
            # Nothing is drawn with it; its pen is still one that others can look at.
            return cls(kind, "#000000", 0.0, "continuous")
        try:
            parts = [float(part) for part in said.get("color", "").split()]
            colour = _hex(rgb_of(said["colorspace"], parts))
            width = float(said["linewidth"]) if kind == STROKE else 0.0
        except (KeyError, ValueError) as error:
            raise Unlike(f"colour space {said.get('colorspace')}") from error
        return cls(kind, colour, width, "dashed" if "dash" in said else "continuous")


def _placed(
    manners: list[_Manner],
    manner: Places,
    matrix: npt.NDArray[np.float32],
    index: Places,
) -> Heads:
    """Pens of the distinct heads: a width is in the path's own units."""
    a, b, c, d = (matrix[:, at] for at in range(4))
    factor = np.sqrt(np.abs(a * d - b * c))
    widths = np.asarray([each.width for each in manners], np.float32)[manner]
    pens: dict[Pen, int] = {}
    pen = []
    for number, wide in zip(manner.tolist(), (factor * widths).tolist(), strict=True):
        each = manners[number]
        width = round(wide * MM_PER_POINT, 2)
        made = Pen(Style(each.colour, width, each.linetype))
        pen.append(pens.setdefault(made, len(pens)))
    kinds = np.asarray([each.kind for each in manners], np.int8)[manner]
    return Heads(
        kinds[index], matrix[index], np.asarray(pen, np.int32)[index], tuple(pens)
    )


def _hex(colour: tuple[float, float, float]) -> str:
    red, green, blue = (min(255, max(0, round(part * 255))) for part in colour)
    return f"#{red:02x}{green:02x}{blue:02x}"
