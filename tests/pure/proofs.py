"""Sheets that are plotted by a program of our own and proved against the page."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from ezdxf.document import Drawing
from ezdxf.layouts import Paperspace

from drawings.content.parts import Content, Kind
from drawings.dwg.reading import read_dxf
from drawings.pdf.reading import read_page
from drawings.sameness.findings import Proof
from drawings.sameness.proving import prove_same
from tests.pure.cad_makers import save
from tests.pure.plotters import Habits, by_hand

FAITHFUL = Habits()


def paper_of(document: Drawing, *, pen_mm: float = 0.0) -> Paperspace:
    """A layout of A3 with a frame."""
    paper = document.layouts.new("A3")
    paper.page_setup(size=(420.0, 297.0), margins=(0, 0, 0, 0), units="mm")
    frame = [(10, 10), (410, 10), (410, 287), (10, 287)]
    paper.add_lwpolyline(frame, close=True, dxfattribs={"const_width": pen_mm})
    return paper


def read_paper(document: Drawing, folder: Path) -> Content:
    """What is read of that layout."""
    path = save(document, folder)
    return {sheet.layout: sheet.content for sheet in read_dxf(path)}["A3"]


def proof_of(
    cad: Content, plotted: Content, folder: Path, habits: Habits = FAITHFUL
) -> Proof:
    """Plot one content and hold the page against the other."""
    by_hand(plotted, folder / "page.pdf", habits)
    return prove_same(cad, read_page(folder / "page.pdf"))


def place_of(cad: Content, word: str) -> int:
    """Which primitive says so first."""
    texts = np.flatnonzero(cad.kind == Kind.TEXT).tolist()
    return next(at for at in texts if cad.texts[int(cad.text[at])] == word)


def reworded(cad: Content, at: int, other: str) -> Content:
    """One text says something else."""
    text = cad.text.copy()
    text[at] = len(cad.texts)
    return replace(cad, text=text, texts=(*cad.texts, other))


def saying(cad: Content, word: str, other: str) -> Content:
    """The first text that says so says something else."""
    return reworded(cad, place_of(cad, word), other)
