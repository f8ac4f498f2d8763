"""Plotters that are not ours: each writes the same sheet down in its own way.

`by_front_end` is ezdxf's own front end with its PDF back end: letters become
outlines. `by_hand` writes a content with PyMuPDF, with habits of plotters seen in offices.
"""

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import ezdxf
import numpy as np
import pymupdf
import pytest
import shapely
from ezdxf.addons.drawing import (
    Frontend,
    RenderContext,
    layout,
)
from ezdxf.addons.drawing import (
    pymupdf as pymupdf_out,
)
from ezdxf.addons.drawing.config import (
    BackgroundPolicy,
    ColorPolicy,
    Configuration,
    LinePolicy,
)
from ezdxf.fonts import fonts

from drawings.content.lettering import EM, FACES, glyph
from drawings.content.parts import Content, Floats, Kind
from storage.typefaces import Face, face_file
from tests.pure.drawing_makers import picked, with_lines

POINTS = 72 / 25.4


@dataclass(frozen=True)
class Habits:
    """What a plotter does with a sheet.

    Attributes:
        letters: `words`, `outlines`, `strokes` (a shape font).
        flattens: arcs as chords, none where 0, else the sagitta in mm.
        widens: lines as polygons of their weight.
        dashes: every so many mm lines of these line types are cut, 0 leaves them whole.
        slices: filled areas as so many horizontal bands; 0 in one piece.
        scale: of the whole plot.
        turn: quarter turns.
        page_mm: size of the page; that of the sheet where None.
        shift_mm: of the whole plot.
        grid_mm: device units; 0 for none.
        stamp: a text in the margin.
        narrow: how much narrower drawn letters are.
        face: the typeface of drawn letters.
        masks: white fills `over` the ink that they hide, or the ink `cut` along them.

    """

    letters: str = "words"
    flattens: float = 0.0
    widens: bool = False
    dashes: float = 0.0
    slices: int = 0
    scale: float = 1.0
    turn: int = 0
    page_mm: tuple[float, float] | None = None
    shift_mm: tuple[float, float] = (0.0, 0.0)
    grid_mm: float = 0.0
    stamp: str = ""
    narrow: float = 1.0
    masks: str = "over"
    face: Face = Face.FALLBACK


def by_hand(content: Content, target: Path, habits: Habits = Habits()) -> None:
    """Write a content as a one-page PDF."""
    wide, high = content.size_mm
    if habits.turn % 2:
        wide, high = high, wide
    page_mm = habits.page_mm or (wide * habits.scale, high * habits.scale)
    if habits.masks == "cut":
        content = without_hidden(content)
    with pymupdf.open() as document:
        page = document.new_page(width=page_mm[0] * POINTS, height=page_mm[1] * POINTS)
        _Hand(page, content, habits, page_mm).draw()
        document.save(target, deflate=True)


