"""Let MuPDF write down in C what a page draws, for numpy to read.

MuPDF hands each path to Python one by one, which costs more than all the rest. Its trace
device writes the same calls as text, numbers with every digit they have. Only paths,
clips and groups are written: names of fonts, layers and colour profiles are words of
strangers, and a line break in one of them could look like a path, or like a clip that
hides all that follows. A path tells its colour space as well; `heads` believes no other
than those of the device.
"""

import pymupdf
from pymupdf import mupdf

# What a stranger's words could be part of, and what is not drawn with paths.
SILENCED = (
    *("fill_text", "stroke_text", "clip_text", "clip_stroke_text", "ignore_text"),
    *("begin_structure", "end_structure", "begin_metatext", "end_metatext"),
    *("fill_shade", "fill_image", "fill_image_mask", "set_default_colorspaces"),
)
LAYERS = ("begin_layer", "end_layer")
FIRST_BYTES = 1 << 20
RGB = "DeviceRGB"


def trace_of(page: pymupdf.Page) -> bytes:
    """The calls of a page without words, one a line; see `grammar.read_trace`."""
    return _run(page, SILENCED + LAYERS)


def trace_with_layers(page: pymupdf.Page) -> bytes:
    """The same with the names of layers, which are of strangers: hold it against the other."""
    return _run(page, SILENCED)


def reach_of(page: pymupdf.Page) -> tuple[float, float, float, float]:
    """The box around all paths and pictures, as MuPDF measures it; page points, y down."""
    box = mupdf.FzRect(mupdf.FzRect.Fixed_EMPTY)
    device = mupdf.fz_new_bbox_device(box)
    _silence(device, ("fill_text", "stroke_text", "ignore_text"))
    _draw(page, device)
    return (box.x0, box.y0, box.x1, box.y1)


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


def _run(page: pymupdf.Page, silenced: tuple[str, ...]) -> bytes:
    buffer = mupdf.fz_new_buffer(FIRST_BYTES)
    output = mupdf.FzOutput(buffer)
    device = mupdf.fz_new_trace_device(output)
    _silence(device, silenced)
    _draw(page, device)
    output.fz_close_output()
    return bytes(mupdf.fz_buffer_extract(buffer))


def _draw(page: pymupdf.Page, device: mupdf.FzDevice) -> None:
    mupdf.fz_run_page(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)


def _silence(device: mupdf.FzDevice, calls: tuple[str, ...]) -> None:
    for call in calls:
        setattr(device.m_internal, call, None)
