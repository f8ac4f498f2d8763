"""The job that compares two sheets; it may take too long, so it runs where it can be ended."""

import json
from pathlib import Path

import numpy as np
import pymupdf

from drawings.content.openpages import open_page
from drawings.content.parts import Content
from drawings.content.storing import load_content
from drawings.diff.comparing import compare
from drawings.diff.findings import Difference, Reason
from drawings.diff.keeping import difference_to_bytes
from drawings.diff.overlay import changes_geojson
from drawings.diff.pictures import Grey, compare_pictures
from drawings.sandbox.pages import Json

ANSWER, GEOMETRY = "difference.npz", "geometry.json"
# Enough to tell a line that moved by half a millimetre; large sheets get larger pixels.
PIXEL_MM = 25.4 / 150
MOST_PIXELS = 20_000_000
POINTS_PER_MM = 72 / 25.4


def compare_sheets(request: Json, work: Path, limits: Json) -> Json:
    """Compare the contents at `old` and `new`; scans by their pages, as pictures.

    `old_page` and `new_page` are one-page PDFs. The whole answer and the lines for the
    browser are left in the working folder.
    """
    del limits
    difference = _difference(request, work)
    lines = json.dumps(changes_geojson(difference), separators=(",", ":"))
    (work / GEOMETRY).write_text(lines, "utf-8")
    return {"verdict": difference.verdict.value}


def tell_difference(request: Json, work: Path, limits: Json) -> Json:
    """The same without the lines for the browser."""
    del limits
    return {"verdict": _difference(request, work).verdict.value}


def _difference(request: Json, work: Path) -> Difference:
    old, new = (load_content(Path(request[side])) for side in ("old", "new"))
    difference = compare(old, new)
    if difference.reason is Reason.SCANNED:
        pages = [Path(request[f"{side}_page"]) for side in ("old", "new")]
        difference = _as_pictures(pages, (old, new), difference.not_compared)
    (work / ANSWER).write_bytes(difference_to_bytes(difference))
    return difference


def _as_pictures(
    pages: list[Path], sheets: tuple[Content, Content], blind: tuple[str, ...]
) -> Difference:
    largest = max(sheet.size_mm[0] * sheet.size_mm[1] for sheet in sheets)
    pixel_mm = max(PIXEL_MM, (largest / MOST_PIXELS) ** 0.5)
    old, new = (_drawn(page, pixel_mm) for page in pages)
    return compare_pictures(old, new, pixel_mm=pixel_mm, not_compared=blind)


def _drawn(page: Path, pixel_mm: float) -> Grey:
    """A page in grey, shape (rows, columns)."""
    opened = open_page(page)
    zoom = 1 / (pixel_mm * POINTS_PER_MM)
    drawn = pymupdf.Pixmap(pymupdf.csGRAY, opened.draw(opened.box, zoom))
    grey = np.frombuffer(drawn.samples, np.uint8)
    return np.array(grey.reshape(drawn.height, drawn.stride)[:, : drawn.width])
