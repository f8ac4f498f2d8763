"""Ways to forge a sealed sheet, each as a function from bytes to bytes.

Every attack is made anew from the sheet at hand; no forged file is kept.
"""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pymupdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from signatures.pades.authority import Holder, self_signed
from signatures.pades.credentials import Credential
from signatures.pades.fields import prepare
from signatures.pades.signing import Level, Manner, sign
from signatures.pades.timestamping import LocalTimeStamper
from tests import pki

Forge = Callable[[bytes], bytes]


def flip_a_byte_of_the_drawing(sheet: bytes) -> bytes:
    forged = bytearray(sheet)
    forged[sheet.index(b"stream") + 20] ^= 1
    return bytes(forged)


def write_the_file_anew(sheet: bytes) -> bytes:
    with pymupdf.open(stream=sheet, filetype="pdf") as document:
        return bytes(document.tobytes(garbage=3))


def cover_the_content(sheet: bytes) -> bytes:
    def change(document: pymupdf.Document) -> None:
        page = document[0]
        page.draw_rect(pymupdf.Rect(180, 920, 500, 970), fill=(1, 1, 1), overlay=True)
        page.insert_text((200, 950), "CORRIDOR 900", fontsize=20)

    return _appended(sheet, change)


def add_a_note(sheet: bytes) -> bytes:
    def change(document: pymupdf.Document) -> None:
        document[0].add_freetext_annot(pymupdf.Rect(300, 300, 900, 400), "18 F")

    return _appended(sheet, change)


def add_a_page(sheet: bytes) -> bytes:
    return _appended(sheet, lambda document: document.new_page())


def save_once_more(sheet: bytes) -> bytes:
    return _appended(sheet, lambda document: document.set_metadata({"title": "x"}))


def hang_bytes_on_the_end(sheet: bytes) -> bytes:
    return sheet + b"\n% and something else\n"


