"""What the viewer asks of a face besides its picture: layers, words, ends of lines; JSON.

Coordinates are paper mm with the origin at the lower left, as whole numbers of a part of
a millimetre, which is what a browser needs and no more. Call these from processes of
limited memory: the content is of strangers.
"""

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf

from drawings.content.openpages import layers_in
from drawings.content.parts import Content, Floats, Kind, Style
from drawings.content.storing import load_content

# What is answered differently from now on gets another number, and so another address.
TOLD_AS: Final = 2
WORDS_PER_MM: Final = 10
LINES_PER_MM: Final = 100
CELL_MM: Final = 100.0
MOST_LINES: Final = 6000
MOST_WORDS: Final = 60_000
KEPT_CONTENTS: Final = 4


def layers_told(pdf_path: Path, content_path: Path) -> bytes:
    """The layers of a page: a list of {name, colour, count, on}, in order of the file.

    The place in the list is what `off` of a tile names. `count` is how many primitives
    lie on the layer, `colour` the commonest of them, `on` what the file itself wants.
    """
    with pymupdf.open(str(pdf_path), filetype="pdf") as document:
        layers = layers_in(document)
    counts, colours = _by_layer(_content(content_path))
    told = [
        {
            "name": layer.name,
            "colour": colours.get(layer.name, ""),
            "count": counts.get(layer.name, 0),
            "on": layer.is_on,
        }
        for layer in layers
    ]
    return _json(told)


def words_told(content_path: Path) -> bytes:
    """The texts of a sheet: a list of [text, x0, y0, .. x3, y3], corners in 1/10 mm.

    The corners go round the text: lower left, lower right, upper right, upper left as
    it is read.
    """
    content = _content(content_path)
    rows = np.flatnonzero((content.kind == Kind.TEXT) & (content.text >= 0))
    # A text has its base line in points 0 and 3, its upper edge in 1 and 2.
    corners = content.points[rows[:MOST_WORDS]][:, [0, 3, 2, 1]]
    flat = (corners * WORDS_PER_MM).round().astype(int).reshape(-1, 8).tolist()
    texts = [content.texts[at] for at in content.text[rows[:MOST_WORDS]].tolist()]
    told = [[text, *box] for text, box in zip(texts, flat, strict=True) if text.strip()]
    return _json(told)


def lines_told(content_path: Path, column: int, row: int) -> bytes:
    """The lines that reach into a cell of `CELL_MM`: [x0, y0, x1, y1] in 1/100 mm.

    A curve is told by its chord, for people measure from end to end; of more than
    `MOST_LINES` the longest are told.
    """
    content = _content(content_path)
    x0, y0 = column * CELL_MM, row * CELL_MM
    drawn = (content.kind == Kind.SEGMENT) | (content.kind == Kind.CURVE)
    ends = content.points[drawn][:, [0, 3]]
    low, high = ends.min(axis=1), ends.max(axis=1)
    near = (low <= (x0 + CELL_MM, y0 + CELL_MM)).all(axis=1)
    near &= (high >= (x0, y0)).all(axis=1)
    found: Floats = ends[near].reshape(-1, 4)
    if len(found) > MOST_LINES:
        length = np.hypot(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1])
        found = found[np.argsort(-length, kind="stable")[:MOST_LINES]]
    whole = np.unique((found * LINES_PER_MM).round().astype(int), axis=0)
    return _json(whole.tolist())


def _by_layer(content: Content) -> tuple[Counter[str], dict[str, str]]:
    """How many primitives each layer has, and the colour most of them have."""
    styles = content.styles or (Style(),)
    pairs = np.stack([content.layer, content.style], axis=1)
    kinds, numbers = np.unique(pairs, axis=0, return_counts=True)
    counts: Counter[str] = Counter()
    most: dict[str, tuple[int, str]] = {}
    for (layer, style), number in zip(kinds.tolist(), numbers.tolist(), strict=True):
        name = content.layers[layer]
        counts[name] += number
        most[name] = max(
            most.get(name, (0, "")), (number, styles[max(style, 0)].colour)
        )
    return counts, {name: colour for name, (_number, colour) in most.items()}


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def _content(path: Path) -> Content:
    return _kept(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=KEPT_CONTENTS)
def _kept(path: str, changed: int) -> Content:
    del changed
    return load_content(Path(path))
