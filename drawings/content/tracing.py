"""Trace what ezdxf's drawing front end draws of a CAD layout into a `Recording`.

The front end resolves layers, colours, blocks, dimensions, hatches and viewports; what
it hands on is kept as geometry and as text, where its own back ends would turn text into
outlines. Nothing is fetched from outside the drawing: of a picture only the outline is
kept, and the typefaces are ours.
"""

import copy
import math
import random
import re
from collections.abc import Iterator

import numpy as np
from ezdxf.addons.drawing.config import (
    BackgroundPolicy,
    Configuration,
    ImagePolicy,
    LinePolicy,
)
from ezdxf.addons.drawing.frontend import UniversalFrontend
from ezdxf.addons.drawing.mtext_complex import ComplexMTextRenderer
from ezdxf.addons.drawing.properties import Properties, rgb_to_hex
from ezdxf.colors import int2rgb
from ezdxf.document import Drawing
from ezdxf.entities import (
    DXFEntity,
    DXFGraphic,
    Image,
    Insert,
    MText,
    MultiLeader,
    Tolerance,
    Underlay,
    Viewport,
)
from ezdxf.entities.polygon import DXFPolygon
from ezdxf.layouts import Layout
from ezdxf.lldxf.const import MTEXT_TEXT_FRAME
from ezdxf.math import Vec2
from ezdxf.path import Path
from ezdxf.render import hatching
from ezdxf.tools import text_layout

from drawings.content.cadletters import OurContext, OurMtext, decoded, teach_our_face
from drawings.content.customs import teach_fills
from drawings.content.grounds import Ground, ground_of
from drawings.content.hatching import edges_of, pattern_lines
from drawings.content.loading import TROUBLE
from drawings.content.outside import is_monochrome, picture_name
from drawings.content.pipeline import Pipeline
from drawings.content.recorder import Recorder
from drawings.content.recording import Recording
from drawings.content.seat import WHITE
from drawings.content.tolerances import parts_of_tolerance
from drawings.content.underlays import name_of, window_of

ENDLESS = ("XLINE", "RAY")
# In drawing units; patterns with lines nearer to each other are drawn as a fill.
NARROWEST = 1e-3
# A paragraph narrower than this has no width; no letter is wider than so many heights.
LEAST_WIDTH, WIDE_ENOUGH = 1e-6, 3.0
CONFIGURATION = Configuration(
    background_policy=BackgroundPolicy.WHITE,
    line_policy=LinePolicy.SOLID,
    image_policy=ImagePolicy.RECT,
    pdmode=0,
    pdsize=1,
    min_hatch_line_distance=NARROWEST,
    max_flattening_distance=0.05,
    circle_approximation_count=64,
)


def trace(document: Drawing, layout: Layout) -> Recording:
    """Everything that a layout shows, in drawing order and in layout units."""
    teach_our_face()
    teach_fills()
    recorder = Recorder()
    pipeline = Pipeline(recorder, is_black=is_monochrome(layout))
    front = _Front(OurContext(document), pipeline, CONFIGURATION)
    front.draw_layout(layout, filter_func=_is_no_viewport)
    for viewport in windows_of(layout):
        front.draw_window(viewport)
    return pipeline.finish()


def _is_no_viewport(entity: DXFEntity) -> bool:
    return not isinstance(entity, Viewport)


def windows_of(layout: Layout) -> list[Viewport]:
    """The viewports that show model space; each layout also has one that shows itself.

    That one should have the id 1, but converters number anew. It looks at the very
    place of the paper where it stands, which a window into model space hardly ever does.
    """
    found = [entity for entity in layout if isinstance(entity, Viewport)]
    return [
        viewport
        for viewport in found
        if viewport.dxf.status != 0
        and not Vec2(viewport.dxf.center).isclose(
            Vec2(viewport.dxf.view_center_point), abs_tol=1e-6
        )
    ]


def _framed(leader: MultiLeader) -> Iterator[DXFGraphic]:
    """The parts of a leader; ezdxf knows that its text is framed, and draws no frame."""
    for part in leader.virtual_entities():
        if isinstance(part, MText):
            part.dxf.bg_fill = int(part.dxf.get("bg_fill", 0)) | MTEXT_TEXT_FRAME
        yield part


