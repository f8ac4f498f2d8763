"""More ways to tamper with a sealed sheet: in its structure and in its signatures.

Like `tests.forgeries`, which redraws and re-signs; each is a function from bytes to bytes.
"""

import io
import re

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests import pki
from tests.forgeries import Forge, field_of, prepared, sealed, written
from tests.rewriting import (
    OTHER_WORDS,
    catalogue_with,
    first_page,
    number_of_drawing,
    numbers,
    page_with,
    redraw,
    size_of,
    with_table,
)

# ---- what hangs on the catalogue and the page


def turn_the_page(sheet: bytes) -> bytes:
    return page_with(sheet, "/Rotate", generic.NumberObject(180))


def crop_the_page(sheet: bytes) -> bytes:
    return page_with(sheet, "/CropBox", numbers(0, 0, 400, 300))


def scale_the_page(sheet: bytes) -> bytes:
    return page_with(sheet, "/UserUnit", generic.NumberObject(2))


def label_the_pages(sheet: bytes) -> bytes:
    label = generic.DictionaryObject({pdf_name("/P"): generic.pdf_string("A-9")})
    tree = generic.DictionaryObject(
        {pdf_name("/Nums"): generic.ArrayObject([generic.NumberObject(0), label])}
    )
    return catalogue_with(sheet, "/PageLabels", tree)


def run_a_script_on_opening(sheet: bytes) -> bytes:
    action = generic.DictionaryObject(
        {
            pdf_name("/S"): pdf_name("/JavaScript"),
            pdf_name("/JS"): generic.pdf_string("app.alert('9 F')"),
        }
    )
    return catalogue_with(sheet, "/OpenAction", action)


def attach_a_file(sheet: bytes) -> bytes:
    names = generic.DictionaryObject(
        {
            pdf_name("/EmbeddedFiles"): generic.DictionaryObject(
                {
                    pdf_name("/Names"): generic.ArrayObject(
                        [generic.pdf_string("a.txt"), generic.DictionaryObject()]
                    )
                }
            )
        }
    )
    return catalogue_with(sheet, "/Names", names)


def add_layers(sheet: bytes) -> bytes:
    layers = generic.DictionaryObject({pdf_name("/OCGs"): generic.ArrayObject()})
    return catalogue_with(sheet, "/OCProperties", layers)


def describe_it_otherwise(sheet: bytes) -> bytes:
    """Other metadata: says nothing of the drawing, and yet it is another file."""
    words = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/Metadata"),
            pdf_name("/Subtype"): pdf_name("/XML"),
        },
        stream_data=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
    )
    return catalogue_with(sheet, "/Metadata", words)


def lay_a_picture_over_a_seal(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    page = first_page(writer)
    look = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): numbers(0, 0, 119, 119),
        },
        stream_data=b"1 1 1 rg 0 0 119 119 re f",
    )
    stamp = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Stamp"),
            pdf_name("/Rect"): field_of(writer, pki.FIRE)["/Rect"],
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/AP"): generic.DictionaryObject(
                {pdf_name("/N"): writer.add_object(look)}
            ),
        }
    )
    page["/Annots"].append(writer.add_object(stamp))
    writer.update_container(page["/Annots"])
    return written(writer)


# ---- objects that take the place of others


def exchange_the_drawing(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    redraw(writer, generic.StreamObject(stream_data=OTHER_WORDS))
    return written(writer)


def exchange_the_page_in_an_object_stream(_: bytes) -> bytes:
    """The new page lies in a compressed object stream, where no plain search sees it."""
    sheet = sealed(prepared(_compressed()), pki.sealers(), pki.manner())
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    page = first_page(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=OTHER_WORDS))
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    writer.prepare_object_stream().add_object(reference.idnum, page)
    return written(writer)