class _Hand:
    def __init__(
        self,
        page: pymupdf.Page,
        content: Content,
        habits: Habits,
        page_mm: tuple[float, float],
    ) -> None:
        self.page, self.content, self.habits = page, content, habits
        self.high = page_mm[1]
        self.shape = page.new_shape()
        self._ink = (0, 0, 0)
        self.is_masked = False
        self.fonts = [pymupdf.Font(fontfile=str(face_file(face))) for face in FACES]

    def draw(self) -> None:
        content = self.content
        edges = members_of_fills(content)
        masks = masks_of(content)
        self.is_masked = bool(masks)
        for number, kind in enumerate(content.kind.tolist()):
            source = int(content.source[number])
            if kind == Kind.FILL and number == edges[source][-1]:
                self._ink = (1, 1, 1) if source in masks else (0, 0, 0)
                self._fill(content.points[edges[source]])
            elif kind == Kind.TEXT:
                self._write(number)
            elif kind in (Kind.SEGMENT, Kind.CURVE):
                self._ink = (0, 0, 0)
                self._line(number)
        if self.habits.stamp:
            self.page.insert_text(
                (30, self.page.rect.height - 8), self.habits.stamp, fontsize=7
            )
        self.shape.commit()

    def _at(self, points: Floats) -> Floats:
        """Sheet mm to page points."""
        h = self.habits
        z = (points[..., 0] + 1j * points[..., 1]) * (1j**h.turn)
        if h.turn % 4 == 1:
            z = z + self.content.size_mm[1]
        elif h.turn % 4 == 2:
            z = z + complex(*self.content.size_mm)
        elif h.turn % 4 == 3:
            z = z + 1j * self.content.size_mm[0]
        z = z * h.scale + complex(*h.shift_mm)
        x, y = z.real, z.imag
        if h.grid_mm:
            x, y = (
                np.rint(x / h.grid_mm) * h.grid_mm,
                np.rint(y / h.grid_mm) * h.grid_mm,
            )
        return np.stack([x * POINTS, (self.high - y) * POINTS], axis=-1)

    def _line(self, number: int) -> None:
        content, h = self.content, self.habits
        quad = content.points[number]
        style = content.styles[int(content.style[number])]
        weight = max(style.weight_mm, 0.18) * h.scale
        is_curve = content.kind[number] == Kind.CURVE
        if is_curve and not h.flattens and not h.widens:
            a, b, c, d = (tuple(p) for p in self._at(quad))
            self.shape.draw_bezier(a, b, c, d)
            self.shape.finish(width=weight * POINTS, closePath=False)
            return
        points = _flat(quad, h.flattens or 0.02) if is_curve else quad[[0, 3]]
        pieces = [points]
        if h.dashes and style.linetype != "continuous":
            pieces = _dashed(points, h.dashes)
        for piece in pieces:
            if h.widens:
                self._ribbon(piece, weight)
                continue
            self._polyline(piece)
            self.shape.finish(width=weight * POINTS, closePath=False)

    def _ribbon(self, points: Floats, weight: float) -> None:
        for start, end in pairwise(points):
            span = end - start
            length = float(np.hypot(*span))
            if length < 1e-6:
                continue
            side = (
                np.array([-span[1], span[0]]) / length * weight / 2 / self.habits.scale
            )
            ring = np.array([start + side, end + side, end - side, start - side])
            self._polyline(ring)
            self.shape.finish(fill=(0, 0, 0), color=None, width=0)

    def _fill(self, quads: Floats) -> None:
        if not self.habits.slices:
            self.shape_loops(quads)
            return
        area: shapely.geometry.base.BaseGeometry = shapely.Polygon()
        for loop in _loops(quads):
            if len(loop) > 2:
                ring = shapely.make_valid(shapely.Polygon(loop))
                # what lies within is a hole; what only overlaps is one more piece
                is_hole = area.contains(ring)
                area = area.difference(ring) if is_hole else area.union(ring)
        x0, y0, x1, y1 = area.bounds
        step = (y1 - y0) / self.habits.slices
        # bands that hide reach over each other, or what they hide would shine through
        more = 1e-4 * step if self._ink == (0, 0, 0) else 0.2
        for band in range(self.habits.slices):
            low = y0 + band * step
            part = area.intersection(shapely.box(x0, low, x1, low + step + more))
            for piece in getattr(part, "geoms", [part]):
                if isinstance(piece, shapely.Polygon) and piece.area > 1e-9:
                    rings = [piece.exterior, *piece.interiors]
                    for ring in rings:
                        self._polyline(np.array(ring.coords))
                    self.shape.finish(
                        fill=self._ink, color=None, width=0, even_odd=True
                    )

    def shape_loops(self, quads: Floats) -> None:
        for loop in _loops(quads):
            self._polyline(loop)
        self.shape.finish(fill=self._ink, color=None, width=0, even_odd=True)

    def _write(self, number: int) -> None:
        content, h = self.content, self.habits
        quad = content.points[number]
        text = content.texts[int(content.text[number])]
        if h.letters == "words":
            self._words(quad, text)
            return
        glyphs = _glyphs(text, h.face)
        natural = max(float(loop[:, 0].max()) for g in glyphs for loop in g)
        up = quad[1] - quad[0]
        along = np.array([up[1], -up[0]]) * h.narrow
        start = (quad[0] + quad[3]) / 2 - along * natural / 2
        for loops in glyphs:
            for loop in loops:
                points = start + loop[:, :1] * along + loop[:, 1:] * up
                self._polyline(points)
            if h.letters == "outlines":
                self.shape.finish(fill=(0, 0, 0), color=None, width=0, even_odd=False)
            else:
                self.shape.finish(width=0.18 * POINTS, closePath=False)

    def _words(self, quad: Floats, text: str) -> None:
        if self.is_masked:
            # what was drawn so far lies below the words
            self.shape.commit()
            self.shape = self.page.new_shape()
        up = quad[1] - quad[0]
        size = float(np.hypot(*up)) * EM * self.habits.scale * POINTS
        place = self._at(np.stack([quad[0], quad[0] + np.array([up[1], -up[0]])]))
        start = at = pymupdf.Point(*place[0])
        direction = place[1] - place[0]
        angle = float(np.degrees(np.arctan2(-direction[1], direction[0])))
        writer = pymupdf.TextWriter(self.page.rect)
        for letter in text:
            font = self.fonts[glyph(letter).face]
            _, at = writer.append(at, letter, font=font, fontsize=size)
        writer.write_text(self.page, morph=(start, pymupdf.Matrix(angle)))

    def _polyline(self, points: Floats) -> None:
        self.shape.draw_polyline([(float(x), float(y)) for x, y in self._at(points)])


def members_of_fills(content: Content) -> dict[int, list[int]]:
    """The edges of each fill, by its source."""
    edges: dict[int, list[int]] = {}
    for number in np.flatnonzero(content.kind == Kind.FILL).tolist():
        edges.setdefault(int(content.source[number]), []).append(number)
    return edges


