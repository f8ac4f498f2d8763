"""The trace of a page says the same as the library, or says that it cannot."""

import struct
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
from pikepdf import Dictionary, Name, Stream
from PIL.ImageCms import ImageCmsProfile, createProfile

from drawings.content.parts import Kind
from drawings.content.recording import Recording
from drawings.pdf.intake import take_in
from drawings.pdf.reading import examine_page, paths_by_library
from drawings.pdf.traced.device import trace_of
from drawings.pdf.traced.grammar import Unlike, read_trace
from drawings.pdf.traced.heads import read_heads
from drawings.pdf.traced.recording import Traced, traced_paths
from tests.outside import corpus
from tests.pure.pdf_makers import form, layer, write_pdf
from tests.pure.pdf_paths import random_paths

# A hundredth of what counts; both compute in the same single precision.
SAME_MM = 1e-8
FIRST = np.zeros(1, np.int64)


def told(recording: Recording) -> list[tuple[object, ...]]:
    """What each primitive is, without its numbers."""
    stroke = recording.strokes[recording.stroke]
    return [
        (kind, row[0], recording.layers[row[1]], recording.pens[row[2]])
        for kind, row in zip(recording.kind.tolist(), stroke.tolist(), strict=True)
    ]


def both(path: Path, *, has_layers: bool = False) -> tuple[Traced, Recording, int]:
    """The paths of the first page by the trace and by the library."""
    with pymupdf.open(path) as document:
        library = paths_by_library(document[0])
        listed = document[0].get_displaylist(annots=False)
        height = float(document[0].rect.height)
        traced = traced_paths(listed, height, has_layers=has_layers)
    return traced, library.recording, library.drawn


def assert_same(path: Path, *, has_layers: bool = False) -> None:
    """Kinds, styles, layers, order, places and the grouping into strokes."""
    traced, library, drawn = both(path, has_layers=has_layers)
    # What lies wholly behind a clip is counted by the library alone.
    assert traced.drawn <= drawn
    assert told(traced.recording) == told(library)
    assert np.array_equal(traced.recording.stroke, _dense(library.stroke))
    assert np.abs(traced.recording.points - library.points).max(initial=0) <= SAME_MM


def _dense(stroke: np.ndarray) -> np.ndarray:
    """Strokes numbered without those that left no primitive."""
    return np.unique(stroke, return_inverse=True)[1]


@pytest.mark.parametrize("seed", range(40))
def test_a_trace_says_what_the_library_says(tmp_path: Path, seed: int) -> None:
    content = random_paths(seed)
    assert_same(write_pdf(tmp_path, content))


