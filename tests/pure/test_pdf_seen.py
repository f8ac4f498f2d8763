"""What a person sees on a page is what is read of it; the rest is counted and told."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name

from drawings.pdf import reading
from drawings.pdf.natures import Nature
from drawings.pdf.reading import examine_page, read_page
from drawings.pdf.runs import runs_of_page
from tests.pure.pdf_makers import examined, taken, write_pdf

LINE = b"10 10 m 90 10 l S"


def picture(share: float) -> Iterator[bytes]:
    """Operators that set a picture over this share of the page."""
    yield b"q 400 0 0 %f 0 0 cm /I Do Q " % (300 * share)


@pytest.mark.parametrize(
    ("share", "lines", "nature"),
    [
        (0.0, 0, Nature.BLANK),
        (0.0, 1, Nature.VECTOR),
        (0.02, 50, Nature.VECTOR),
        (0.3, 50, Nature.MIXED),
        (0.9, 60, Nature.MIXED),
        (0.9, 10, Nature.SCANNED),
        (0.9, 0, Nature.SCANNED),
    ],
)
def test_a_page_is_vector_scanned_mixed_or_blank_by_the_law(
    tmp_path: Path, share: float, lines: int, nature: Nature
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        image = document.make_stream(bytes(12), Type=Name.XObject, Subtype=Name.Image)
        image.Width, image.Height, image.BitsPerComponent = 4, 3, 8
        image.ColorSpace = Name.DeviceGray
        page.Resources.XObject = Dictionary(I=image)

    drawn = b"".join(picture(share)) if share else b""
    path = write_pdf(tmp_path, drawn + b" ".join([LINE] * lines), build)
    page = examined(path, tmp_path)
    assert page.nature is nature
    assert page.content.is_scanned is (nature is Nature.SCANNED)


TEXTS = {
    b"BT /H 12 Tf 20 20 Td (seen) Tj ET": "seen",
    b"BT /H 12 Tf 3 Tr 20 20 Td (mode 3) Tj ET": "",
    b"BT /H 12 Tf 7 Tr 20 20 Td (mode 7) Tj ET": "",
    b"BT /H 12 Tf 2 Tr 20 20 Td (mode 2) Tj ET": "mode 2",
    b"BT /H 12 Tf 900 20 Td (outside) Tj ET": "",
    b"1 g BT /H 12 Tf 20 20 Td (white) Tj ET": "",
    b"0 0 200 90 re f 1 g BT /H 12 Tf 20 20 Td (on black) Tj ET": "on black",
    b"q 200 200 50 50 re W n BT /H 12 Tf 20 20 Td (cut) Tj ET 210 210 9 9 re f Q": "",
    b"q 9 9 99 99 re W n BT /H 12 Tf 20 20 Td (within) Tj ET 12 12 9 9 re f Q": "within",
}


@pytest.mark.parametrize("drawn", TEXTS, ids=TEXTS.values())
def test_a_text_is_read_when_it_can_be_seen(tmp_path: Path, drawn: bytes) -> None:
    page = examined(write_pdf(tmp_path, drawn), tmp_path)
    assert " ".join(page.content.texts) == TEXTS[drawn]


@pytest.mark.parametrize("drawn", TEXTS, ids=TEXTS.values())
def test_contents_alone_are_the_same(tmp_path: Path, drawn: bytes) -> None:
    page = taken(write_pdf(tmp_path, drawn), tmp_path).pages[0].path
    whole, alone = examine_page(page).content, read_page(page)
    assert alone.texts == whole.texts
    assert np.array_equal(alone.points, whole.points)


@pytest.mark.parametrize(
    ("clip", "times"), [(b"", 0), (b"q 0 0 300 300 re W n ", 1)], ids=["bare", "clip"]
)
def test_texts_of_a_page_without_clips_are_asked_of_its_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clip: bytes, times: int
) -> None:
    asked = []

    def watched(page: pymupdf.Page) -> object:
        asked.append(page)
        return runs_of_page(page)

    drawn = clip + next(iter(TEXTS)) + b" " + LINE + (b" Q" if clip else b"")
    page = taken(write_pdf(tmp_path, drawn), tmp_path).pages[0].path
    monkeypatch.setattr(reading, "runs_of_page", watched)
    assert read_page(page).texts == ("seen",)
    assert len(asked) == times


def test_texts_that_nobody_sees_are_counted(tmp_path: Path) -> None:
    drawn = b"1 g BT /H 12 Tf 20 20 Td (white) Tj 0 40 Td (white too) Tj ET"
    assert examined(write_pdf(tmp_path, drawn), tmp_path).hidden_texts == 2


@pytest.mark.parametrize(("name", "losses"), [("/a17", 1), ("/seven", 0)])
def test_text_of_a_font_that_names_no_letters_is_a_loss(
    tmp_path: Path, name: str, losses: int
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        glyph = document.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
        page.Resources.Font.T = document.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontBBox=Array([0, 0, 500, 700]),
                FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
                CharProcs=Dictionary({name: glyph}),
                Encoding=Dictionary(Differences=Array([97, Name(name)])),
                FirstChar=97,
                LastChar=97,
                Widths=Array([600]),
            )
        )

    path = write_pdf(tmp_path, b"BT /T 12 Tf 20 20 Td (aaa) Tj ET", build)
    told = {loss.kind: loss.count for loss in examined(path, tmp_path).content.losses}
    assert told.get("text without Unicode", 0) == losses


def test_a_smooth_shading_is_a_loss(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        function = Dictionary(
            FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1
        )
        page.Resources.Shading = Dictionary(
            S=Dictionary(
                ShadingType=2,
                ColorSpace=Name.DeviceGray,
                Coords=Array([0, 0, 400, 0]),
                Function=function,
            )
        )

    path = write_pdf(tmp_path, b"/S sh " + LINE, build)
    (loss,) = examined(path, tmp_path).content.losses
    assert (loss.kind, loss.count) == ("fill-shade", 1)
