"""Small PDFs by hand, with whatever a page may carry."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from drawings.pdf.intake import Intake, take_in
from drawings.pdf.reading import PageRead, examine_page

SIZE = (400, 300)
LINE = b"1 w 110 70 m 210 90 l S"
# PDF_ENCRYPT_AES_256 of MuPDF.
AES_256 = 5
Build = Callable[[pikepdf.Pdf, pikepdf.Object], None]


def write_pdf(folder: Path, content: bytes, build: Build | None = None) -> Path:
    """A page of 400 x 300 points; `build` adds to the document and its page."""
    path = folder / "page.pdf"
    with pikepdf.new() as document:
        document.add_blank_page(page_size=SIZE)
        page = document.pages[0].obj
        page.Contents = document.make_stream(content)
        page.Resources = Dictionary(Font=Dictionary(H=helvetica(document)))
        if build is not None:
            build(document, page)
        document.save(path)
    return path


def write_page(folder: Path, content: bytes, **keys: object) -> Path:
    """A page of 400 x 300 points with these keys of its own."""

    def build(_document: pikepdf.Pdf, page: pikepdf.Object) -> None:
        for key, value in keys.items():
            page[f"/{key}"] = value

    return write_pdf(folder, content, build)


def helvetica(document: pikepdf.Pdf) -> pikepdf.Object:
    """A font that every reader has."""
    return document.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )


def form(document: pikepdf.Pdf, content: bytes, **keys: object) -> Stream:
    """A form XObject as large as the page."""
    made = document.make_stream(content)
    made.Type, made.Subtype = Name.XObject, Name.Form
    made.BBox = Array([0, 0, *SIZE])
    for key, value in keys.items():
        made[f"/{key}"] = value
    return made


def layer(document: pikepdf.Pdf, name: str, **keys: object) -> pikepdf.Object:
    """A layer."""
    made = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(name)))
    for key, value in keys.items():
        made[f"/{key}"] = value
    return made


def annotation(
    document: pikepdf.Pdf, subtype: str, look: Stream | None, **keys: object
) -> pikepdf.Object:
    """An annotation at 100 100 to 140 120 with a picture."""
    made = Dictionary(
        Type=Name.Annot,
        Subtype=Name(f"/{subtype}"),
        Rect=Array([100, 100, 140, 120]),
    )
    if look is not None:
        made.AP = Dictionary(N=look)
    for key, value in keys.items():
        made[f"/{key}"] = value
    return document.make_indirect(made)


def taken(path: Path, work: Path) -> Intake:
    """A PDF after intake."""
    return take_in(path, work / "pages")


def examined(path: Path, work: Path) -> PageRead:
    """The first page as it is read after intake."""
    return examine_page(taken(path, work).pages[0].path)