def test_forms_and_layers_are_followed(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        wall, axis = layer(document, "墙 A"), layer(document, "AXIS")
        inner = form(document, b"5 5 m 90 90 l S", OC=axis)
        page.Resources.XObject = Dictionary(F=inner)
        page.Resources.Properties = Dictionary(W=wall)
        document.Root.OCProperties = Dictionary(
            OCGs=[wall, axis], D=Dictionary(Order=[wall, axis])
        )

    content = b"1 1 m 2 2 l S /OC /W BDC 3 3 m 8 8 l S EMC q 2 0 0 2 0 0 cm /F Do Q"
    path = write_pdf(tmp_path, content, build)
    assert_same(path, has_layers=True)
    traced, _library, _drawn = both(path, has_layers=True)
    assert set(traced.recording.layers) == {"0", "墙 A", "AXIS"}


def test_a_layer_cannot_talk_a_line_into_the_drawing(tmp_path: Path) -> None:
    line = (
        'x">\n</layer>\n<stroke_path linewidth="1" colorspace="DeviceGray" color="0" '
        'transform="1 0 0 -1 0 300">\n<moveto x="1" y="1"/>\n<lineto x="9" y="9"/>\n'
        '</stroke_path>\n<layer name="y'
    )

    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        evil = layer(document, line)
        page.Resources.Properties = Dictionary(W=evil)
        document.Root.OCProperties = Dictionary(OCGs=[evil], D=Dictionary())

    path = write_pdf(tmp_path, b"/OC /W BDC 3 3 m 8 8 l S EMC", build)
    with pytest.raises(Unlike, match="says more than its name"):
        both(path, has_layers=True)
    read = examine_page(path)
    assert not read.route.is_fast
    assert read.route.why == "a layer says more than its name"
    assert len(read.content) == 1


def profile(name: str) -> bytes:
    """A colour profile that goes by this name."""
    data = ImageCmsProfile(createProfile("sRGB")).tobytes()
    (count,) = struct.unpack(">I", data[128:132])
    place = 132 + 12 * count
    table, body = b"", b""
    for at in range(132, place, 12):
        sign, start, size = struct.unpack(">4sII", data[at : at + 12])
        said = data[start : start + size]
        if sign == b"desc":
            text = name.encode("utf-16-be")
            said = b"mluc" + struct.pack(">IIII", 0, 1, 12, 0x656E5553)
            said += struct.pack(">II", len(text), 28) + text
        table += struct.pack(">4sII", sign, place + len(body), len(said))
        body += said + bytes(-len(said) % 4)
    made = data[4:132] + table + body
    return struct.pack(">I", len(made) + 4) + made


def test_a_colour_profile_cannot_talk_a_clip_into_the_drawing(tmp_path: Path) -> None:
    name = (
        'x"/>\n<clip_path transform="1 0 0 1 0 0">\n<mov 0 0>\n<lin 1 1>\n</clip_path>\n'
        '<tile a="'
    )

    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        named = Stream(document, profile(name), N=3)
        picture = Stream(document, b"\xff\0\0", Width=1, Height=1, BitsPerComponent=8)
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.ColorSpace = pikepdf.Array(
            [Name.ICCBased, document.make_indirect(named)]
        )
        page.Resources.XObject = Dictionary(I=picture)

    content = b"q 9 0 0 9 0 0 cm /I Do Q 20 20 m 90 90 l S"
    read = examine_page(write_pdf(tmp_path, content, build))
    assert (read.content.kind == Kind.SEGMENT).sum() == 1


def test_a_head_says_each_thing_once() -> None:
    pen = b'colorspace="DeviceGray" color="0" transform="1 0 0 1 0 0">'
    assert len(read_heads([b'<stroke_path linewidth="1" ' + pen], FIRST).kind) == 1
    with pytest.raises(Unlike, match="twice"):
        read_heads(
            [b'<stroke_path linewidth="1" colorspace="ICCBased(x" ' + pen], FIRST
        )


def test_a_colour_of_no_device_is_left_to_the_library(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        lab = pikepdf.Array([Name.Lab, Dictionary(WhitePoint=[0.95, 1, 1.09])])
        page.Resources.ColorSpace = Dictionary(L=lab)

    path = write_pdf(tmp_path, b"/L CS 50 20 20 SC 3 3 m 8 8 l S", build)
    read = examine_page(path)
    assert "colour space" in read.route.why
    assert len(read.content) == 1


@pytest.mark.parametrize("seed", range(30))
def test_a_changed_trace_is_never_read_as_another_drawing(
    tmp_path: Path, seed: int
) -> None:
    with pymupdf.open(write_pdf(tmp_path, random_paths(seed, 8))) as document:
        lines = trace_of(document[0].get_displaylist(annots=False)).split(b"\n")
    dice = np.random.default_rng(seed)
    at = int(dice.integers(len(lines) - 1))
    changed = [
        [*lines[:at], *lines[at + 1 :]] if b"_path" in lines[at] else [*lines, b"x"],
        [*lines[:at], b"<moveto x=1", *lines[at:]],
        [*lines[:at], lines[at].replace(b'"', b""), b"    <lineto x", *lines[at + 1 :]],
        [*lines[:at], b"</stroke_path>", *lines[at:]],
    ]
    for wrong in changed:
        with pytest.raises(Unlike):
            read_trace(b"\n".join(wrong))


@pytest.mark.corpus
def test_real_pages_are_read_alike(tmp_path: Path) -> None:
    slow, pages = {}, 0
    for path in sorted(corpus().glob("[AD]_*/*.pdf")):
        for page in take_in(path, tmp_path / path.stem).pages[:3]:
            pages += 1
            try:
                assert_same(page.path, has_layers=True)
            except Unlike as why:
                slow[f"{path.name} {page.path.name}"] = str(why)
    assert pages
    assert slow == {}
