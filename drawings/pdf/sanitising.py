"""Make a clean single page: the drawing and nothing else, upright, from 0 0, in points.

The page is built anew in an empty document. Its old content becomes a form XObject whose
matrix carries crop box, rotation and user unit; of the old page only content and resources
are taken, so scripts, actions, forms, annotations and attachments stay behind. Layers
(optional content) come along with the state in which the document shows them.
"""

import math
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

# Keys of content objects that point out of the drawing.
STRAY_KEYS = ("/Ref", "/OPI", "/PieceInfo", "/Metadata", "/AF", "/StructParents")
LAYER_KEYS = ("/BaseState", "/ON", "/OFF", "/Name", "/Order", "/RBGroups")
NESTED_KEYS = ("/XObject", "/Pattern", "/Font", "/Resources", "/CharProcs")
DEEPEST = 12


def write_clean_page(source: pikepdf.Pdf, index: int, target: Path) -> None:
    """Write page `index` of a document as a sanitised document of one page."""
    page = source.pages[index]
    box, matrix, (width, height) = _geometry(page)
    with pikepdf.new() as clean:
        form = clean.make_stream(_content(page))
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox, form.Matrix = Array(box), Array(matrix)
        form.Resources = clean.copy_foreign(_resources(source, page))
        if isinstance(group := page.obj.get("/Group"), Dictionary):
            form.Group = _copied(clean, source, group)
        _strip(form.Resources, set(), 0)
        clean.add_blank_page(page_size=(width, height))
        fresh = clean.pages[0]
        fresh.Resources = Dictionary(XObject=Dictionary(P=form))
        fresh.Contents = clean.make_stream(b"q /P Do Q")
        _carry_layers(source, clean)
        clean.save(target, deterministic_id=True, compress_streams=True)


def _geometry(
    page: pikepdf.Page,
) -> tuple[list[float], list[float], tuple[float, float]]:
    """The visible box, the matrix that sets it upright at 0 0, and the new size."""
    x0, y0, x1, y1 = _visible_box(page)
    unit = _unit(page)
    width, height = (x1 - x0) * unit, (y1 - y0) * unit
    turn = _rotation(page)
    if turn == 90:
        matrix = [0, -unit, unit, 0, -y0 * unit, x1 * unit]
    elif turn == 180:
        matrix = [-unit, 0, 0, -unit, x1 * unit, y1 * unit]
    elif turn == 270:
        matrix = [0, unit, -unit, 0, y1 * unit, -x0 * unit]
    else:
        matrix = [unit, 0, 0, unit, -x0 * unit, -y0 * unit]
    size = (height, width) if turn in (90, 270) else (width, height)
    return [x0, y0, x1, y1], [float(value) for value in matrix], size


def _visible_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """The crop box inside the media box, corners in order."""
    mx0, my0, mx1, my1 = _ordered(page.mediabox)
    cx0, cy0, cx1, cy1 = _ordered(page.cropbox)
    x0, y0, x1, y1 = max(mx0, cx0), max(my0, cy0), min(mx1, cx1), min(my1, cy1)
    if x1 <= x0 or y1 <= y0:
        return mx0, my0, mx1, my1
    return x0, y0, x1, y1


def _ordered(box: pikepdf.Array) -> tuple[float, float, float, float]:
    a, b, c, d = (float(value) for value in box)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _inherited(page: pikepdf.Page, key: str) -> pikepdf.Object | None:
    node: pikepdf.Object | None = page.obj
    for _ in range(DEEPEST * 5):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get("/Parent")
    return None


def _rotation(page: pikepdf.Page) -> int:
    return round(_number(_inherited(page, "/Rotate"), 0.0) / 90) * 90 % 360


def _unit(page: pikepdf.Page) -> float:
    unit = _number(page.obj.get("/UserUnit"), 1.0)
    return unit if unit > 0 else 1.0


def _number(value: pikepdf.Object | None, otherwise: float) -> float:
    """A number of the file; what is none counts as if it were not there."""
    try:
        number = float(str(value))
    except ValueError:
        return otherwise
    return number if math.isfinite(number) else otherwise


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents")
    parts = list(contents) if isinstance(contents, Array) else [contents]
    return b"\n".join(
        part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream)
    )


def _resources(source: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    found = _inherited(page, "/Resources")
    if not isinstance(found, Dictionary):
        found = Dictionary()
    return found if found.is_indirect else source.make_indirect(found)


def _copied(
    clean: pikepdf.Pdf, source: pikepdf.Pdf, found: pikepdf.Dictionary
) -> pikepdf.Object:
    return clean.copy_foreign(
        found if found.is_indirect else source.make_indirect(found)
    )


def _strip(found: object, seen: set[tuple[int, int]], depth: int) -> None:
    """Take references to the outside out of forms and images, at every depth."""
    if depth > DEEPEST or not isinstance(found, Dictionary | pikepdf.Stream):
        return
    if found.is_indirect:
        if found.objgen in seen:
            return
        seen.add(found.objgen)
    for key in STRAY_KEYS:
        if key in found:
            del found[key]
    for key in NESTED_KEYS:
        for inner in _within(found.get(key)):
            _strip(inner, seen, depth + 1)


def _within(found: object) -> list[object]:
    """A resource dictionary and what it names."""
    if not isinstance(found, Dictionary):
        return []
    return [*(found.get(name) for name in list(found.keys())), found]


def _carry_layers(source: pikepdf.Pdf, clean: pikepdf.Pdf) -> None:
    """Keep the layers and whether they are shown; what switches them is left."""
    layers = source.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary) or "/OCGs" not in layers:
        return
    copied = _copied(clean, source, layers)
    default = copied.get("/D")
    kept = Dictionary()
    if isinstance(default, Dictionary):
        for key in LAYER_KEYS:
            if key in default:
                kept[key] = default[key]
    clean.Root.OCProperties = Dictionary(OCGs=copied["/OCGs"], D=kept)
