"""The seat that ezdxf gives to its back ends: takes primitives, clips, hands on."""

from collections.abc import Iterable, Sequence

from ezdxf.addons.drawing.properties import Properties
from ezdxf.math import AnyVec, Matrix44, Vec2
from ezdxf.npshapes import NumpyPath2d, NumpyPoints2d
from ezdxf.path import Path

from drawings.content.endless import Endless, part_within
from drawings.content.outlines import loops_of, quads_of
from drawings.content.parts import Floats
from drawings.content.recorder import Point, Quad
from drawings.content.seat import SAGITTA_MM
from drawings.content.writingseat import WritingSeat


class Pipeline(WritingSeat):
    """Hands the primitives of the front end to a recorder, clipped to viewports."""

    def draw_point(self, pos: AnyVec, properties: Properties) -> None:
        """A point becomes a segment without length."""
        point: Vec2 | None = Vec2(pos)
        if self.clip.is_active:
            point = self.clip.clip_point(Vec2(pos))
        if point is not None:
            self.recorder.line(_xy(point), _xy(point), self.place_of(properties))

    def draw_line(self, start: AnyVec, end: AnyVec, properties: Properties) -> None:
        """A straight segment."""
        place = self.place_of(properties)
        if not self.clip.is_active:
            self.recorder.line((start.x, start.y), (end.x, end.y), place)
            return
        for first, last in self.clip.clip_line(Vec2(start), Vec2(end)):
            self.recorder.line(_xy(first), _xy(last), place)

    def draw_endless(self, line: Endless, properties: Properties) -> None:
        """A line without an end: cut off by its window, or kept until all is drawn."""
        if self.window is None:
            self.endless.append((line, self.place_of(properties)))
        elif ends := part_within(line, self.window):
            self.draw_line(Vec2(ends[0]), Vec2(ends[1]), properties)

    def draw_solid_lines(
        self, lines: Iterable[tuple[AnyVec, AnyVec]], properties: Properties
    ) -> None:
        """Many segments of one entity."""
        self._draw_pairs([(Vec2(start), Vec2(end)) for start, end in lines], properties)

    def draw_pattern(self, lines: Floats, properties: Properties) -> None:
        """The lines of a hatch: shape (n, 2, 2), start and end, x and y."""
        if self.clip.is_active:
            pairs = [(Vec2(start), Vec2(end)) for start, end in lines.tolist()]
            self._draw_pairs(pairs, properties)
            return
        quads: list[Quad] = [
            (start, start, end, end)
            for start, end in ((tuple(a), tuple(b)) for a, b in lines.tolist())
        ]
        self.recorder.path(quads, [False] * len(quads), self.place_of(properties))

    def _draw_pairs(
        self, pairs: Sequence[tuple[Vec2, Vec2]], properties: Properties
    ) -> None:
        if self.clip.is_active:
            pairs = [
                part for start, end in pairs for part in self.clip.clip_line(start, end)
            ]
        quads: list[Quad] = [
            (_xy(start), _xy(start), _xy(end), _xy(end)) for start, end in pairs
        ]
        self.recorder.path(quads, [False] * len(quads), self.place_of(properties))

    def draw_path(self, path: Path | NumpyPath2d, properties: Properties) -> None:
        """A polyline or curve."""
        flat = path if isinstance(path, NumpyPath2d) else NumpyPath2d(path)
        paths = (
            self.clip.clip_paths([flat], SAGITTA_MM) if self.clip.is_active else [flat]
        )
        place = self.place_of(properties)
        for each in paths:
            quads, curved = quads_of(each.np_vertices(), each.command_codes())
            self.recorder.path(quads, curved, place)

    def draw_filled_paths(self, paths: Iterable[Path], properties: Properties) -> None:
        """A filled area with holes."""
        flat = [NumpyPath2d(path) for path in paths]
        if self.clip.is_active:
            flat = self.clip.clip_filled_paths(flat, SAGITTA_MM)
        loops = [
            loop
            for path in flat
            for loop in loops_of(path.np_vertices(), path.command_codes())
        ]
        self.recorder.fill(loops, self.place_of(properties))

    def draw_filled_polygon(
        self, points: Iterable[AnyVec], properties: Properties
    ) -> None:
        """A filled polygon without holes."""
        polygon = NumpyPoints2d([Vec2(point) for point in points])
        polygons = self.clip.clip_polygon(polygon) if self.clip.is_active else [polygon]
        place = self.place_of(properties)
        for each in polygons:
            loop = [(float(x), float(y)) for x, y in each.np_vertices()]
            self.recorder.fill([loop], place)

    def draw_image(self, image_data: object, properties: Properties) -> None:
        """Pictures are never loaded; see `frame_of_image`."""

    def frame_of_image(
        self, corners: Sequence[Point], properties: Properties, shows: str = ""
    ) -> None:
        """The four corners of a picture, and the name of its file."""
        polygon = NumpyPoints2d([Vec2(corner) for corner in corners])
        if self.clip.is_active:
            polygon.transform_inplace(self.clip.transform_matrix(Matrix44()))
        xy = [(float(x), float(y)) for x, y in polygon.np_vertices()]
        if len(xy) == 4:
            quad = (xy[0], xy[1], xy[2], xy[3])
            self.recorder.image(quad, self.place_of(properties), shows)


def _xy(point: Vec2) -> Point:
    return (point.x, point.y)
