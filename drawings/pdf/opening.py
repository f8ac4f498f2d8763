"""Open a PDF that a stranger sent, or say why not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pymupdf

from drawings.content.errors import Refusal, UnreadableDrawing, refused
from drawings.content.plotting import LARGEST_MM

MM_PER_POINT = 25.4 / 72
SMALLEST_MM = 1.0
# PDF_ENCRYPT_NONE of MuPDF.
NOT_ENCRYPTED = 1
# What MuPDF throws at a file that does not keep the rules.
MUPDF_TROUBLE = (
    pymupdf.mupdf.FzErrorBase,
    pymupdf.FileDataError,
    pymupdf.EmptyFileError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)


@dataclass(frozen=True, slots=True)
class PageBox:
    """Size of a page as it is seen: rotated, cropped, in mm; and its label."""

    width_mm: float
    height_mm: float
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A PDF fit for reading.

    Attributes:
        path: the file itself, or a mended and unlocked copy of it.
        pages: size and label of each page.
        was_mended: True where the file was damaged and could be repaired.

    """

    path: Path
    pages: tuple[PageBox, ...]
    was_mended: bool


def open_pdf(path: Path, work: Path, *, page_limit: int) -> Opened:
    """Check a PDF and give a file that every library can read.

    Raises:
        UnreadableDrawing: PASSWORD, NO_PAGES, TOO_MANY_PAGES, PAGE_TOO_LARGE, DAMAGED.

    """
    with as_damage():
        document = pymupdf.open(str(path), filetype="pdf")
    with document:
        if document.needs_pass and not document.authenticate(""):
            raise refused(Refusal.PASSWORD)
        with as_damage():
            count = document.page_count
            if count == 0:
                raise refused(Refusal.NO_PAGES)
            if count > page_limit:
                raise refused(Refusal.TOO_MANY_PAGES, pages=count, limit=page_limit)
            pages = tuple(_box(document, index) for index in range(count))
            was_mended = bool(document.is_repaired)
            if was_mended or document.is_encrypted or not _is_sound(path, count):
                path = _copy(document, work / "mended.pdf")
                was_mended = True
    return Opened(path, pages, was_mended)


@contextmanager
def as_damage() -> Iterator[None]:
    """Turn what MuPDF and qpdf throw into a refusal."""
    try:
        yield
    except MemoryError as error:
        raise refused(Refusal.OUT_OF_MEMORY) from error
    except pikepdf.PasswordError as error:
        raise refused(Refusal.PASSWORD) from error
    except pikepdf.PdfError as error:
        raise refused(Refusal.DAMAGED, _without_paths(str(error))) from error
    except UnreadableDrawing:
        raise
    except MUPDF_TROUBLE as error:
        words = _without_paths(f"{type(error).__name__}: {error}")
        raise refused(Refusal.DAMAGED, words) from error


def _without_paths(words: str) -> str:
    """What a library says, without where the file lies."""
    return re.sub(r"['\"]?/[^\s'\"]*/", "", words)


def _box(document: pymupdf.Document, index: int) -> PageBox:
    page = document[index]
    width, height = (
        side * MM_PER_POINT for side in (page.rect.width, page.rect.height)
    )
    if not (SMALLEST_MM <= width <= LARGEST_MM and SMALLEST_MM <= height <= LARGEST_MM):
        raise refused(
            Refusal.PAGE_TOO_LARGE,
            page=index + 1,
            width_mm=round(width, 1),
            height_mm=round(height, 1),
            limit_mm=LARGEST_MM,
        )
    return PageBox(width, height, _label(page, index))


def _label(page: pymupdf.Page, index: int) -> str:
    """The label of a page; broken label tables are common."""
    try:
        return str(page.get_label() or index + 1)[:40]
    except MUPDF_TROUBLE:
        return str(index + 1)


def _is_sound(path: Path, count: int) -> bool:
    """Whether qpdf finds the same pages, so that both libraries see one document."""
    try:
        with pikepdf.open(path) as document:
            return len(document.pages) == count
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        return False


def _copy(document: pymupdf.Document, target: Path) -> Path:
    document.save(str(target), garbage=1, encryption=NOT_ENCRYPTED, no_new_id=True)
    return target
