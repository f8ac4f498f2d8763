"""Where the front end of ezdxf draws: in which entity, through which window, with what pen.

It calls its back end by names of its own; what is done at each primitive stands in the
rooms above this one.
"""

import math
from dataclasses import dataclass

from ezdxf.addons.drawing.config import Configuration
from ezdxf.addons.drawing.pipeline import AbstractPipeline
from ezdxf.addons.drawing.properties import Properties, RenderContext
from ezdxf.entities import DXFGraphic, Viewport
from ezdxf.math import Matrix44
from ezdxf.path import make_path
from ezdxf.tools.clipping_portal import (
    ClippingPortal,
    ClippingShape,
    find_best_clipping_shape,
)

from drawings.content.cadletters import SHAPE_FACE, OurLetters
from drawings.content.endless import Endless, Window, part_within
from drawings.content.extents import main_extents
from drawings.content.parts import Style
from drawings.content.reaching import Reaches
from drawings.content.recorder import Place, Recorder
from drawings.content.recording import Pen, Recording
from drawings.content.sources import Sources

SAGITTA_MM = 0.05
# White covers what lies below: it is no ink.
BLACK, WHITE = "#000000", "#ffffff"
# What a pen is made of: colour, weight, line type, its scale and its pattern.
PenKey = tuple[str, float | None, str, float, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Mark:
    """How deep the pipeline stood before an entity."""

    entities: int
    clips: int


class Seat(AbstractPipeline):
    """Keeps where the front end is; primitives go to the recorder."""

    text_engine = OurLetters()  # type: ignore[assignment]
    default_font_face = SHAPE_FACE

    def __init__(self, recorder: Recorder, *, is_black: bool = False) -> None:
        self.recorder = recorder
        self.is_black = is_black
        self.reaches = Reaches()
        self.clip = ClippingPortal()
        self.at = Sources(recorder)
        self.viewport_scale = 1.0
        self.window: Window | None = None
        self.endless: list[tuple[Endless, Place]] = []
        self._pens: dict[PenKey, Pen] = {}

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

    def place_of(self, properties: Properties) -> Place:
        """To what a primitive belongs that is drawn now."""
        scale = properties.linetype_scale
        if not self.clip.is_active:
            scale /= max(self.viewport_scale, 1e-9)
        key = (
            properties.color,
            properties.lineweight,
            properties.linetype_name,
            scale,
            tuple(properties.linetype_pattern),
        )
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = self._pen(key)
        return Place(properties.layer, pen, self.at.source, self.at.group)

    def _pen(self, key: PenKey) -> Pen:
        shade, weight, linetype, scale, pattern = key
        colour = shade[:7].lower()
        style = Style(
            BLACK if self.is_black and colour != WHITE else colour,
            round(weight, 2) if weight and math.isfinite(weight) else -1.0,
            linetype.lower(),
        )
        return Pen(style, tuple(abs(part) * scale for part in pattern))
