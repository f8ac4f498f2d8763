"""A plotter that is not ours: it writes a content with PyMuPDF, as offices' plotters do."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pymupdf
import shapely

from drawings.content.lettering import EM, FACES, glyph
from drawings.content.parts import Content, Floats, Kind
from storage.typefaces import Face, face_file
from tests.pure.front_plotter import loops_of_letters
from tests.pure.plotted_fills import (
    dashed,
    flattened,
    loops_of,
    masks_of,
    members_of_fills,
    without_hidden,
)

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
        points = flattened(quad, h.flattens or 0.02) if is_curve else quad[[0, 3]]
        pieces = [points]
        if h.dashes and style.linetype != "continuous":
            pieces = dashed(points, h.dashes)
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
        for loop in loops_of(quads):
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
        for loop in loops_of(quads):
            self._polyline(loop)
        self.shape.finish(fill=self._ink, color=None, width=0, even_odd=True)

    def _write(self, number: int) -> None:
        content, h = self.content, self.habits
        quad = content.points[number]
        text = content.texts[int(content.text[number])]
        if h.letters == "words":
            self._words(quad, text)
            return
        glyphs = loops_of_letters(text, h.face)
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
