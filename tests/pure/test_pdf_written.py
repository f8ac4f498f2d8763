"""Paths written as operators are those of the trace, or are left to the trace."""

from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
from pikepdf import Dictionary, Name
from scipy.spatial import cKDTree

from drawings.content.parts import Floats
from drawings.pdf.intake import take_in
from drawings.pdf.reading import examine_page
from drawings.pdf.traced.device import trace_of, written_paths
from drawings.pdf.traced.grammar import Unlike, read_trace
from drawings.pdf.traced.recording import Traced, paths_of
from drawings.pdf.traced.written import PROFILES, read_written
from tests.outside import corpus
from tests.pure.pdf_makers import form, layer, write_pdf
from tests.pure.pdf_paths import random_paths

# Matrices are put together again, which is good to the last digits of single precision.
LAST_DIGITS = 1e-6


def assert_same(page: pymupdf.Page) -> None:
    """Kinds, pens, places and windows; else raises what the writer lacks."""
    listed, height = page.get_displaylist(annots=False), float(page.rect.height)
    written = written_paths(listed)
    if written is None:
        raise Unlike("more than paths and windows")
    short = paths_of(listed, height, read_written(written))
    long = paths_of(listed, height, read_trace(trace_of(listed)))
    here, there = _told(short), _told(long)
    assert {key: len(lines) for key, lines in here.items()} == {
        key: len(lines) for key, lines in there.items()
    }
    most = LAST_DIGITS * np.abs(long.recording.points).max(initial=1.0)
    for key, lines in there.items():
        for some, others in ((here[key], lines), (lines, here[key])):
            assert cKDTree(others).query(some)[0].max() <= most
    assert len(short.windows) == len(long.windows)
    bounded = np.isfinite(long.windows)
    assert np.array_equal(bounded, np.isfinite(short.windows))
    off = np.abs(short.windows[bounded] - long.windows[bounded])
    assert off.max(initial=0) <= LAST_DIGITS * np.abs(long.windows[bounded]).max(
        initial=1
    )


def _told(traced: Traced) -> dict[tuple[object, ...], Floats]:
    """By kind and pen what is drawn, whichever way it runs: its middle and its reach."""
    recording = traced.recording
    stroke = recording.strokes[recording.stroke]
    middle = recording.points.mean(axis=1)
    inner = np.abs(recording.points[:, :2] - recording.points[:, 3:1:-1]).sum(axis=1)
    places = np.hstack([middle, inner])
    told: dict[tuple[object, ...], list[Floats]] = {}
    for row, (kind, pen) in enumerate(
        zip(recording.kind.tolist(), stroke[:, 2].tolist(), strict=True)
    ):
        told.setdefault((kind, recording.pens[pen]), []).append(places[row])
    return {key: np.array(rows) for key, rows in told.items()}


def page_in(path: Path) -> pymupdf.Page:
    return pymupdf.open(path)[0]


def listed_in(path: Path) -> pymupdf.DisplayList:
    listed: pymupdf.DisplayList = page_in(path).get_displaylist(annots=False)
    return listed


@pytest.mark.parametrize("seed", range(40))
def test_what_is_written_is_what_is_traced(tmp_path: Path, seed: int) -> None:
    try:
        assert_same(page_in(write_pdf(tmp_path, random_paths(seed))))
    except Unlike as why:
        assert str(why) == "a ring without an area"


CONTENTS = {
    "pens": b"2 w 1 1 m 9 9 l S [3 1] 0 d 1 0 0 RG 5 5 m 7 9 l S [] 0 d 4 4 m 8 8 l S",
    "colours": b".1 .2 .3 .4 K 1 1 m 9 9 l S .5 G 2 2 m 9 9 l S .1 .9 .4 rg 3 3 5 5 re f",
    "windows": b"q 5 5 60 60 re W n 1 1 m 99 99 l S q 2 w 8 8 9 9 re W* n 1 G 1 9 m 9 1 l"
    b" S Q 7 7 m 70 8 l S Q 1 2 m 3 4 l S",
    "curves": b"1 1 m 2 2 3 3 4 1 c 5 5 6 7 v 8 8 9 1 y h S 20 20 m 30 30 l h B",
    "tiny": b"1e-7 0.00001 m 123456.78 -0.5 l S 3 3 m 3 3 l f 4 4 m S",
    "rings": b"10.1 10.3 77.7 33.3 re B 3000.33 .0001 .7 2000.9 re S 50 50 4 -7 re f",
}


@pytest.mark.parametrize("name", CONTENTS)
def test_every_manner_of_drawing_is_written(tmp_path: Path, name: str) -> None:
    assert_same(page_in(write_pdf(tmp_path, b"1.5 0 0 1.5 3 4 cm " + CONTENTS[name])))


