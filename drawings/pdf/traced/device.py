"""Let MuPDF write down in C what a page draws, for numpy to read.

MuPDF hands each path to Python one by one, which costs more than all the rest. Its trace
device writes the same calls as text, numbers with every digit they have. Only paths,
clips and groups are written: names of fonts, layers and colour profiles are words of
strangers, and a line break in one of them could look like a path, or like a clip that
hides all that follows. A path tells its colour space as well; `heads` believes no other
than those of the device.

The page is taken from its display list: to walk that once more costs a tenth of what it
costs to read the operators of the page once more. What lies wholly behind a clip is not
in it, for nobody sees it.
"""

from typing import Any

import pymupdf
from pymupdf import mupdf

Box = tuple[float, float, float, float]

# What a stranger's words could be part of, and what is not drawn with paths.
WORDLESS = (
    *("fill_text", "stroke_text", "ignore_text"),
    *("begin_structure", "end_structure", "begin_metatext", "end_metatext"),
    *("fill_shade", "fill_image", "fill_image_mask", "set_default_colorspaces"),
)
CLIPS_OF_TEXT = ("clip_text", "clip_stroke_text")
SILENCED = WORDLESS + CLIPS_OF_TEXT
LAYERS = ("begin_layer", "end_layer")
DRAWN_TEXT = ("fill_text", "stroke_text", "ignore_text")
DRAWN_PATHS = ("fill_path", "stroke_path")
PATHS = (*DRAWN_PATHS, "clip_path", "clip_stroke_path", "clip_image_mask", "pop_clip")
GROUPS = (
    *("begin_group", "end_group", "begin_mask", "end_mask"),
    *("begin_tile", "end_tile", "render_flags", "set_default_colorspaces"),
)
ENDS_WINDOW = b"<pop_clip/>"
FIRST_BYTES = 1 << 20
RGB = "DeviceRGB"


def trace_of(listed: pymupdf.DisplayList) -> bytes:
    """The calls of a page without words, one a line; see `grammar.read_trace`."""
    return _run(listed, SILENCED + LAYERS)


def trace_with_layers(listed: pymupdf.DisplayList) -> bytes:
    """The same with the names of layers, which are of strangers: see `trace_of_layers`."""
    return _run(listed, SILENCED)


def trace_of_layers(listed: pymupdf.DisplayList) -> bytes:
    """Where layers begin and end, and nothing else.

    Whatever a name talks into the trace stands here, too, among nothing that could hide it.
    """
    return _run(listed, SILENCED + PATHS + GROUPS)


def written_paths(listed: pymupdf.DisplayList) -> bytes | None:
    """The paths of a page as operators of a page; see `written.read_written`.

    A seventh of the text of a trace. None where there is more than paths, upright windows
    and what the writer may leave out: groups, masks, patterns, layers, windows of text.
    """
    others = _run(listed, (*WORDLESS, *DRAWN_PATHS, "clip_path")).splitlines()
    if not {line.strip() for line in others} <= {ENDS_WINDOW}:
        return None
    document, buffer = mupdf.PdfDocument(), mupdf.fz_new_buffer(FIRST_BYTES)
    resources = document.pdf_new_dict(1)
    writer = mupdf.pdf_new_pdf_device(document, mupdf.FzMatrix(), resources, buffer)
    _silence(writer, SILENCED + LAYERS)
    _draw(listed, writer)
    return bytes(mupdf.fz_buffer_extract(buffer))


def letters_of(listed: pymupdf.DisplayList, height: float) -> list[dict[str, Any]]:
    """The texts of a page as `pymupdf.Page.get_texttrace` tells them.

    That would read all operators of the page once more. A text behind a clip may not be
    in the list, so this is asked of pages without clips; the page must not be turned.

    Args:
        listed: the page.
        height: of the page, in points.

    """
    found: list[dict[str, Any]] = []
    device = pymupdf.extra.JM_new_texttrace_device(found)
    device.ptm = mupdf.FzMatrix(1, 0, 0, -1, 0, height)
    # only their numbers in the order of drawing come from paths, and nobody asks for them
    _silence(device, DRAWN_PATHS)
    _draw(listed, device)
    return found


def reach_of(listed: pymupdf.DisplayList) -> Box:
    """The box around all paths and pictures, as MuPDF measures it; page points, y down."""
    return _measured(listed, DRAWN_TEXT)


def has_pictures(listed: pymupdf.DisplayList) -> bool:
    """Whether a picture lies within what the page shows."""
    x0, y0, x1, y1 = _measured(listed, (*DRAWN_TEXT, *DRAWN_PATHS, "fill_shade"))
    return x0 <= x1 and y0 <= y1


def rgb_of(space: str, parts: list[float]) -> tuple[float, float, float]:
    """A colour of a device colour space in red, green and blue, as MuPDF has it.

    Raises:
        KeyError: for a colour space that is not one of the device.

    """
    fixed = {
        "DeviceGray": mupdf.FzColorspace.Fixed_GRAY,
        RGB: mupdf.FzColorspace.Fixed_RGB,
        "DeviceCMYK": mupdf.FzColorspace.Fixed_CMYK,
    }
    # Named, as what is only borrowed from a passing object is gone before it is read.
    source, target = mupdf.FzColorspace(fixed[space]), mupdf.FzColorspace(fixed[RGB])
    manner = mupdf.FzColorParams()
    found = mupdf.ll_fz_convert_color(
        source.m_internal, parts, target.m_internal, None, manner.internal()
    )
    return (float(found[0]), float(found[1]), float(found[2]))


def _measured(listed: pymupdf.DisplayList, silenced: tuple[str, ...]) -> Box:
    box = mupdf.FzRect(mupdf.FzRect.Fixed_EMPTY)
    device = mupdf.fz_new_bbox_device(box)
    _silence(device, silenced)
    _draw(listed, device)
    return (box.x0, box.y0, box.x1, box.y1)


def _run(listed: pymupdf.DisplayList, silenced: tuple[str, ...]) -> bytes:
    buffer = mupdf.fz_new_buffer(FIRST_BYTES)
    output = mupdf.FzOutput(buffer)
    device = mupdf.fz_new_trace_device(output)
    _silence(device, silenced)
    _draw(listed, device)
    output.fz_close_output()
    return bytes(mupdf.fz_buffer_extract(buffer))


def _draw(listed: pymupdf.DisplayList, device: mupdf.FzDevice) -> None:
    everywhere = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)
    mupdf.fz_run_display_list(
        listed.this, device, mupdf.FzMatrix(), everywhere, mupdf.FzCookie()
    )
    mupdf.fz_close_device(device)


def _silence(device: mupdf.FzDevice, calls: tuple[str, ...]) -> None:
    for call in calls:
        setattr(device.m_internal, call, None)
