"""A sheet being drawn: lines, texts, fills and blocks in model space, millimetres at 1:1.

Terminology:
    scale: drawing units (mm) for one paper millimetre; 100 for a plan at 1:100.
    corner: where the lower left corner of the sheet lies in model space.
    paper millimetres: as in `drawings.content.parts`; origin at that corner.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import ezdxf
from ezdxf.document import Drawing
from ezdxf.entities import Insert
from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts import BaseLayout

from samples.drafting.layers import DOOR, Layer

Point = tuple[float, float]
Box = tuple[float, float, float, float]

HAN = "HZ"
NUMERAL = "NUM"
DIMSTYLE = "GB"
ALIGN = {
    "left": TextEntityAlignment.LEFT,
    "centre": TextEntityAlignment.MIDDLE_CENTER,
    "middle": TextEntityAlignment.MIDDLE_LEFT,
    "right": TextEntityAlignment.MIDDLE_RIGHT,
    "below": TextEntityAlignment.BOTTOM_CENTER,
}
BLOCK_LAYER = Layer("0")


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a text is set: height in paper mm, alignment (key of `ALIGN`), degrees."""

    height: float = 2.5
    align: str = "centre"
    rotation: float = 0.0
    width: float = 0.75
    colour: int | None = None


PLAIN = Lettering()


class Pen:
    """Draws into one space of a drawing: model space, paper space or a block."""

    def __init__(self, doc: Drawing, space: BaseLayout, scale: float) -> None:
        self.doc = doc
        self.space = space
        self.scale = scale

    def attributes(self, layer: Layer, **more: object) -> dict[str, object]:
        """DXF attributes that put an entity on the layer, which is made on first use."""
        if layer.name not in self.doc.layers:
            self.doc.layers.add(
                layer.name,
                color=layer.colour,
                lineweight=layer.weight,
                linetype=layer.linetype,
            )
        return {"layer": layer.name, **more}

    def line(self, start: Point, end: Point, layer: Layer) -> None:
        """A straight line."""
        self.space.add_line(start, end, dxfattribs=self.attributes(layer))

    def lines(self, pairs: Iterable[tuple[Point, Point]], layer: Layer) -> None:
        """Several straight lines."""
        for start, end in pairs:
            self.line(start, end, layer)

    def path(
        self,
        points: Sequence[Point],
        layer: Layer,
        *,
        closed: bool = False,
        width: float = 0.0,
    ) -> None:
        """A polyline; `width` in drawing units."""
        attributes = self.attributes(layer)
        if width:
            attributes["const_width"] = width
        self.space.add_lwpolyline(points, close=closed, dxfattribs=attributes)

    def rectangle(self, box: Box, layer: Layer, *, width: float = 0.0) -> None:
        """A closed polyline along the box."""
        self.path(corners(box), layer, closed=True, width=width)

    def circle(self, centre: Point, radius: float, layer: Layer) -> None:
        """A circle; the radius in drawing units."""
        self.space.add_circle(centre, radius, dxfattribs=self.attributes(layer))

    def arc(self, centre: Point, radius: float, span: Point, layer: Layer) -> None:
        """An arc anticlockwise over `span`, two angles in degrees."""
        self.space.add_arc(
            centre, radius, span[0], span[1], dxfattribs=self.attributes(layer)
        )

    def fill(
        self,
        points: Sequence[Point],
        layer: Layer,
        holes: Sequence[Sequence[Point]] = (),
    ) -> None:
        """A solid hatch."""
        hatch = self.space.add_hatch(color=256, dxfattribs=self.attributes(layer))
        hatch.paths.add_polyline_path(points, is_closed=True, flags=1)
        for hole in holes:
            hatch.paths.add_polyline_path(hole, is_closed=True, flags=16)

    def pattern(
        self, points: Sequence[Point], layer: Layer, name: str, size: float
    ) -> None:
        """A hatch of a named AutoCAD pattern, enlarged `size` times."""
        hatch = self.space.add_hatch(color=256, dxfattribs=self.attributes(layer))
        hatch.set_pattern_fill(name, scale=size)
        hatch.paths.add_polyline_path(points, is_closed=True, flags=1)

    def text(
        self, words: str, at: Point, layer: Layer, lettering: Lettering = PLAIN
    ) -> None:
        """One line of text."""
        more: dict[str, object] = {
            "height": lettering.height * self.scale,
            "width": lettering.width,
            "rotation": lettering.rotation,
            "style": NUMERAL if words.isascii() else HAN,
        }
        if lettering.colour is not None:
            more["color"] = lettering.colour
        self.space.add_text(
            words, dxfattribs=self.attributes(layer, **more)
        ).set_placement(at, align=ALIGN[lettering.align])

    def paragraph(
        self,
        rows: Sequence[str],
        at: Point,
        layer: Layer,
        *,
        height: float = 3.0,
        leading: float = 1.7,
    ) -> None:
        """Rows of text downwards from `at`, the upper left corner."""
        lettering = Lettering(height, "left")
        for index, row in enumerate(rows):
            y = at[1] - height * self.scale * (1 + index * leading)
            if row:
                self.text(row, (at[0], y), layer, lettering)

    def place(
        self,
        block: str,
        at: Point,
        layer: Layer = DOOR,
        *,
        turn: float = 0.0,
        flip: Point = (1.0, 1.0),
        colour: int | None = None,
    ) -> Insert:
        """Insert a block that was defined before; `flip` holds the scale in x and y."""
        more: dict[str, object] = {
            "rotation": turn,
            "xscale": flip[0],
            "yscale": flip[1],
        }
        if colour is not None:
            more["color"] = colour
        return self.space.add_blockref(
            block, at, dxfattribs=self.attributes(layer, **more)
        )


