"""Rewriting a sealed sheet by hand: its page, its catalogue, its tables of places."""

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.forgeries import written

OTHER_WORDS = b"0 0 500 500 re f"


def numbers(*told: int) -> generic.ArrayObject:
    """Whole numbers as an array of a PDF."""
    return generic.ArrayObject(map(generic.NumberObject, told))


def first_page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    """The page that the drawing is on."""
    page = writer.root["/Pages"]["/Kids"][0]
    assert isinstance(page, generic.DictionaryObject)
    return page


def page_with(sheet: bytes, key: str, value: generic.PdfObject) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    page = first_page(writer)
    page[key] = value
    writer.update_container(page)
    return written(writer)


def catalogue_with(sheet: bytes, key: str, value: generic.PdfObject) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    writer.root[key] = writer.add_object(value)
    writer.update_root()
    return written(writer)


def redraw(writer: IncrementalPdfFileWriter, drawing: generic.StreamObject) -> None:
    reference = first_page(writer).raw_get("/Contents")
    if not isinstance(reference, generic.IndirectObject):
        reference = reference[0].container_ref
    writer.objects[(reference.generation, reference.idnum)] = drawing


def number_of_drawing(sheet: bytes) -> int:
    page = PdfFileReader(io.BytesIO(sheet)).root["/Pages"]["/Kids"][0]
    reference = page.raw_get("/Contents")
    if not isinstance(reference, generic.IndirectObject):
        reference = reference.raw_get(0)
    return int(reference.idnum)


def size_of(sheet: bytes) -> int:
    return int(PdfFileReader(io.BytesIO(sheet)).trailer["/Size"])


def with_table(body: bytes, sheet: bytes, table: bytes, more: bytes = b"") -> bytes:
    """Append a table of places with its trailer to a body that begins with the sheet."""
    reader = PdfFileReader(io.BytesIO(sheet))
    root = reader.trailer.raw_get("/Root")
    before = int(sheet[sheet.rindex(b"startxref") + 9 :].split()[0])
    end = b"trailer\n<</Size %d/Root %d 0 R/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n"
    said = (size_of(sheet) + 1, root.idnum, before, more, len(body))
    return body + table + end % said
