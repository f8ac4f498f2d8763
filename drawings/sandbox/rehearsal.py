"""A small drawing of our own, read from end to end before the first of a stranger comes.

Whatever a library does on its first use only (open typefaces, link colours, fill tables)
is then done once for all children, not once in each.
"""

from dataclasses import asdict
from pathlib import Path

import ezdxf
import pymupdf

from drawings.content.disciplines import discipline_of
from drawings.content.lettering import width_of
from drawings.content.recognising import FEWEST_TEXTS
from drawings.sandbox.cadjobs import read_dxf_file
from drawings.sandbox.limits import Limits
from drawings.sandbox.pdfjobs import read_pdf

WORDS = "A-01 \u5ba1\u9f98"
A_MOMENT = Limits(overview_seconds=1.0)


def rehearse(folder: Path) -> None:
    """Write a PDF and a DXF into an empty folder, and read them as children do."""
    width_of(WORDS)
    discipline_of("A-1", "\u5e73\u9762\u56fe")
    limits = asdict(A_MOMENT)
    for number, path in enumerate((_pdf(folder), _dxf(folder))):
        work = folder / str(number)
        work.mkdir()
        read = (read_pdf, read_dxf_file)[number]
        read({"path": str(path), "filename": path.name}, work, limits)


def _pdf(folder: Path) -> Path:
    path = folder / "small.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=1191, height=842)
        page.insert_text((72, 72), "A-01")
        for row in range(FEWEST_TEXTS):  # fewer, and letters would be looked for
            page.insert_text((900, 820 - 20 * row), WORDS, fontname="china-s")
        page.draw_rect((72, 200, 300, 220), color=(0.5, 0, 0), fill=(0.2,))
        document.save(path)
    return path


def _dxf(folder: Path) -> Path:
    path = folder / "small.dxf"
    document = ezdxf.new()
    model = document.modelspace()
    model.add_line((0, 0), (200, 100))
    model.add_circle((50, 50), 10)
    model.add_text(WORDS, height=3)
    model.add_mtext(WORDS)
    document.saveas(path)
    return path