def masks_of(content: Content) -> set[int]:
    """The sources of white fills."""
    white = np.array([style.colour == "#ffffff" for style in content.styles])
    chosen = white[content.style] & (content.kind == Kind.FILL)
    return set(content.source[chosen].tolist())


def without_hidden(content: Content) -> Content:
    """The sheet as a plotter writes it that cuts ink along masks: straight lines only."""
    kept = np.ones(len(content), bool)
    lines: list[tuple[float, float, float, float]] = []
    edges = members_of_fills(content)
    for source in sorted(masks_of(content)):
        first = edges[source][0]
        mask = shapely.Polygon(content.points[edges[source], 0])
        kept[edges[source]] = False
        for number in range(first):
            quad = content.points[number]
            shape = shapely.MultiPoint(quad).convex_hull
            if not kept[number] or not mask.intersects(shape):
                continue
            if content.kind[number] == Kind.SEGMENT:
                kept[number] = False
                rest = shapely.LineString(quad[[0, 3]]).difference(mask)
                for part in getattr(rest, "geoms", [rest]):
                    if part.length > 1e-6:
                        (x0, y0), (x1, y1) = part.coords
                        lines.append((x0, y0, x1, y1))
            elif mask.covers(shape):
                kept[number] = False
    left = picked(content, np.flatnonzero(kept))
    return with_lines(left, lines, layer=content.layers[0]) if lines else left


def _loops(quads: Floats) -> list[Floats]:
    loops: list[list[Floats]] = []
    for quad in quads:
        if not loops or np.abs(loops[-1][-1] - quad[0]).max() > 1e-6:
            loops.append([quad[0]])
        loops[-1].append(quad[3])
    return [np.array(loop) for loop in loops]


def _flat(quad: Floats, sagitta: float) -> Floats:
    bend = max(
        np.hypot(*(quad[0] - 2 * quad[1] + quad[2])),
        np.hypot(*(quad[1] - 2 * quad[2] + quad[3])),
    )
    count = int(np.clip(np.ceil(np.sqrt(0.75 * bend / sagitta)), 1, 64))
    t = np.linspace(0, 1, count + 1)[:, None]
    s = 1 - t
    return np.asarray(
        s**3 * quad[0]
        + 3 * s * s * t * quad[1]
        + 3 * s * t * t * quad[2]
        + t**3 * quad[3],
        np.float64,
    )


def _dashed(points: Floats, period: float) -> list[Floats]:
    pieces = []
    for start, end in pairwise(points):
        length = float(np.hypot(*(end - start)))
        stops = np.arange(0, length, period)
        for stop in stops:
            last = min(stop + period * 0.6, length)
            pieces.append(
                np.array(
                    [
                        start + (end - start) * stop / length,
                        start + (end - start) * last / length,
                    ]
                )
            )
    return pieces


def _glyphs(text: str, face: Face) -> list[list[Floats]]:
    """The loops of each letter, flattened; height of a capital 1, from the start."""
    _teach_face(face)
    font = _real_font("ArialUni.ttf", 1.0)
    return [
        [
            np.array([(v.x, v.y) for v in loop.flattening(0.01)])
            for loop in glyph_path.to_path().sub_paths()
        ]
        for glyph_path in font.text_glyph_paths(text, 1.0)
        if len(glyph_path)
    ]


def by_front_end(
    dxf: Path,
    target: Path,
    *,
    space: str = "Model",
    units_per_mm: float,
    policy: LinePolicy = LinePolicy.SOLID,
) -> None:
    """Plot with ezdxf's own front end and its PDF back end; letters become outlines."""
    _teach_face()
    document = ezdxf.readfile(dxf)
    back = pymupdf_out.PyMuPdfBackend()
    configuration = Configuration(
        background_policy=BackgroundPolicy.WHITE,
        color_policy=ColorPolicy.COLOR,
        line_policy=policy,
    )
    where = document.modelspace() if space == "Model" else document.layouts.get(space)
    with pytest.MonkeyPatch.context() as patch:
        # readers of drawings measure with letters of their own; a plotter draws real ones
        patch.setattr(fonts, "make_font", _real_font)
        Frontend(RenderContext(document), back, config=configuration).draw_layout(where)
    page = layout.Page(0, 0, layout.Units.mm, layout.Margins.all(5))
    settings = layout.Settings(fit_page=False, scale=1 / units_per_mm)
    target.write_bytes(back.get_pdf_bytes(page, settings=settings))


def _real_font(
    name: str, cap_height: float, width_factor: float = 1.0
) -> fonts.AbstractFont:
    del name
    return fonts.TrueTypeFont("ArialUni.ttf", cap_height, width_factor)


def _teach_face(chosen: Face = Face.FALLBACK) -> None:
    face = face_file(chosen)
    entry = [str(face), "Lianshen", "Regular", 400, 5]
    fonts.font_manager.loads(json.dumps({"version": 2, "font-faces": [entry]}))
    fonts.font_manager.add_synonyms({face.name: "ArialUni.ttf"}, reverse=False)
