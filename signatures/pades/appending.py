"""Changing a PDF by appending to it alone: what fails is cut back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError

from signatures.pades.errors import NotAPdf, PadesError, SigningFailed


def writer_on(stream: BinaryIO) -> IncrementalPdfFileWriter:
    """A writer that appends to an open file.

    Raises:
        NotAPdf: it cannot be read as a PDF.
    """
    try:
        return IncrementalPdfFileWriter(stream)
    except (PdfError, ValueError, KeyError, TypeError, IndexError) as error:
        raise NotAPdf(f"{type(error).__name__}: {error}") from error


@contextmanager
def appending(path: Path) -> Iterator[BinaryIO]:
    """Open for appending; cut back what was appended when something fails."""
    before = path.stat().st_size
    with path.open("r+b") as stream:
        try:
            yield stream
        except PadesError:
            stream.truncate(before)
            raise
        except Exception as error:
            stream.truncate(before)
            raise SigningFailed(f"{type(error).__name__}: {error}") from error