def exchange_the_drawing_by_a_hybrid_table(sheet: bytes) -> bytes:
    """A table that names nothing new, and a stream beside it that does (/XRefStm)."""
    number, size = number_of_drawing(sheet), size_of(sheet)
    body = sheet + b"\n"
    drawing = len(body)
    body += b"%d 0 obj\n<</Length %d>>\nstream\n" % (number, len(OTHER_WORDS))
    body += OTHER_WORDS + b"\nendstream\nendobj\n"
    stream = len(body)
    row = b"\x01" + drawing.to_bytes(4, "big") + b"\x00\x00"
    body += b"%d 0 obj\n<</Type/XRef/W[1 4 2]/Index[%d 1]/Size %d" % (
        *(size, number),
        size + 1,
    )
    body += b"/Length %d>>\nstream\n" % len(row) + row + b"\nendstream\nendobj\n"
    return with_table(body, sheet, b"xref\n0 0\n", b"/XRefStm %d" % stream)


def go_back_to_a_hidden_drawing(_: bytes) -> bytes:
    """Hide and replace: both drawings were there before the seals; the table is turned."""
    number = number_of_drawing(pki.plain_sheet())
    writer = IncrementalPdfFileWriter(io.BytesIO(pki.plain_sheet()))
    redraw(writer, generic.StreamObject(stream_data=b"0 0 9 9 re f"))
    sheet = sealed(prepared(written(writer)), pki.sealers(), pki.manner())
    found = re.search(rb"(?<![0-9])%d 0 obj" % number, sheet)
    assert found is not None
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, found.start())
    return with_table(sheet + b"\n", sheet, table)


def take_the_cover_away(_: bytes) -> bytes:
    """Hide: a white cover lay over other words when the seals were set."""
    with pikepdf.open(io.BytesIO(pki.plain_sheet())) as pdf:
        page = pdf.pages[0]
        page.obj.Contents = pikepdf.Array(
            [page.obj.Contents, pdf.make_stream(b"1 g 0 0 1684 1191 re f")]
        )
        out = io.BytesIO()
        pdf.save(out)
    sheet = sealed(prepared(out.getvalue()), pki.sealers(), pki.manner())
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    layers = first_page(writer)["/Contents"]
    del layers[1]
    writer.update_container(layers)
    return written(writer)


# ---- the fields and the store of evidence


def empty_a_field(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    field = field_of(writer, pki.FIRE)
    del field["/V"]
    writer.update_container(field)
    return written(writer)


def double_a_field(sheet: bytes) -> bytes:
    """A second field of the same name that shows the first one's signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    field = field_of(writer, pki.FIRE)
    double = generic.DictionaryObject(
        {key: field.raw_get(key) for key in field if key not in {"/Parent", "/Kids"}}
    )
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(writer.add_object(double))
    writer.update_container(fields)
    return written(writer)


def show_another_seals_signature(sheet: bytes) -> bytes:
    """Swap which signature two fields show."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    fire, design = field_of(writer, pki.FIRE), field_of(writer, pki.DESIGN)
    mine, theirs = fire.raw_get("/V"), design.raw_get("/V")
    fire["/V"], design["/V"] = theirs, mine
    writer.update_container(fire)
    writer.update_container(design)
    return written(writer)


def throw_the_evidence_away(sheet: bytes) -> bytes:
    """The store of revocation lists is emptied: the file can prove less than before."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    store = writer.root["/DSS"]
    store["/CRLs"] = generic.ArrayObject()
    writer.update_container(store)
    writer.update_root()
    return written(writer)


# ---- the file as a whole


def cut_the_end_off(sheet: bytes) -> bytes:
    return sheet[:-300]


def put_bytes_before_it(sheet: bytes) -> bytes:
    return b"GIF89a\n" + sheet


def begin_another_file_behind_it(sheet: bytes) -> bytes:
    """Two files in one: readers that look from behind see the second."""
    return sheet + pki.plain_sheet("CORRIDOR 900")


HARMLESS = (describe_it_otherwise, throw_the_evidence_away)
"""Nothing of the drawing, no seal and no proof of ours is touched: not the issued bytes,
and nothing worse."""


def _compressed() -> bytes:
    with pikepdf.open(io.BytesIO(pki.plain_sheet())) as pdf:
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


ALL: tuple[Forge, ...] = tuple(
    act
    for name, act in list(globals().items())
    if not name.startswith("_") and getattr(act, "__module__", "") == __name__
)
