"""Annotations are seen and told, and are no part of the drawing."""

from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from drawings.content.parts import Kind
from tests.pure.pdf_makers import annotation, examined, form, taken, write_pdf

LINE = b"10 10 m 90 10 l S"
INK = b"0 0 400 300 re f"
HIDDEN, NO_VIEW, PRINT = 2, 32, 4


def picture(page: Path, layers_off: tuple[int, ...] = ()) -> np.ndarray:
    """The page in grey at one pixel for a point."""
    with pymupdf.open(page) as document:
        if layers_off:
            document.set_layer(-1, off=list(layers_off))
            data = document.tobytes()
            document = pymupdf.open(stream=data)
        pixels = document[0].get_pixmap(colorspace=pymupdf.csGRAY)
        flat = np.frombuffer(pixels.samples, np.uint8)
        return flat.reshape(pixels.height, pixels.width)


def inked(page: Path) -> tuple[int, int, int, int]:
    """The box of dark pixels above 50 pt, as x0, y0, x1, y1 with y upwards."""
    grey = picture(page)
    rows, columns = np.nonzero(grey[:-50] < 128)
    height = len(grey)
    return (
        int(columns.min()),
        height - int(rows.max()) - 1,
        int(columns.max()) + 1,
        height - int(rows.min()),
    )


@pytest.mark.parametrize("matrix", [[1, 0, 0, 1, 0, 0], [0, 2, -2, 0, 30, 7]])
def test_the_picture_of_an_annotation_is_set_into_its_rectangle(
    tmp_path: Path, matrix: list[float]
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        look = form(document, INK, BBox=Array([5, 5, 45, 25]), Matrix=Array(matrix))
        page.Annots = Array([annotation(document, "Stamp", look)])

    path = write_pdf(tmp_path, LINE, build)
    page = taken(path, tmp_path).pages[0]
    assert inked(page.path) == (100, 100, 140, 120)
    assert page.annotations[0].is_drawn


@pytest.mark.parametrize(
    ("turn", "box"), [(90, (100, 260, 120, 300)), (180, (260, 180, 300, 200))]
)
def test_the_picture_turns_with_the_page(
    tmp_path: Path, turn: int, box: tuple[int, int, int, int]
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        look = form(document, INK, BBox=Array([0, 0, 40, 20]))
        page.Annots = Array([annotation(document, "Stamp", look)])
        page.Rotate = turn

    page = taken(write_pdf(tmp_path, b"", build), tmp_path).pages[0]
    assert inked(page.path) == box
    expected = tuple(value * 25.4 / 72 for value in box)
    assert page.annotations[0].box_mm == pytest.approx(expected)


def test_an_annotation_is_not_in_the_content(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        look = form(document, INK + b" BT /H 9 Tf 9 9 Td (note) Tj ET")
        look.Resources = Dictionary(Font=page.Resources.Font)
        page.Annots = Array([annotation(document, "FreeText", look)])

    content = examined(write_pdf(tmp_path, LINE, build), tmp_path).content
    assert content.kind.tolist() == [Kind.SEGMENT]
    assert content.texts == ()


def test_the_layer_of_annotations_can_be_switched_off(tmp_path: Path) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        look = form(document, INK, BBox=Array([0, 0, 40, 20]))
        page.Annots = Array([annotation(document, "Stamp", look)])

    page = taken(write_pdf(tmp_path, LINE, build), tmp_path).pages[0].path
    with pymupdf.open(page) as document:
        ((number, group),) = document.get_ocgs().items()
    assert "Annotations" in group["name"]
    assert (picture(page)[:-50] < 128).any()
    assert not (picture(page, (number,))[:-50] < 128).any()


@pytest.mark.parametrize("flags", [HIDDEN, NO_VIEW | PRINT])
def test_hidden_annotations_and_those_without_a_picture_are_told_and_not_drawn(
    tmp_path: Path, flags: int
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        look = form(document, INK, BBox=Array([0, 0, 40, 20]))
        page.Annots = Array(
            [
                annotation(document, "Stamp", look, F=flags),
                annotation(
                    document, "Text", None, T=String("Lin"), Contents=String("看")
                ),
                annotation(document, "Link", look),
                annotation(document, "Popup", look),
            ]
        )

    page = taken(write_pdf(tmp_path, LINE, build), tmp_path).pages[0]
    told = [(a.kind, a.author, a.text, a.is_drawn) for a in page.annotations]
    assert told == [("Stamp", "", "", False), ("Text", "Lin", "看", False)]
    assert not (picture(page.path)[:-50] < 128).any()


def test_a_form_field_shows_the_state_that_is_set_and_tells_its_value(
    tmp_path: Path,
) -> None:
    def build(document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        on = form(document, INK, BBox=Array([0, 0, 40, 20]))
        field = annotation(
            document,
            "Widget",
            None,
            FT=Name.Tx,
            T=String("图号"),
            V=String("建施-05"),
            AS=Name.Yes,
            AP=Dictionary(N=Dictionary(Yes=on, Off=form(document, b""))),
        )
        page.Annots = Array([field])
        document.Root.AcroForm = Dictionary(Fields=Array([field]))

    page = taken(write_pdf(tmp_path, LINE, build), tmp_path).pages[0]
    (field,) = page.annotations
    assert (field.kind, field.text, field.is_drawn) == ("Widget", "图号: 建施-05", True)
    assert inked(page.path) == (100, 100, 140, 120)
