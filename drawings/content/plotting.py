"""Plot a recording on one PDF page: exact millimetres, vectors, real text, CAD layers.

The content stream is written by hand in paper millimetres with y upwards, which is the
frame of `Content`; one matrix at its start turns it into PDF points. Text is set with
our two faces as glyph numbers; both are cut down to the glyphs that were used.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pymupdf

from drawings.content.frames import Sheet
from drawings.content.lettering import FACES, glyph, runs_of
from drawings.content.parts import Floats
from drawings.content.recording import Mask, Pen, Recording, StrokeKind, Writing
from storage.typefaces import face_file

POINTS_PER_MM = 72 / 25.4
HAIRLINE_MM = 0.09
DEFAULT_WEIGHT_MM = 0.18
# Lighter than this a line cannot be seen on white paper.
LIGHTEST = 0.62
SHORTEST_DASH_MM = 0.05
# PDF readers refuse pages wider than 14 400 points.
LARGEST_MM = 5080.0


@dataclass(slots=True)
class _Ink:
    """What the content stream refers to, collected while it is written."""

    characters: set[str] = field(default_factory=set)
    layers: dict[int, str] = field(default_factory=dict)


def plot_sheet(recording: Recording, sheet: Sheet, target: Path) -> None:
    """Write one sheet of a recording as a one-page PDF."""
    width, height = sheet.size_mm
    ink = _Ink()
    stream = "\n".join(_page(recording, sheet, ink)).encode("ascii")
    with pymupdf.open() as document:
        page = document.new_page(
            width=width * POINTS_PER_MM, height=height * POINTS_PER_MM
        )
        for index in sorted({glyph(letter).face for letter in ink.characters}):
            page.insert_font(
                fontname=f"F{index}", fontfile=str(face_file(FACES[index]))
            )
        _name_layers(document, page, recording, ink)
        xref = document.get_new_xref()
        document.update_object(xref, "<<>>")
        document.update_stream(xref, stream)
        page.set_contents(xref)
        document.subset_fonts()
        _name_glyphs(document, page, ink)
        document.set_metadata({"producer": "Lianshen", "creator": "Lianshen"})
        document.save(target, garbage=3, deflate=True)


def _page(recording: Recording, sheet: Sheet, ink: _Ink) -> Iterator[str]:
    scale = 1 / sheet.units_per_mm
    points = (recording.points - np.asarray(sheet.box[:2])) * scale
    visible = _visible(points, sheet.size_mm)
    yield f"q {POINTS_PER_MM:.6f} 0 0 {POINTS_PER_MM:.6f} 0 0 cm 1 J 1 j"
    layer, state = -1, ""
    for stroke, part in _strokes(recording, points, visible):
        kind, layer_at, pen_at, _source, _group, writing = stroke
        if layer_at != layer:
            if layer >= 0:
                yield "EMC"
            ink.layers[layer_at] = f"L{layer_at}"
            yield f"/OC /L{layer_at} BDC"
            layer = layer_at
        pen = recording.pens[pen_at]
        new_state = _state(pen, kind, scale)
        if new_state != state:
            yield new_state
            state = new_state
        if kind == StrokeKind.TEXT:
            yield _text(recording.writings[writing], part[0], ink)
        else:
            yield from _shape(kind, part)
    if layer >= 0:
        yield "EMC"
    yield "Q"


def _visible(points: Floats, size_mm: tuple[float, float]) -> Mask:
    low, high = points.min(axis=1), points.max(axis=1)
    visible: Mask = ((high >= 0) & (low <= np.asarray(size_mm))).all(axis=1)
    return visible


def _strokes(
    recording: Recording, points: Floats, visible: Mask
) -> Iterator[tuple[tuple[int, ...], Floats]]:
    """Each stroke with its points; a stroke with any visible part is drawn whole."""
    stroke = recording.stroke
    if not len(stroke):
        return
    starts = np.flatnonzero(np.r_[True, stroke[1:] != stroke[:-1]])
    ends = np.r_[starts[1:], len(stroke)]
    shown = np.logical_or.reduceat(visible, starts)
    for start, end in zip(starts[shown].tolist(), ends[shown].tolist(), strict=True):
        yield tuple(recording.strokes[stroke[start]].tolist()), points[start:end]


def _state(pen: Pen, kind: int, scale: float) -> str:
    if kind in (StrokeKind.FILL, StrokeKind.TEXT):
        legible = kind == StrokeKind.TEXT
        return f"{_rgb(pen.style.colour, legible=legible)} rg"
    weight = pen.style.weight_mm if pen.style.weight_mm >= 0 else DEFAULT_WEIGHT_MM
    return (
        f"{_rgb(pen.style.colour, legible=True)} RG "
        f"{max(weight, HAIRLINE_MM):.2f} w {_dashes(pen.dashes, scale)} d"
    )


def _dashes(dashes: tuple[float, ...], scale: float) -> str:
    lengths = [max(length * scale, SHORTEST_DASH_MM) for length in dashes]
    if len(lengths) < 2 or sum(lengths) < 4 * SHORTEST_DASH_MM * len(lengths):
        return "[] 0"
    return f"[{' '.join(f'{length:.2f}' for length in lengths)}] 0"


def _rgb(colour: str, *, legible: bool) -> str:
    """A colour for PDF; lines and letters are darkened until they show on white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    light = 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]
    if legible and light > LIGHTEST:
        parts = [part * LIGHTEST / light for part in parts]
    return " ".join(f"{part:.3f}" for part in parts)