def test_groups_patterns_and_layers_are_left_to_the_trace(tmp_path: Path) -> None:
    def grouped(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        group = Dictionary(S=Name.Transparency, I=True)
        page.Resources.XObject = Dictionary(
            F=form(document, b"5 5 m 9 9 l S", Group=group)
        )
        state = Dictionary(ca=0.5, CA=0.5)
        page.Resources.ExtGState = Dictionary(G=state)

    def layered(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        wall = layer(document, 'x">\n<pop_clip/>\n<x a="')
        page.Resources.Properties = Dictionary(W=wall)
        document.Root.OCProperties = Dictionary(OCGs=[wall], D=Dictionary())

    for number, (content, build) in enumerate(
        ((b"/G gs /F Do", grouped), (b"/OC /W BDC 3 3 m 8 8 l S EMC", layered))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert written_paths(listed_in(write_pdf(folder, content, build))) is None


def test_windows_made_of_text_do_not_reach_the_writer(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources.Font = Dictionary(F=document.make_indirect(font))

    content = b"q BT /F 9 Tf 7 Tr 9 9 Td (A) Tj ET 1 1 m 9 9 l S Q 2 2 m 8 8 l S"
    path = write_pdf(tmp_path, content, build)
    assert written_paths(listed_in(path)) is None
    assert len(examine_page(path).content) == 2


def test_a_colour_of_a_profile_is_not_asked_of_the_writer(tmp_path: Path) -> None:
    """The writer forgets such a colour where only its numbers change."""

    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        del document
        grey = pikepdf.Array([Name.CalGray, Dictionary(WhitePoint=[0.95, 1, 1.09])])
        page.Resources.ColorSpace = Dictionary(L=grey)

    content = b"/L CS 1 SC 3 3 m 8 8 l S .2 SC 5 5 m 9 9 l S"
    read = examine_page(write_pdf(tmp_path, content, build))
    colours = {style.colour for style in read.content.styles}
    assert len(colours) == 2
    assert "CalGray" in PROFILES


def test_a_ring_that_is_drawn_to_the_left_is_the_same_ring(tmp_path: Path) -> None:
    """The writer tells every ring from its lower left corner."""
    page = page_in(write_pdf(tmp_path, b"50 50 -20 30 re S"))
    listed, height = page.get_displaylist(annots=False), float(page.rect.height)
    written = written_paths(listed)
    assert written is not None
    edges = []
    for trace in (read_written(written), read_trace(trace_of(listed))):
        points = (
            paths_of(listed, height, trace)
            .recording.points[:, [0, 3]]
            .round(4)
            .tolist()
        )
        edges.append({frozenset(map(tuple, line)) for line in points})
    assert edges[0] == edges[1]
    assert len(edges[0]) == 4


WRONG = {
    "an unknown operator": b"1 0 0 1 0 0 cm\n1 w\n1 1 m\n9 9 l\nB\n",
    "no end": b"1 w\n1 1 m\n9 9 l\nS",
    "a matrix that cannot be undone": b"1e-4 0 0 1e-4 0 0 cm\n3 0 0 3 0 0 cm\n",
    "a ring without an area": b"1 w\n1 1 0 9 re\nf\n",
    "very many matrices": b"1 0 0 1 1 0 cm\n" * 300,
    "steps that nobody draws": b"1 w\n1 1 m\n9 9 l\n",
    "a number too many": b"1 w\n1 1 1 m\n9 9 l\nS\n",
    "a word for a number": b"1 w\n1 x m\n9 9 l\nS\n",
    "no number": b"1 w\nnan 1 m\n9 9 l\nS\n",
    "an end without a beginning": b"1 w\n1 1 m\nS\nQ\n",
    "a push without a window": b"q\n1 w\n1 1 m\nS\nQ\n",
    "a window without a push": b"1 1 m\n2 2 l\nW n\n",
    "a push at the end": b"q\n",
    "a curve from nowhere": b"1 w\n1 1 2 2 v\nS\n",
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_not_as_expected_is_not_read(case: str) -> None:
    with pytest.raises(Unlike):
        read_written(WRONG[case])


@pytest.mark.corpus
def test_real_pages_are_written_as_they_are_traced(tmp_path: Path) -> None:
    read, left = 0, set()
    for path in sorted(corpus().glob("[AD]_*/*.pdf")):
        for page in take_in(path, tmp_path / path.stem).pages[:3]:
            try:
                assert_same(page_in(page.path))
                read += 1
            except Unlike as why:
                left.add(str(why))
    assert read
    assert left <= {"more than paths and windows", "a ring without an area"}
