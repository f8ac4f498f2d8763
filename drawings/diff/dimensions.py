"""Tell whether a text is the number of a dimension."""

import re
from collections.abc import Sequence

import numpy as np

from drawings.content.parts import Content, Floats, Kind, boxes_of
from drawings.diff.hashing import Indices
from drawings.diff.strokes import Strokes
from drawings.diff.texts import is_number

_LAYERS = re.compile(r"dim|标注|尺寸|标高|elev", re.IGNORECASE)
_REACH = 2.5
_PARALLEL = 0.05


def are_dimensions(
    sheet: Content, strokes: Strokes, texts: Sequence[int], wordings: Sequence[str]
) -> list[bool]:
    """Tell for each text of a sheet whether it is the number of a dimension.

    It is, if it reads as a number and belongs to a dimension block (`*D…`), to a layer
    of dimensions, or stands along a line that runs under or through it.

    Args:
        sheet: the sheet.
        strokes: what it draws.
        texts: positions of the texts in the strokes.
        wordings: what they say.

    """
    primitives = strokes.index[np.asarray(texts, np.intp)].tolist()
    answer = [
        is_number(wording) and _is_named(sheet, primitive)
        for primitive, wording in zip(primitives, wordings, strict=True)
    ]
    asked = [
        i for i, wording in enumerate(wordings) if is_number(wording) and not answer[i]
    ]
    if asked:
        lines = _lines_near(strokes, np.array([texts[i] for i in asked]))
        for i in asked:
            answer[i] = _stands_along(strokes.points[texts[i]], lines)
    return answer


def _is_named(sheet: Content, primitive: int) -> bool:
    group = int(sheet.group[primitive])
    if group >= 0 and sheet.groups[group].upper().startswith("*D"):
        return True
    return bool(_LAYERS.search(sheet.layers[int(sheet.layer[primitive])]))


def _lines_near(strokes: Strokes, texts: Indices) -> Floats:
    quads = strokes.points[texts]
    tall = np.hypot(*(quads[:, 1] - quads[:, 0]).T)
    margin = float(_REACH * tall.max(initial=1.0))
    close = strokes.near(boxes_of(quads), (Kind.SEGMENT,), margin=margin)
    return np.asarray(strokes.points[close][:, [0, 3]])


def _stands_along(text: Floats, lines: Floats) -> bool:
    """A parallel line passes within reach of the base line and under the middle."""
    up = text[1] - text[0]
    tall = float(np.hypot(*up))
    if tall <= 0 or not len(lines):
        return False
    along = np.array([up[1], -up[0]]) / tall
    middle = (text[0] + text[3]) / 2
    first, last = lines[:, 0] - middle, lines[:, 1] - middle
    span = last - first
    length = np.maximum(np.hypot(*span.T), 1e-9)
    turned = np.abs(along[0] * span[:, 1] - along[1] * span[:, 0]) / length
    off = along[0] * first[:, 1] - along[1] * first[:, 0]
    reach0, reach1 = first @ along, last @ along
    under = (np.minimum(reach0, reach1) <= 0) & (np.maximum(reach0, reach1) >= 0)
    through = (np.abs(off) <= _REACH * tall) & (length >= 2 * tall)
    return bool((under & through & (turned <= _PARALLEL)).any())