def _shape(kind: int, points: Floats) -> Iterator[str]:
    if kind == StrokeKind.IMAGE:
        yield from _placeholder(points[0])
        return
    yield " ".join(_path(points))
    yield "f*" if kind == StrokeKind.FILL else "S"


def _path(points: Floats) -> Iterator[str]:
    last: tuple[float, float] | None = None
    for quad in points.round(3).tolist():
        start, first, second, end = quad
        if last is None or start != last:
            yield f"{start[0]:.3f} {start[1]:.3f} m"
        if first == start and second == end:
            yield f"{end[0]:.3f} {end[1]:.3f} l"
        else:
            yield " ".join(f"{x:.3f} {y:.3f}" for x, y in (first, second, end)) + " c"
        last = end


def _placeholder(quad: Floats) -> Iterator[str]:
    """A picture that lies outside of the drawing: its outline, crossed."""
    a, b, c, d = (f"{x:.3f} {y:.3f}" for x, y in quad.tolist())
    yield f"{a} m {b} l {c} l {d} l h {a} m {c} l {b} m {d} l S"


def _text(writing: Writing, quad: Floats, ink: _Ink) -> str:
    """One line of text: its natural width is stretched onto the base line."""
    base, top, _, end = quad
    runs = runs_of(writing.text, is_shape=writing.is_shape)
    natural = sum(run.width for run in runs)
    up = top - base
    along = (end - base) / natural if natural > 0 else np.asarray([up[1], -up[0]])
    if (
        not np.isfinite([*along, *up]).all()
        or abs(along[0] * up[1] - along[1] * up[0]) < 1e-12
    ):
        return ""
    ink.characters.update(writing.text)
    parts, at = [], 0.0
    for run in runs:
        x, y = base + along * at
        a, b = along * run.size
        c, d = up * run.size
        codes = "".join(f"{number:04X}" for number in run.glyphs)
        parts.append(
            f"/F{run.face} 1 Tf {a:.5f} {b:.5f} {c:.5f} {d:.5f} {x:.3f} {y:.3f} Tm "
            f"<{codes}> Tj"
        )
        at += run.width
    return f"BT {' '.join(parts)} ET"


def _name_layers(
    document: pymupdf.Document, page: pymupdf.Page, recording: Recording, ink: _Ink
) -> None:
    """Declare the CAD layers that are drawn as optional content of the page."""
    entries = []
    for index, name in sorted(ink.layers.items()):
        group = document.add_ocg(recording.layers[index] or "0", on=True)
        entries.append(f"/{name} {group} 0 R")
    kind, value = document.xref_get_key(page.xref, "Resources")
    if kind == "xref":
        owner, key = int(value.split()[0]), "Properties"
    else:
        owner, key = page.xref, "Resources/Properties"
    document.xref_set_key(owner, key, f"<<{' '.join(entries)}>>")


def _name_glyphs(document: pymupdf.Document, page: pymupdf.Page, ink: _Ink) -> None:
    """Say which character each glyph stands for, so that search and copy work.

    MuPDF's own table names the last character that shares a glyph: a hyphen would be
    read back as a soft hyphen.
    """
    by_face: dict[int, dict[int, str]] = defaultdict(dict)
    for letter in sorted(ink.characters, reverse=True):
        found = glyph(letter)
        by_face[found.face][found.number] = letter if found.advance else " "
    for xref, *_, name, _encoding in page.get_fonts():
        table = by_face.get(int(name[1:])) if name[1:].isdigit() else None
        kind, value = document.xref_get_key(xref, "ToUnicode")
        if table and kind == "xref":
            document.update_stream(int(value.split()[0]), _character_map(table))


def _character_map(table: dict[int, str]) -> bytes:
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    entries = [
        f"<{number:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
        for number, letter in sorted(table.items())
    ]
    for block in _blocks(entries, 100):
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")


def _blocks(entries: list[str], size: int) -> Iterable[list[str]]:
    return (entries[at : at + size] for at in range(0, len(entries), size))
