"""The mark of the platform on a sheet before it is sealed: QR code and a line of words.

The mark is a form of its own, laid over the page by one matrix; the drawing under it
stays vector and untouched. Words are written in an embedded subset of our typeface, so
that they can be searched. A signed file is never drawn upon.
"""

import io
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

import pikepdf
import pymupdf

from signatures.pades.canvas import BLACK, Canvas, turn
from signatures.pades.errors import AlreadySigned, NotAPdf
from signatures.pades.evidence import declared_signatures
from signatures.pades.paper import paper_of_page
from signatures.pades.placement import POINTS_PER_MM, Box, Ink, Paper
from signatures.pades.qr import draw_qr
from storage.typefaces import Face, face_file, face_for

CODE_MM = 18.0
GAP_MM = 1.5
TYPE_MM = 2.6
LEADING_MM = 4.2
FACE = Face.SANS


class Corner(StrEnum):
    """A corner of the displayed page."""

    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM_RIGHT = "bottom_right"


@dataclass(frozen=True, slots=True)
class SheetMark:
    """What is written on a sheet, and where.

    Attributes:
        address: what the QR code says.
        lines: words beside the code, one string a line.
        corner: the corner of the displayed page.
        inset_mm: distance from the two edges of that corner.
        width_mm: width of code and words together.
    """

    address: str
    lines: tuple[str, ...]
    corner: Corner = Corner.BOTTOM_LEFT
    inset_mm: tuple[float, float] = (12.0, 12.0)
    width_mm: float = 80.0

    @property
    def height_mm(self) -> float:
        """Height of code and words."""
        return max(CODE_MM, LEADING_MM * len(self.lines))

    def box_on(self, paper: Paper) -> Box:
        """The place of the mark on the displayed page; seals keep clear of it."""
        width, height = paper.size_mm
        right = self.corner in (Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT)
        low = self.corner in (Corner.BOTTOM_LEFT, Corner.BOTTOM_RIGHT)
        aside, down = self.inset_mm
        left = width - aside - self.width_mm if right else aside
        top = height - down - self.height_mm if low else down
        return Box(left, top, left + self.width_mm, top + self.height_mm)


def quietest_corner(mark: SheetMark, paper: Paper, ink: Ink) -> SheetMark:
    """The same mark in the corner where it lies on the least ink."""
    candidates = [replace(mark, corner=corner) for corner in Corner]
    return min(candidates, key=lambda one: ink.share_under(one.box_on(paper)))


def mark_sheet(sheet: bytes, mark: SheetMark, *, page: int = 0) -> bytes:
    """Lay the mark over a page of an unsigned PDF and return the new file.

    Raises:
        NotAPdf: the file cannot be read as a PDF or has no such page.
        AlreadySigned: the file carries signatures, which a rewrite would destroy.
    """
    try:
        declared = declared_signatures(sheet)
        if declared.fields or declared.loose:
            raise AlreadySigned("a mark comes before the seals")
        with pikepdf.open(io.BytesIO(sheet)) as pdf:
            _overlay(pdf, pdf.pages[page], mark)
            written = io.BytesIO()
            pdf.save(written, deterministic_id=True)
    except (pikepdf.PdfError, IndexError) as error:
        raise NotAPdf(str(error)) from error
    return written.getvalue()


def _overlay(pdf: pikepdf.Pdf, page: pikepdf.Page, mark: SheetMark) -> None:
    paper = paper_of_page(page)
    x0, y0, _, _ = paper.user_box(mark.box_on(paper))
    with pikepdf.open(io.BytesIO(_drawn(mark))) as drawing:
        _mend_words(drawing)
        form = pdf.copy_foreign(drawing.pages[0].as_form_xobject())
    a, b, c, d = (value / paper.user_unit for value in turn(paper.rotation))
    # The turned form lies in another quadrant: bring its lower left corner back.
    width, height = mark.width_mm * POINTS_PER_MM, mark.height_mm * POINTS_PER_MM
    e = x0 - min(0.0, a * width, c * height)
    f = y0 - min(0.0, b * width, d * height)
    name = page.add_resource(form, pikepdf.Name.XObject, name=_free_name(page))
    matrix = " ".join(f"{value:.6f}" for value in (a, b, c, d, e, f))
    # Whatever the drawing leaves behind in the graphics state is undone before us.
    page.contents_add(b"q\n", prepend=True)
    # A code is only legible on white; the words leave the drawing as it is.
    side, low = CODE_MM * POINTS_PER_MM, (mark.height_mm - CODE_MM) * POINTS_PER_MM
    ground = f"1 g 0 {low:.4f} {side:.4f} {side:.4f} re f"
    page.contents_add(f"\nQ q {matrix} cm q {ground} Q {name} Do Q\n".encode())


def _free_name(page: pikepdf.Page) -> pikepdf.Name:
    """A name for the form that the page does not use yet, the same in every run."""
    resources = page.resources.get("/XObject")
    number = 1
    while resources is not None and f"/SheetMark{number}" in resources:
        number += 1
    return pikepdf.Name(f"/SheetMark{number}")


def _mend_words(drawing: pikepdf.Pdf) -> None:
    """Give hyphen and space their own code points back, or no search finds the number.

    Several code points share a glyph; the library notes down the last of them.
    """
    for candidate in drawing.objects:
        if not isinstance(candidate, pikepdf.Dictionary):
            continue
        if "/ToUnicode" in candidate:
            words = candidate.ToUnicode
            mended = words.read_bytes().lower()
            for wrong, right in ((b"<00ad>", b"<002d>"), (b"<00a0>", b"<0020>")):
                mended = mended.replace(wrong, right)
            words.write(mended)


def _drawn(mark: SheetMark) -> bytes:
    """The mark alone as a PDF of one page."""
    canvas = Canvas(mark.width_mm, mark.height_mm, BLACK)
    draw_qr(canvas, mark.address, (0.0, mark.height_mm - CODE_MM), CODE_MM)
    with pymupdf.open(stream=canvas.finish().as_pdf(), filetype="pdf") as document:
        page = document[0]
        for number, line in enumerate(mark.lines):
            _write_line(page, mark, number, line)
        document.subset_fonts()
        return bytes(document.tobytes(garbage=3, deflate=True))


def _write_line(page: pymupdf.Page, mark: SheetMark, number: int, line: str) -> None:
    room = mark.width_mm - CODE_MM - GAP_MM
    pieces = _pieces(line)
    natural = sum(font.text_length(words, 1.0) for font, words in pieces)
    size = min(TYPE_MM, room / natural if natural else TYPE_MM) * POINTS_PER_MM
    x = (CODE_MM + GAP_MM) * POINTS_PER_MM
    y = (number * LEADING_MM + LEADING_MM * 0.75) * POINTS_PER_MM
    for font, words in pieces:
        writer = pymupdf.TextWriter(page.rect)
        writer.append((x, y), words, font=font, fontsize=size)
        writer.write_text(page)
        x += font.text_length(words, size)


def _pieces(line: str) -> list[tuple[pymupdf.Font, str]]:
    """The line cut where the face changes."""
    pieces: list[tuple[Face, str]] = []
    for character in line:
        face = face_for(character, FACE)
        if pieces and pieces[-1][0] is face:
            pieces[-1] = (face, pieces[-1][1] + character)
        else:
            pieces.append((face, character))
    return [(_font(face), words) for face, words in pieces]


@lru_cache
def _font(face: Face) -> pymupdf.Font:
    """An opened face; opening costs more than writing a line."""
    return pymupdf.Font(fontfile=str(face_file(face)))