class Draft(Pen):
    """A drawing with one sheet in model space."""

    def __init__(self, *, scale: float, corner: Point = (0.0, 0.0)) -> None:
        doc = ezdxf.new("R2018", setup=["linetypes"], units=4)
        super().__init__(doc, doc.modelspace(), scale)
        self.corner = corner
        doc.header["$LTSCALE"] = scale * 0.35
        doc.header["$INSUNITS"] = 4
        # The DWG writer looks the current style up by name.
        doc.header["$DIMSTYLE"] = DIMSTYLE
        # Chinese in one TrueType face, numbers in a shape font, as offices mix them.
        doc.styles.add(HAN, font="simfang.ttf")
        doc.styles.add(NUMERAL, font="gbenor.shx")
        _add_dimstyle(doc, scale)

    def at(self, x: float, y: float) -> Point:
        """The point of model space that is plotted at x, y paper mm."""
        return self.corner[0] + x * self.scale, self.corner[1] + y * self.scale

    def paper(self, box: Box) -> Box:
        """A box of model space in paper mm."""
        x, y = self.corner
        return (
            (box[0] - x) / self.scale,
            (box[1] - y) / self.scale,
            (box[2] - x) / self.scale,
            (box[3] - y) / self.scale,
        )

    def block(self, name: str, draw: Callable[[Pen], None]) -> str:
        """Define a block on first use; answers its name."""
        if name not in self.doc.blocks:
            draw(Pen(self.doc, self.doc.blocks.new(name), self.scale))
        return name

    def dimension(
        self, start: Point, end: Point, base: Point, layer: Layer, angle: float = 0.0
    ) -> None:
        """A linear DIMENSION with its rendered block."""
        self.space.add_linear_dim(
            base=base,
            p1=start,
            p2=end,
            angle=angle,
            dimstyle=DIMSTYLE,
            dxfattribs=self.attributes(layer),
        ).render()


def corners(box: Box) -> list[Point]:
    """The four corners of a box, anticlockwise from the lower left."""
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def bold(lettering: Lettering, height: float) -> Lettering:
    """The same lettering at another height."""
    return replace(lettering, height=height)


def _add_dimstyle(doc: Drawing, scale: float) -> None:
    style = doc.dimstyles.new(DIMSTYLE)
    style.dxf.dimscale = scale
    style.dxf.dimtxt = 2.2
    style.dxf.dimtsz = 1.0
    style.dxf.dimexe = 1.5
    style.dxf.dimexo = 1.0
    style.dxf.dimfxlon = 1
    style.dxf.dimfxl = 5.0
    style.dxf.dimgap = 0.7
    style.dxf.dimtad = 1
    style.dxf.dimtih = 0
    style.dxf.dimtoh = 0
    style.dxf.dimdec = 0
    style.dxf.dimrnd = 1
    style.dxf.dimtxsty = NUMERAL
    style.dxf.dimclrt = 256
    style.dxf.dimclrd = 94
    style.dxf.dimclre = 94