def redraw_a_seal(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    appearance = field_of(writer, pki.FIRE)["/AP"]["/N"]
    forged = generic.StreamObject(
        {key: appearance.raw_get(key) for key in appearance if key != "/Filter"},
        stream_data=b"1 0 0 rg 0 0 100 100 re f",
    )
    reference = appearance.container_ref
    writer.objects[(reference.generation, reference.idnum)] = forged
    return written(writer)


def move_a_seal(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    field = field_of(writer, pki.FIRE)
    field["/Rect"] = generic.ArrayObject(map(generic.NumberObject, (9, 9, 128, 128)))
    writer.update_container(field)
    return written(writer)


def drop_a_seal(sheet: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    fields = writer.root["/AcroForm"]["/Fields"]
    names = [reference.get_object()["/T"] for reference in fields]
    del fields[names.index(pki.FIRE)]
    writer.update_container(fields)
    writer.update_root()
    return written(writer)


def exchange_the_pages(sheet: bytes) -> bytes:
    """Shadow attack: the catalogue leads to another tree of pages."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    words = generic.StreamObject(stream_data=b"0 0 500 500 re f")
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/MediaBox"): generic.ArrayObject(
                map(generic.NumberObject, (0, 0, 1684, 1191))
            ),
            pdf_name("/Contents"): writer.add_object(words),
        }
    )
    kid = writer.add_object(page)
    writer.root["/Pages"] = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Pages"),
                pdf_name("/Count"): generic.NumberObject(1),
                pdf_name("/Kids"): generic.ArrayObject([kid]),
            }
        )
    )
    writer.update_root()
    return written(writer)


def roll_back(sheet: bytes) -> bytes:
    """Cut the file back to where the second seal ended: valid in itself."""
    _, _, start, length = byte_range(sheet, pki.FIRE)
    return sheet[: start + length]


def zero_a_signature(sheet: bytes) -> bytes:
    _, end, start, _ = byte_range(sheet, pki.REVIEW)
    return sheet[:end] + b"<" + b"0" * (start - end - 2) + b">" + sheet[start:]


def exchange_signatures(sheet: bytes) -> bytes:
    """Put the first seal's signature where the last one stands."""
    _, end, start, _ = byte_range(sheet, pki.REVIEW)
    _, other_end, other_start, _ = byte_range(sheet, pki.DESIGN)
    foreign = sheet[other_end + 1 : other_start - 1]
    room = start - end - 2
    return sheet[: end + 1] + foreign[:room].ljust(room, b"0") + sheet[start - 1 :]


def empty_the_byte_range(sheet: bytes) -> bytes:
    start = sheet.index(b"/ByteRange")
    end = sheet.index(b"]", start)
    return sheet[:start] + b"/ByteRange [0 0 0 0".ljust(end - start) + sheet[end:]


def rename_the_kind(sheet: bytes) -> bytes:
    kinds = sheet.count(b"/ETSI.CAdES.detached")
    return sheet.replace(b"/ETSI.CAdES.detached", b"/GMSM.CAdES.detached", kinds)


def picture_of_the_seals(_: bytes) -> bytes:
    with pymupdf.open(stream=pki.plain_sheet(), filetype="pdf") as document:
        seal = pymupdf.open(stream=pki.seal_picture().as_pdf(), filetype="pdf")
        document[0].show_pdf_page(pymupdf.Rect(100, 100, 219, 219), seal, 0)
        return bytes(document.tobytes())


def sign_as_somebody_of_the_same_name(_: bytes) -> bytes:
    forger = self_signed(Holder(pki.fire_bureau().holder), at=pki.NOW - pki.DAY)
    return sealed_by({**pki.sealers(), pki.FIRE: forger})


def sign_with_another_seal_of_the_same_authority(_: bytes) -> bytes:
    return sealed_by({**pki.sealers(), pki.FIRE: pki.holder("临水市水务局")})


def seal_the_spare_field(sheet: bytes) -> bytes:
    return sealed(sheet, {pki.SPARE: pki.holder("临水市水务局")}, pki.manner())


def stamp_with_an_unknown_clock(_: bytes) -> bytes:
    clock = self_signed(Holder("时间"), at=pki.NOW - pki.DAY)
    manner = Manner(
        Level.B_T,
        time_stamper=LocalTimeStamper(clock, lambda: pki.NOW),
        at=pki.NOW,
    )
    return sealed(prepared(pki.plain_sheet()), pki.sealers(), manner)


def fill_in_a_form(_: bytes) -> bytes:
    """Shadow attack "replace": a field, planted before, changes after the seals."""
    sheet = sealed(prepared(_with_text_field()), pki.sealers(), pki.manner())
    writer = IncrementalPdfFileWriter(io.BytesIO(sheet))
    field = field_of(writer, "Level")
    field["/V"] = generic.TextStringObject("18 F")
    field["/AP"] = generic.DictionaryObject(
        {pdf_name("/N"): writer.add_object(_form(b"0 0 100 40 re f"))}
    )
    writer.update_container(field)
    return written(writer)


def sealed_sheet_with_a_text_field() -> bytes:
    """The genuine file that `fill_in_a_form` starts from."""
    return sealed(prepared(_with_text_field()), pki.sealers(), pki.manner())


def sealed_by(sealers: dict[str, Credential]) -> bytes:
    return sealed(prepared(pki.plain_sheet()), sealers, pki.manner())


def prepared(sheet: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.pdf")
        path.write_bytes(sheet)
        prepare(path, pki.field_plan())
        return path.read_bytes()


def sealed(sheet: bytes, sealers: dict[str, Credential], manner: Manner) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.pdf")
        path.write_bytes(sheet)
        for field, credential in sealers.items():
            sign(path, field, credential, picture=pki.seal_picture(), manner=manner)
        return path.read_bytes()


def _appended(sheet: bytes, change: Callable[[pymupdf.Document], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sheet.pdf")
        path.write_bytes(sheet)
        with pymupdf.open(path) as document:
            change(document)
            document.saveIncr()
        return path.read_bytes()


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def field_of(writer: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    fields = writer.root["/AcroForm"]["/Fields"]
    found = (reference.get_object() for reference in fields)
    field = next(field for field in found if field["/T"] == name)
    assert isinstance(field, generic.DictionaryObject)
    return field


def byte_range(sheet: bytes, field: str) -> tuple[int, int, int, int]:
    signatures = PdfFileReader(io.BytesIO(sheet)).embedded_signatures
    a, b, c, d = next(s.byte_range for s in signatures if s.field_name == field)
    return a, b, c, d


def _form(operators: bytes) -> generic.StreamObject:
    return generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(
                map(generic.NumberObject, (0, 0, 100, 40))
            ),
        },
        stream_data=operators,
    )


def _with_text_field() -> bytes:
    with pikepdf.open(io.BytesIO(pki.plain_sheet())) as pdf:
        page = pdf.pages[0]
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="Level",
                V="12 F",
                Rect=[300, 300, 400, 340],
                P=page.obj,
                F=4,
            )
        )
        page.obj.Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()
