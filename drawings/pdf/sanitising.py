"""Make a clean single page: the drawing and nothing else, upright, from 0 0, in points.

The page is built anew in an empty document. Its old content becomes a form XObject `/P`
whose matrix carries crop box, rotation and user unit; of the old page only content and
resources are taken, so scripts, actions, forms and attachments stay behind. Pictures of
annotations follow as forms `/A0`, `/A1`, ... inside one layer that the page names
`ANNOTATIONS`; they are no part of the drawing. The layers of the document come along with
the state in which it shows them.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from drawings.content.openpages import ANNOTATIONS as NOTES
from drawings.pdf.appearances import Appearance
from drawings.pdf.geometry import Geometry, Matrix, inherited
from drawings.pdf.layers import carry_layers, set_layers
from drawings.pdf.stripping import strip
from drawings.pdf.unpacking import (
    MOST_MEGABYTES,
    NotOperators,
    operators_of,
    packed_operators,
)

# The property under which a clean page names the layer of its annotations.
ANNOTATIONS = "/LianshenAnnotations"
THE_DRAWING = b"q /P Do Q"


def write_clean_page(
    source: pikepdf.Pdf,
    index: int,
    target: Path,
    geometry: Geometry,
    appearances: Sequence[Appearance] = (),
) -> Counter[str]:
    """Write page `index` of a document as a sanitised document of one page.

    Returns:
        What of the page could not be taken over, by kind.

    """
    page = source.pages[index]
    losses: Counter[str] = Counter()
    with pikepdf.new() as clean:
        form = _form(clean, page, losses)
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox, form.Matrix = Array(geometry.box), Array(geometry.matrix)
        form.Resources = clean.copy_foreign(_resources(source, page))
        if isinstance(group := page.obj.get("/Group"), Dictionary):
            form.Group = _copied(clean, source, group)
        pictures = [clean.copy_foreign(each.form) for each in appearances]
        layers = carry_layers(source, clean)
        strip(clean)
        clean.add_blank_page(page_size=geometry.size)
        fresh = clean.pages[0]
        fresh.Resources = Dictionary(XObject=Dictionary(P=form))
        words = [THE_DRAWING]
        if pictures:
            words += _drawn(clean, pictures, [each.matrix for each in appearances])
            _add_layer(clean, layers)
        fresh.Contents = clean.make_stream(b"\n".join(words))
        clean.save(target, deterministic_id=True, compress_streams=True)
    return losses


def _drawn(
    clean: pikepdf.Pdf, pictures: Sequence[pikepdf.Object], matrices: Sequence[Matrix]
) -> list[bytes]:
    """The operators that draw the pictures of annotations, in their layer."""
    named = clean.pages[0].Resources.XObject
    words = [b"/OC %s BDC" % ANNOTATIONS.encode()]
    for number, (picture, matrix) in enumerate(zip(pictures, matrices, strict=True)):
        picture.Type, picture.Subtype = Name.XObject, Name.Form
        named[f"/A{number}"] = picture
        values = " ".join(f"{value:.6f}" for value in matrix)
        words.append(f"q {values} cm /A{number} Do Q".encode())
    return [*words, b"EMC"]


def _add_layer(clean: pikepdf.Pdf, layers: list[pikepdf.Object]) -> None:
    layer = clean.make_indirect(Dictionary(Type=Name.OCG, Name=String(NOTES)))
    clean.pages[0].Resources.Properties = Dictionary({ANNOTATIONS: layer})
    hidden: list[pikepdf.Object] = []
    if "/OCProperties" in clean.Root:
        hidden = list(clean.Root.OCProperties.D.OFF)
    set_layers(clean, [*layers, layer], hidden)


def _form(
    clean: pikepdf.Pdf, page: pikepdf.Page, losses: Counter[str]
) -> pikepdf.Stream:
    """The operators of a page as one stream; packed as they were, where they were one."""
    contents = page.obj.get("/Contents")
    if isinstance(contents, Array) and len(contents) == 1:
        contents = contents[0]
    if isinstance(contents, pikepdf.Stream):
        packed = packed_operators(contents, MOST_MEGABYTES << 20)
        if packed is not None:
            form = clean.make_stream(b"")
            form.write(packed, filter=Name.FlateDecode)
            return form
    return clean.make_stream(_content(page, losses))


def _content(page: pikepdf.Page, losses: Counter[str]) -> bytes:
    """The operators of a page; a stream that holds none (a picture, say) is a loss."""
    contents = page.obj.get("/Contents")
    parts: list[bytes] = []
    budget = MOST_MEGABYTES << 20
    for part in list(contents) if isinstance(contents, Array) else [contents]:
        if not isinstance(part, pikepdf.Stream):
            continue
        try:
            parts.append(operators_of(part, budget))
            budget -= len(parts[-1])
        except NotOperators:
            losses["content stream"] += 1
    return b"\n".join(parts)


def _resources(source: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    found = inherited(page, "/Resources")
    if not isinstance(found, Dictionary):
        found = Dictionary()
    return found if found.is_indirect else source.make_indirect(found)


def _copied(
    clean: pikepdf.Pdf, source: pikepdf.Pdf, found: pikepdf.Dictionary
) -> pikepdf.Object:
    return clean.copy_foreign(
        found if found.is_indirect else source.make_indirect(found)
    )
