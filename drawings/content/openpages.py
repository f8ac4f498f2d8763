"""Pages of one-page PDFs, parsed once and kept: whole, in cells, without some layers.

MuPDF is not thread-safe: one page at a time in a process. A display list is five to
twenty-five times cheaper than the page, and a list of only what a cell of the page holds
four times cheaper again, for MuPDF walks the whole list for every picture.
"""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pymupdf
from pymupdf import mupdf

KEPT_PAGES = 8
KEPT_CELLS = 128
# Hair lines would fade at small zoom; every line keeps this width in pixels.
THINNEST_LINE_PX = 0.75
CELL_PT = 512.0
# Half a line that is as thin as lines get lies beyond the cell it belongs to.
CELL_MARGIN_PT = 2.0
ANNOTATIONS = "批注 Annotations"
"""The layer in which a page keeps what its author's readers wrote on it."""


@dataclass(slots=True, eq=False)
class OpenPage:
    """A parsed page; the document must live as long as its display lists."""

    document: pymupdf.Document
    whole: pymupdf.DisplayList
    box: pymupdf.Rect
    cells: OrderedDict[tuple[int, int], pymupdf.DisplayList] = field(
        default_factory=OrderedDict
    )

    def draw(self, clip: pymupdf.Rect, zoom: float) -> pymupdf.Pixmap:
        """A window of the page, in points with y downwards, as RGB pixels."""
        matrix = pymupdf.Matrix(zoom, zoom)
        pixels: pymupdf.Pixmap = self._list_for(clip, zoom).get_pixmap(
            matrix=matrix, clip=clip, alpha=0
        )
        return pixels

    def _list_for(self, clip: pymupdf.Rect, zoom: float) -> pymupdf.DisplayList:
        # Below one pixel a point the thinnest line could be wider than the margin.
        if zoom < 1:
            return self.whole
        # A hundredth of a point is no neighbour.
        left, top = (clip.x0 + 0.01) // CELL_PT, (clip.y0 + 0.01) // CELL_PT
        right, bottom = (clip.x1 - 0.01) // CELL_PT, (clip.y1 - 0.01) // CELL_PT
        if (left, top) != (right, bottom):
            return self.whole
        return self._cell(int(left), int(top))

    def _cell(self, column: int, row: int) -> pymupdf.DisplayList:
        place = (column, row)
        if place not in self.cells:
            self.cells[place] = _part_of(self.whole, column, row)
            if len(self.cells) > KEPT_CELLS:
                self.cells.popitem(last=False)
        self.cells.move_to_end(place)
        return self.cells[place]


def open_page(
    pdf_path: Path, page: int = 0, *, off: Collection[int] | None = None
) -> OpenPage:
    """A page of a file; a file that was written anew is a new page.

    Args:
        pdf_path: the file.
        page: which, from 0.
        off: places in `layers_in` of the layers that are not drawn; as the file
            itself wants it when not given.

    """
    hidden = None if off is None else tuple(sorted(off))
    return _kept(str(pdf_path), page, hidden, pdf_path.stat().st_mtime_ns)


def forget_pages() -> None:
    """Close all pages that are kept."""
    _kept.cache_clear()


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer (optional content) of a file: groups of one name are one to people.

    Attributes:
        name: as the file says it.
        groups: MuPDF's numbers of its groups.
        is_on: whether the file itself wants it drawn.

    """

    name: str
    groups: tuple[int, ...]
    is_on: bool


def leave_out(document: pymupdf.Document, name: str) -> None:
    """Draw no layer of this name; to be said before a page of the file is loaded."""
    source = _source(document)
    for layer in layers_in(document):
        for group in layer.groups if layer.name == name else ():
            mupdf.pdf_enable_layer(source, group, 0)


def layers_in(document: pymupdf.Document) -> list[Layer]:
    """The layers of a file, as it is now, in one order for all that read it."""
    source = _source(document)
    found: dict[str, list[int]] = {}
    for group in range(mupdf.pdf_count_layers(source)):
        found.setdefault(mupdf.pdf_layer_name(source, group), []).append(group)
    return [
        Layer(
            name,
            tuple(groups),
            any(mupdf.pdf_layer_is_enabled(source, group) for group in groups),
        )
        for name, groups in found.items()
    ]


@lru_cache(maxsize=KEPT_PAGES)
def _kept(path: str, page: int, off: tuple[int, ...] | None, changed: int) -> OpenPage:
    """The parsed page; `changed` makes a rewritten file a new one."""
    del changed
    pymupdf.TOOLS.set_graphics_min_line_width(THINNEST_LINE_PX)
    document = pymupdf.open(path, filetype="pdf")
    if off is not None:
        _switch(document, set(off))
    listed = document[page]
    return OpenPage(document, listed.get_displaylist(annots=False), listed.rect)


def _switch(document: pymupdf.Document, off: set[int]) -> None:
    source = _source(document)
    for at, layer in enumerate(layers_in(document)):
        for group in layer.groups:
            mupdf.pdf_enable_layer(source, group, int(at not in off))


def _source(document: pymupdf.Document) -> mupdf.PdfDocument:
    return mupdf.pdf_document_from_fz_document(document.this)


def _part_of(whole: pymupdf.DisplayList, column: int, row: int) -> pymupdf.DisplayList:
    """A list of what is seen in one cell, in the same order."""
    rect = mupdf.FzRect(
        column * CELL_PT - CELL_MARGIN_PT,
        row * CELL_PT - CELL_MARGIN_PT,
        (column + 1) * CELL_PT + CELL_MARGIN_PT,
        (row + 1) * CELL_PT + CELL_MARGIN_PT,
    )
    part = mupdf.FzDisplayList(rect)
    device = mupdf.FzDevice(part)
    mupdf.fz_run_display_list(
        whole.this, device, mupdf.FzMatrix(), rect, mupdf.FzCookie()
    )
    mupdf.fz_close_device(device)
    return pymupdf.DisplayList(part)