class _Front(UniversalFrontend):
    """ezdxf's front end, told to go on after a broken entity and to count it."""

    pipeline: Pipeline

    def lose(self, kind: str) -> None:
        """Count something that cannot be drawn."""
        self.pipeline.recorder.losses[kind] += 1

    def skip_entity(self, entity: DXFEntity, msg: str) -> None:
        """Draw or count what ezdxf leaves out; what the author hid is no loss."""
        if isinstance(entity, Tolerance) and msg == "unsupported":
            self.draw_entities(list(parts_of_tolerance(entity)))
        elif isinstance(entity, Underlay) and msg == "unsupported":
            self.lose(name_of(entity))
            if corners := window_of(entity):
                self.pipeline.frame_of_image(corners, self.ctx.resolve_all(entity))
        elif msg not in ("invisible", "text height too small"):
            self.lose(entity.dxftype())

    def override_properties(self, entity: DXFGraphic, properties: Properties) -> None:
        """Hide a block whose own layer is frozen, as CAD does."""
        if isinstance(entity, Insert) and entity.doc is not None:
            name = entity.dxf.layer
            if name in entity.doc.layers and entity.doc.layers.get(name).is_frozen():
                properties.is_visible = False

    def draw_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        """Draw one entity; whatever is wrong with it stays its own problem."""
        depth = self.pipeline.mark()
        states = len(self.ctx._saved_states)
        try:
            super().draw_entity(entity, properties)
        except TROUBLE:
            self.lose(entity.dxftype())
            self.pipeline.reset(depth)
            while len(self.ctx._saved_states) > states:
                self.ctx.pop_state()

    def draw_window(self, viewport: Viewport) -> None:
        """Draw model space through a window; only looking straight down is known."""
        if not viewport.is_top_view:
            self.lose("VIEWPORT")
            return
        mark = self.pipeline.mark()
        try:
            self.pipeline.draw_viewport(viewport, self.ctx)
        except TROUBLE:
            self.lose("VIEWPORT")
            self.pipeline.reset(mark)

    def draw_line_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        """Keep endless lines for the end: how far they go, the others tell."""
        if entity.dxftype() in ENDLESS:
            start, along = Vec2(entity.dxf.start), Vec2(entity.dxf.unit_vector)
            back = -math.inf if entity.dxftype() == "XLINE" else 0.0
            self.pipeline.draw_endless((start, along, back), properties)
        else:
            super().draw_line_entity(entity, properties)

    def draw_hatch_pattern(
        self, polygon: DXFPolygon, paths: list[Path], properties: Properties
    ) -> None:
        """Draw the lines of a pattern, alike each time.

        ezdxf moves them by chance, so that they miss the corners, and stops by the clock.
        """
        if polygon.pattern is None or not polygon.pattern.lines:
            return
        random.seed(0)
        properties.linetype_pattern = ()
        edges = edges_of(paths)
        families = hatching.pattern_baselines(
            polygon, min_hatch_line_distance=NARROWEST, jiggle_origin=True
        )
        found = [pattern_lines(family, edges) for family in families]
        lines = np.concatenate(found)
        ocs, level = polygon.ocs(), polygon.dxf.elevation.z
        if ocs.transform:
            flat = [(x, y, level) for x, y in lines.reshape(-1, 2).tolist()]
            turned = [(point.x, point.y) for point in ocs.points_to_wcs(flat)]
            lines = np.asarray(turned, np.float64).reshape(-1, 2, 2)
        self.pipeline.draw_pattern(lines, properties)

    def draw_text_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        """Decode what old files keep in a text."""
        entity.dxf.text = decoded(entity.dxf.text)
        super().draw_text_entity(entity, properties)

    def draw_mtext_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        """Lay the ground of a paragraph under it; ezdxf does so for a few alone."""
        ground = ground_of(entity) if isinstance(entity, MText) else None
        if ground is None:
            super().draw_mtext_entity(entity, properties)
            return
        fill = copy.copy(properties)
        fill.color = self._colour_of(ground, properties)
        with self.pipeline.on_ground(ground, fill):
            super().draw_mtext_entity(entity, properties)

    def _colour_of(self, ground: Ground, properties: Properties) -> str:
        if ground.rgb is not None:
            return rgb_to_hex(int2rgb(ground.rgb))
        if ground.aci is not None:
            return self.ctx.resolve_aci_color(ground.aci, properties.layer)
        return WHITE

    def draw_complex_mtext(self, mtext: MText, properties: Properties) -> None:
        """Lay out with our widths, then join the words of a line again."""
        if mtext.dxf.get("width", 0.0) < LEAST_WIDTH:
            # Never broken; ezdxf would load a typeface to estimate how wide it is.
            letters = max(map(len, re.split(r"\\P|\n|\^J", mtext.text)))
            mtext.dxf.width = (letters + 1) * WIDE_ENOUGH * mtext.dxf.char_height
        words: ComplexMTextRenderer = OurMtext(self.ctx, self.pipeline, properties)
        engine = words.layout_engine(mtext)
        engine.place(align=text_layout.LayoutAlignment(mtext.dxf.attachment_point))
        with self.pipeline.joining_words():
            engine.render(mtext.ucs().matrix)

    def draw_image_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        """A picture from outside is never opened: its frame is kept."""
        if isinstance(entity, Image):
            corners = [(v.x, v.y) for v in entity.boundary_path_wcs()[:4]]
            self.lose("IMAGE")
            self.pipeline.frame_of_image(corners, properties, picture_name(entity))

    def draw_ole2frame_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        """An embedded object of another program cannot be drawn."""
        del properties
        self.lose(entity.dxftype())

    def draw_composite_entity(self, entity: DXFGraphic, properties: Properties) -> None:
        """Name the outside drawings that a block refers to; frame what a leader says."""
        if isinstance(entity, MultiLeader) and entity.dxf.has_text_frame:
            self.draw_entities(list(_framed(entity)))
            return
        if isinstance(entity, Insert):
            block = entity.block()
            if block is None:
                self.lose("missing block")
            elif block.block is not None and block.block.is_xref and not len(block):
                self.lose(f"XREF {block.block.dxf.get('xref_path', '') or block.name}")
        super().draw_composite_entity(entity, properties)
