"""Open a PDF that a stranger sent, or say why not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pymupdf

from drawings.content.errors import (
    Refusal,
    UnreadableDrawing,
    refused,
    tells_of_memory,
)

MM_PER_POINT = 25.4 / 72
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


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A PDF fit for reading.

    Attributes:
        path: the file itself, or a mended and unlocked copy of it.
        labels: the label of each page.
        was_mended: True where the file was damaged and could be repaired.
        was_locked: True where it was locked against changes, and opens without a word.

    """

    path: Path
    labels: tuple[str, ...]
    was_mended: bool
    was_locked: bool


def open_pdf(path: Path, work: Path, *, page_limit: int) -> Opened:
    """Check a PDF and give a file that every library can read.

    Raises:
        UnreadableDrawing: PASSWORD, NO_PAGES, TOO_MANY_PAGES, DAMAGED.

    """
    with as_damage():
        document = pymupdf.open(str(path), filetype="pdf")
    with document:
        if document.needs_pass and not document.authenticate(""):
            raise refused(Refusal.PASSWORD)
        with as_damage():
            count = document.page_count
            if count == 0:
                raise _without_pages(document)
            counted = _count_by_qpdf(path)
            if max(count, counted) > page_limit:
                raise refused(
                    Refusal.TOO_MANY_PAGES, pages=max(count, counted), limit=page_limit
                )
            if counted > count:
                return _with_all_pages(path, work, page_limit=page_limit)
            labels = tuple(_label(document, index) for index in range(count))
            was_locked = bool((document.metadata or {}).get("encryption"))
            was_mended = bool(document.is_repaired) or counted != count
            if was_mended or was_locked:
                path = _copy(document, work / "mended.pdf")
    return Opened(path, labels, was_mended, was_locked)


def _with_all_pages(path: Path, work: Path, *, page_limit: int) -> Opened:
    """A tree of pages that says it has fewer than it has: no page may be overlooked."""
    whole = work / "whole.pdf"
    with pikepdf.open(path) as document, pikepdf.new() as fresh:
        fresh.pages.extend(document.pages)
        # Names and forms are of no use on pages; what they held is told from the original.
        fresh.save(whole)
    opened = open_pdf(whole, work, page_limit=page_limit)
    return Opened(opened.path, opened.labels, was_mended=True, was_locked=False)


@contextmanager
def as_damage() -> Iterator[None]:
    """Turn what MuPDF and qpdf throw into a refusal."""
    try:
        yield
    except MemoryError as error:
        raise refused(Refusal.OUT_OF_MEMORY) from error
    except pikepdf.PasswordError as error:
        raise refused(Refusal.PASSWORD) from error
    except UnreadableDrawing:
        raise
    except (pikepdf.PdfError, *MUPDF_TROUBLE) as error:
        words = _without_paths(f"{type(error).__name__}: {error}")
        reason = Refusal.OUT_OF_MEMORY if tells_of_memory(words) else Refusal.DAMAGED
        raise refused(reason, words) from error


def _without_pages(document: pymupdf.Document) -> Exception:
    """A whole file without pages has none; a broken one has lost them."""
    if document.is_repaired:
        return refused(Refusal.DAMAGED, "no page could be found")
    return refused(Refusal.NO_PAGES)


def _without_paths(words: str) -> str:
    """What a library says, without where the file lies."""
    return re.sub(r"['\"]?/[^\s'\"]*/", "", words)


def _label(document: pymupdf.Document, index: int) -> str:
    """The label of a page; broken label tables are common."""
    try:
        return str(document[index].get_label() or index + 1)[:40]
    except MUPDF_TROUBLE:
        return str(index + 1)


def _count_by_qpdf(path: Path) -> int:
    """How many pages the other library finds; 0 where it cannot follow the file."""
    try:
        with pikepdf.open(path) as document:
            return len(document.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        return 0


def _copy(document: pymupdf.Document, target: Path) -> Path:
    document.save(str(target), garbage=1, encryption=NOT_ENCRYPTED, no_new_id=True)
    return target
