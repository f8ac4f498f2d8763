"""What is read of a small CAD drawing: its sheets, the lines of a layer, a text."""

from pathlib import Path

from ezdxf.document import Drawing

from drawings.content.parts import Content, Floats, Kind
from drawings.dwg.reading import SheetContent, read_dxf
from tests.pure.cad_makers import save


def place_of(content: Content, words: str) -> Floats:
    """The four points of a text."""
    index = content.texts.index(words)
    place: Floats = content.points[
        (content.kind == Kind.TEXT) & (content.text == index)
    ][0]
    return place


def read(document: Drawing, folder: Path) -> list[SheetContent]:
    """The sheets of a drawing."""
    return read_dxf(save(document, folder))


def segments_on(content: Content, layer: str) -> Floats:
    """Ends of the segments of a layer, shape (n, 2, 2)."""
    chosen = (content.kind == Kind.SEGMENT) & (
        content.layer == content.layers.index(layer)
    )
    ends: Floats = content.points[chosen][:, [0, 3]]
    return ends
