"""Write a content as a file, as a program for drawings would."""

from pathlib import Path

import ezdxf
import numpy as np
import numpy.typing as npt
import pikepdf
from ezdxf.document import Drawing
from ezdxf.layouts import BlockLayout, Modelspace
from pikepdf import Array, Dictionary, Name

from drawings.content.parts import Content, Floats, Kind

Rows = npt.NDArray[np.intp]
POINTS_PER_MM = 72 / 25.4
# So many neighbours are one path where a plotter joins them; 1200 dots per inch.
CHAINED, DOTS_PER_POINT, NEIGHBOURS_MM = 20, 1200 / 72, 40.0
# In points.
PEN = 0.35


def write_dxf(content: Content, blocks: Content, path: Path) -> None:
    """Lines, arcs and texts in drawing units.

    Args:
        content: what is written besides insertions of blocks.
        blocks: the same drawing, from which the insertions are taken: what saves a file
            anew may cut its lines, but not those of its blocks.
        path: the file.

    """
    document = ezdxf.new("R2010", setup=True)
    for name in content.layers[1:]:
        document.layers.add(name)
    space = document.modelspace()
    points = content.points * content.units_per_mm
    for row in np.flatnonzero(content.group < 0).tolist():
        _draw(space, content, points[row], row)
    known: dict[bytes, str] = {}
    order = np.argsort(blocks.group, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(blocks.group[order])) + 1):
        if blocks.group[rows[0]] >= 0:
            _insert((document, space, known), blocks, rows)
    document.saveas(path)


def _insert(
    place: tuple[Drawing, Modelspace, dict[bytes, str]], content: Content, rows: Rows
) -> None:
    """A group as an insertion; alike ones share a block."""
    document, space, known = place
    points = content.points[rows] * content.units_per_mm
    corner = points.reshape(-1, 2).min(axis=0)
    # Without the sign of nothing, which would make two blocks of one.
    own = (points - corner).round(3) + 0.0
    order = np.lexsort(own.reshape(-1, 8).T)
    key = own[order].tobytes()
    if key not in known:
        known[key] = f"{content.groups[int(content.group[rows[0]])]}-{len(known)}"
        block = document.blocks.new(known[key])
        for at in order.tolist():
            _draw(block, content, own[at], int(rows[at]))
    layer = content.layers[int(content.layer[rows[0]])]
    space.add_blockref(known[key], tuple(corner), dxfattribs={"layer": layer})


def _draw(
    space: Modelspace | BlockLayout, content: Content, quad: Floats, row: int
) -> None:
    manner = {"layer": content.layers[int(content.layer[row])]}
    kind = content.kind[row]
    if kind == Kind.TEXT:
        height = float(np.hypot(*(quad[1] - quad[0])))
        text = space.add_text(
            content.texts[int(content.text[row])], height=height, dxfattribs=manner
        )
        text.dxf.insert = tuple(quad[0])
    elif kind == Kind.CURVE:
        centre, radius, first = _quarter(quad)
        space.add_arc(centre, radius, first, first + 90, dxfattribs=manner)
    else:
        space.add_line(tuple(quad[0]), tuple(quad[3]), dxfattribs=manner)


def _quarter(quad: Floats) -> tuple[tuple[float, float], float, float]:
    """Centre, radius and first angle of a quarter of a circle against the clock."""
    start, end = quad[0], quad[3]
    if np.cross(np.append(quad[1] - start, 0), np.append(end - start, 0))[2] < 0:
        start, end = end, start
    middle, half = (start + end) / 2, (end - start) / 2
    x, y = middle + np.array([-half[1], half[0]])
    angle = float(np.degrees(np.arctan2(start[1] - y, start[0] - x)))
    return (float(x), float(y)), float(np.hypot(start[0] - x, start[1] - y)), angle


def write_pdf(content: Content, path: Path, *, is_chained: bool) -> None:
    """One page: a path for each primitive in points, or many joined on a grid of dots."""
    scale = POINTS_PER_MM * (DOTS_PER_POINT if is_chained else 1)
    points = content.points * scale
    digits = 0 if is_chained else 3
    words = [f"{PEN} w".encode()]
    if is_chained:
        dot = f"{1 / DOTS_PER_POINT:.6f}"
        words = [f"{dot} 0 0 {dot} 0 0 cm {PEN * DOTS_PER_POINT:.3f} w".encode()]
    open_lines = 0
    cells = (content.points[:, 0] // NEIGHBOURS_MM).T
    order = np.lexsort(cells) if is_chained else np.arange(len(content))
    numbers = points.reshape(-1, 8).round(digits)
    for row in order.tolist():
        kind, quad = content.kind[row], numbers[row].tolist()
        x0, y0, x1, y1, x2, y2, x3, y3 = (f"{v:.{digits}f}" for v in quad)
        if kind == Kind.TEXT:
            size = (quad[3] - quad[1]) / 0.72
            said = content.texts[int(content.text[row])].encode("latin-1", "replace")
            words.append(
                b"BT /F %.3f Tf %s %s Td (%s) Tj ET"
                % (size, x0.encode(), y0.encode(), said)
            )
            continue
        step = (
            f"{x3} {y3} l" if kind != Kind.CURVE else f"{x1} {y1} {x2} {y2} {x3} {y3} c"
        )
        open_lines += 1
        is_end = not is_chained or open_lines % CHAINED == 0
        words.append(f"{x0} {y0} m {step}{' S' if is_end else ''}".encode())
    words.append(b"S")
    with pikepdf.new() as document:
        document.add_blank_page()
        width, height = (side * POINTS_PER_MM for side in content.size_mm)
        document.pages[0].obj.MediaBox = Array([0, 0, width, height])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page = document.pages[0].obj
        page.Resources = Dictionary(Font=Dictionary(F=document.make_indirect(font)))
        page.Contents = Array([document.make_stream(b"\n".join(words))])
        document.save(path, compress_streams=True)
