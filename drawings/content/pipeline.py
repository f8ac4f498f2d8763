"""The seat that ezdxf gives to its back ends: takes primitives, clips, hands on."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ezdxf.addons.drawing.config import Configuration
from ezdxf.addons.drawing.pipeline import AbstractPipeline
from ezdxf.addons.drawing.properties import Properties, RenderContext
from ezdxf.entities import DXFGraphic, Viewport
from ezdxf.math import AnyVec, Matrix44, Vec2
from ezdxf.npshapes import NumpyPath2d, NumpyPoints2d
from ezdxf.path import Path, make_path
from ezdxf.tools.clipping_portal import (
    ClippingPortal,
    ClippingShape,
    find_best_clipping_shape,
)

from drawings.content.cadletters import SHAPE_FACE, OurLetters, decoded, is_shape
from drawings.content.endless import Endless, Window, part_within
from drawings.content.extents import main_extents
from drawings.content.grounds import Ground, corners_around
from drawings.content.lettering import width_of
from drawings.content.outlines import loops_of, quads_of
from drawings.content.parts import Style
from drawings.content.reaching import Reaches
from drawings.content.recorder import Place, Point, Quad, Recorder
from drawings.content.recording import Pen, Recording, Writing
from drawings.content.sources import Sources
from drawings.content.words import Word, joined

SAGITTA_MM = 0.05
# White covers what lies below: it is no ink.
BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True)
class Mark:
    """How deep the pipeline stood before an entity."""

    entities: int
    clips: int


class Pipeline(AbstractPipeline):
    """Hands the primitives of the front end to a recorder, clipped to viewports."""

    text_engine = OurLetters()  # type: ignore[assignment]
    default_font_face = SHAPE_FACE

    def __init__(self, recorder: Recorder, *, is_black: bool = False) -> None:
        self.recorder = recorder
        self.is_black = is_black
        self.reaches = Reaches()
        self.clip = ClippingPortal()
        self.at = Sources(recorder)
        self.viewport_scale = 1.0
        self.words: list[Word] | None = None
        self.window: Window | None = None
        self.endless: list[tuple[Endless, Place]] = []
        self.held: list[Word] | None = None

    # -- where we are ------------------------------------------------------------

    def enter_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        """Name the source of what follows; open a group for an outermost block."""
        del properties
        self.at.enter(entity)

    def exit_entity(self, entity: DXFGraphic) -> None:
        """Close what `enter_entity` opened."""
        del entity
        self.at.leave()

    def finish(self) -> Recording:
        """Everything that was drawn, and endless lines as far as the rest reaches."""
        if not self.endless:
            return self.recorder.finish()
        drawn = self.recorder.finish()
        if not len(drawn):
            self.recorder.losses["XLINE"] += len(self.endless)
            return self.recorder.finish()
        low, high = main_extents(drawn)
        window = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        for line, place in self.endless:
            if ends := part_within(line, window):
                self.recorder.line(*ends, place)
        return self.recorder.finish()

    def mark(self) -> Mark:
        """Remember how deep we are."""
        return Mark(self.at.depth, self.clip.stack_depth)

    def reset(self, mark: Mark) -> None:
        """Go back to a mark after an entity broke off."""
        self.at.fall_back(mark.entities)
        while self.clip.stack_depth > mark.clips:
            self.clip.pop()
        self.words = self.held = None

    # -- what ezdxf asks for -----------------------------------------------------

    def set_draw_entities_callback(self, callback) -> None:  # type: ignore[no-untyped-def]
        """Keep the way to draw the entities of a viewport."""
        self.draw_entities = callback

    def set_config(self, config: Configuration) -> None:
        """Nothing here depends on the configuration."""

    def set_current_entity_handle(self, handle: str) -> None:
        """Sources are told from the entities themselves."""

    def set_background(self, color: str) -> None:
        """Paper is white."""

    def finalize(self) -> None:
        """Nothing is left open."""

    def push_clipping_shape(
        self, shape: ClippingShape, transform: Matrix44 | None
    ) -> None:
        """Clip what follows."""
        self.clip.push(shape, transform)

    def pop_clipping_shape(self) -> None:
        """End the innermost clipping."""
        self.clip.pop()

    def draw_viewport(
        self,
        vp: Viewport,
        layout_ctx: RenderContext,
        bbox_cache: object = None,
    ) -> None:
        """Draw model space through a window of a paper layout."""
        del bbox_cache
        path = make_path(vp)
        if vp.doc is None or not len(path):
            return
        limits = vp.get_modelspace_limits()
        vertices = (
            list(path.flattening(SAGITTA_MM))
            if path.has_curves
            else path.control_vertices()
        )
        self.clip.push(
            find_best_clipping_shape(vertices), vp.get_transformation_matrix()
        )
        self.at.look_through(vp)
        self.viewport_scale = vp.get_scale()
        self.window = limits
        try:
            self.draw_entities(
                layout_ctx.from_viewport(vp),
                self.reaches.within(vp.doc.modelspace(), limits),
            )
        finally:
            self.clip.pop()
            self.window = None
            self.viewport_scale = 1.0
            self.at.look_away()

    # -- primitives ----------------------------------------------------------------

    def draw_point(self, pos: AnyVec, properties: Properties) -> None:
        """A point becomes a segment without length."""
        point: Vec2 | None = Vec2(pos)
        if self.clip.is_active:
            point = self.clip.clip_point(Vec2(pos))
        if point is not None:
            self.recorder.line(_xy(point), _xy(point), self._place(properties))

    def draw_line(self, start: AnyVec, end: AnyVec, properties: Properties) -> None:
        """A straight segment."""
        self.draw_solid_lines([(start, end)], properties, one_stroke=False)

    def draw_endless(self, line: Endless, properties: Properties) -> None:
        """A line without an end: cut off by its window, or kept until all is drawn."""
        if self.window is None:
            self.endless.append((line, self._place(properties)))
        elif ends := part_within(line, self.window):
            self.draw_line(Vec2(ends[0]), Vec2(ends[1]), properties)

    def draw_solid_lines(
        self,
        lines: Iterable[tuple[AnyVec, AnyVec]],
        properties: Properties,
        *,
        one_stroke: bool = True,
    ) -> None:
        """Many segments of one entity, such as a hatch pattern."""
        pairs = [(Vec2(start), Vec2(end)) for start, end in lines]
        if self.clip.is_active:
            pairs = [
                part for start, end in pairs for part in self.clip.clip_line(start, end)
            ]
        place = self._place(properties)
        quads: list[Quad] = [
            (_xy(start), _xy(start), _xy(end), _xy(end)) for start, end in pairs
        ]
        if one_stroke:
            self.recorder.path(quads, [False] * len(quads), place)
        else:
            for quad in quads:
                self.recorder.line(quad[0], quad[3], place)

    def draw_path(self, path: Path | NumpyPath2d, properties: Properties) -> None:
        """A polyline or curve."""
        flat = path if isinstance(path, NumpyPath2d) else NumpyPath2d(path)
        paths = (
            self.clip.clip_paths([flat], SAGITTA_MM) if self.clip.is_active else [flat]
        )
        place = self._place(properties)
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
        self.recorder.fill(loops, self._place(properties))

    def draw_filled_polygon(
        self, points: Iterable[AnyVec], properties: Properties
    ) -> None:
        """A filled polygon without holes."""
        polygon = NumpyPoints2d([Vec2(point) for point in points])
        polygons = self.clip.clip_polygon(polygon) if self.clip.is_active else [polygon]
        place = self._place(properties)
        for each in polygons:
            loop = [(float(x), float(y)) for x, y in each.np_vertices()]
            self.recorder.fill([loop], place)

    def draw_text(
        self,
        text: str,
        transform: Matrix44,
        properties: Properties,
        cap_height: float,
        dxftype: str = "TEXT",
    ) -> None:
        """A line of text, kept as text."""
        del dxftype
        text = "".join(c if c.isprintable() else " " for c in decoded(text)).rstrip()
        if not text.strip() or cap_height <= 0:
            return
        shape = is_shape(properties.font)
        if self.clip.is_active:
            transform = self.clip.transform_matrix(transform)
        word = Word(
            Writing(text, shape),
            _corners(
                transform, width_of(text, is_shape=shape) * cap_height, cap_height
            ),
            self._place(properties),
        )
        if self.words is not None:
            self.words.append(word)
        else:
            self._write(word)

    def draw_image(self, image_data: object, properties: Properties) -> None:
        """Pictures are never loaded; see `frame_of_image`."""

    def frame_of_image(self, corners: Sequence[Point], properties: Properties) -> None:
        """The four corners of a picture."""
        polygon = NumpyPoints2d([Vec2(corner) for corner in corners])
        if self.clip.is_active:
            polygon.transform_inplace(self.clip.transform_matrix(Matrix44()))
        xy = [(float(x), float(y)) for x, y in polygon.np_vertices()]
        if len(xy) == 4:
            self.recorder.image((xy[0], xy[1], xy[2], xy[3]), self._place(properties))

    @contextmanager
    def joining_words(self) -> Iterator[None]:
        """Collect the words of one MTEXT and write them as whole lines."""
        self.words = []
        yield
        words, self.words = self.words, None
        for word in joined(words or []):
            self._write(word)

    @contextmanager
    def on_ground(self, ground: Ground, properties: Properties) -> Iterator[None]:
        """Lay a ground under the texts that are drawn meanwhile.

        Where it lies only its texts tell, so they are held until it is laid.

        Args:
            ground: what is laid.
            properties: how it is filled; its frame is drawn as the texts are.

        """
        self.held = []
        yield
        held, self.held = self.held, None
        corners = corners_around([one.quad for one in held], ground.gap) if held else []
        if corners and ground.is_filled:
            self.recorder.fill([corners], self._place(properties))
        if corners and ground.is_framed:
            ends = zip(corners, corners[1:] + corners[:1], strict=True)
            sides: list[Quad] = [(a, a, b, b) for a, b in ends]
            self.recorder.path(sides, [False] * len(sides), held[0].place)
        for word in held:
            self.recorder.text(word.writing, word.quad, word.place)

    def _write(self, word: Word) -> None:
        if self.clip.is_active and not self._is_inside(word.quad):
            return
        if self.held is not None:
            self.held.append(word)
        else:
            self.recorder.text(word.writing, word.quad, word.place)

    def _is_inside(self, quad: Quad) -> bool:
        """Whether the middle of a text lies in its viewport."""
        middle = Vec2((quad[0][0] + quad[2][0]) / 2, (quad[0][1] + quad[2][1]) / 2)
        # The innermost stage already moved the text; only its window is asked here.
        return all(
            stage.portal.clip_point(middle) is not None
            for stage in self.clip._stages
            if stage.transform is not None
        )

    def _place(self, properties: Properties) -> Place:
        weight = properties.lineweight
        colour = properties.color[:7].lower()
        style = Style(
            BLACK if self.is_black and colour != WHITE else colour,
            round(weight, 2) if weight and math.isfinite(weight) else -1.0,
            properties.linetype_name.lower(),
        )
        scale = properties.linetype_scale / max(self.viewport_scale, 1e-9)
        if self.clip.is_active:
            scale *= self.viewport_scale
        dashes = tuple(abs(part) * scale for part in properties.linetype_pattern)
        return Place(
            properties.layer, Pen(style, dashes), self.at.source, self.at.group
        )


def _xy(point: Vec2) -> Point:
    return (point.x, point.y)


def _corners(transform: Matrix44, width: float, height: float) -> Quad:
    corners = [(0, 0), (0, height), (width, height), (width, 0)]
    a, b, c, d = (_xy(point) for point in transform.fast_2d_transform(corners))
    return (a, b, c, d)
