"""DXF to PDF: one layout or one frame as a page of exact size with real text."""

from pathlib import Path

from ezdxf.document import Drawing

from drawings.content.errors import Refusal, refused
from drawings.content.extents import main_extents
from drawings.content.frames import Sheet
from drawings.content.layouts import LaidSheet, laid_sheets, sheets_of
from drawings.content.loading import load_dxf
from drawings.content.plotting import LARGEST_MM, plot_sheet

MARGIN_MM = 10.0


def plot(
    dxf_path: Path,
    out_pdf: Path,
    *,
    layout: str = "",
    frame: int | None = None,
    size_mm: tuple[float, float] | None = None,
    units_per_mm: float | None = None,
) -> LaidSheet:
    """Plot one sheet of a DXF file as a one-page vector PDF.

    Args:
        dxf_path: a DXF file, text or binary.
        out_pdf: where the page is written.
        layout: name of the layout; the first sheet of the file when empty.
        frame: which frame (图框) of the layout; the first when not given.
        size_mm: width and height of the page; as recognised when not given.
        units_per_mm: drawing units for one paper mm; as recognised when not given.
            With `size_mm` alone the sheet's lower left corner stays where it is; with
            neither frame nor known scale what is drawn is set in the middle.

    Returns:
        The sheet that was plotted: its place on the layout, its scale, its attributes.

    Raises:
        UnreadableDrawing: DAMAGED, TOO_OLD, NOTHING_DRAWN or PAGE_TOO_LARGE.
        KeyError: the file has no such layout.

    """
    document = load_dxf(dxf_path).document
    laid = _chosen(document, layout, frame or 0)
    sheet = laid.sheet
    if size_mm is not None or units_per_mm is not None:
        sheet = _resized(laid, size_mm, units_per_mm)
    if max(sheet.size_mm) > LARGEST_MM:
        raise refused(
            Refusal.PAGE_TOO_LARGE,
            width_mm=round(sheet.size_mm[0]),
            height_mm=round(sheet.size_mm[1]),
            limit_mm=LARGEST_MM,
        )
    plot_sheet(laid.recording, sheet, out_pdf)
    return laid


def _chosen(document: Drawing, layout: str, frame: int) -> LaidSheet:
    if layout and layout not in document.layouts.names():
        raise KeyError(layout)
    sheets = (
        sheets_of(document, document.layouts.get(layout))
        if layout
        else laid_sheets(document)
    )
    if not sheets:
        raise refused(Refusal.NOTHING_DRAWN)
    return sheets[min(frame, len(sheets) - 1)]


def _resized(
    laid: LaidSheet, size_mm: tuple[float, float] | None, units_per_mm: float | None
) -> Sheet:
    """The same place at another size or scale."""
    sheet = laid.sheet
    size = size_mm or sheet.size_mm
    units = units_per_mm or sheet.units_per_mm
    width, height = size[0] * units, size[1] * units
    x0, y0 = sheet.box[:2]
    if not sheet.is_framed:
        low, high = main_extents(laid.recording)
        x0 = float(low[0] + high[0] - width) / 2
        y0 = float(low[1] + high[1] - height) / 2
    return Sheet((x0, y0, x0 + width, y0 + height), size, units, sheet.is_framed)
