"""Files that two readers read differently: tables, trailers, keys and ranges given twice.

Like `tests.tamperings`; each is a function from bytes to bytes. What readers disagree
about must be refused, or at least be no longer the issued file.
"""

import io
import zipfile
import zlib
from collections.abc import Sequence

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from tests import pki
from tests.forgeries import Forge, byte_range
from tests.rewriting import OTHER_WORDS, number_of_drawing

# ---- tables and trailers


def let_the_table_follow_itself(sheet: bytes) -> bytes:
    """/Prev leads back to where it stands."""
    return increment(sheet, (), prev=len(sheet) + 1)


def let_the_end_point_to_an_earlier_table(sheet: bytes) -> bytes:
    """A roll-back that cuts nothing off: only the last startxref names an old table."""
    return sheet + b"startxref\n%d\n%%%%EOF\n" % _table_of(sheet, pki.FIRE)


def skip_a_revision(sheet: bytes) -> bytes:
    """/Prev of a new table passes over the last seals."""
    return increment(sheet, (), prev=_table_of(sheet, pki.DESIGN))


def hang_a_second_trailer_on_it(sheet: bytes) -> bytes:
    """A trailer without a table, as lenient readers look for it."""
    return sheet + b"trailer\n<</Root 9999 0 R/Size 10000>>\n%%EOF\n"


def say_the_trailers_root_twice(sheet: bytes) -> bytes:
    root = PdfFileReader(io.BytesIO(sheet)).trailer.raw_get("/Root")
    more = b"/Root %d 0 R" % root.idnum
    return increment(sheet, (_other_drawing(sheet),), more=more)


def say_that_it_is_smaller(sheet: bytes) -> bytes:
    """/Size leaves the seals out: some readers do not look at objects beyond it."""
    return increment(sheet, (), size=number_of_drawing(sheet) + 1)


def free_a_seal(sheet: bytes) -> bytes:
    """The table calls the object of a seal free."""
    number = _number_of(sheet, pki.FIRE)
    table = b"xref\n%d 1\n0000000000 00001 f \n" % number
    return increment(sheet, (), table=table)


def use_another_generation(sheet: bytes) -> bytes:
    number = number_of_drawing(sheet)
    return increment(sheet, ((number, 1, packed_stream(OTHER_WORDS)),))


def exchange_the_drawing_by_a_stream_of_places(sheet: bytes) -> bytes:
    """A cross-reference stream instead of a table."""
    body = sheet + b"\n"
    place = len(body)
    body += b"%d 0 obj\n%s\nendobj\n" % (
        number_of_drawing(sheet),
        packed_stream(OTHER_WORDS),
    )
    stream, size = len(body), _size(sheet)
    rows = b"\x01" + place.to_bytes(4, "big") + b"\x00\x00"
    rows += b"\x01" + stream.to_bytes(4, "big") + b"\x00\x00"
    reader = PdfFileReader(io.BytesIO(sheet))
    told = b"/Type/XRef/W[1 4 2]/Index[%d 1 %d 1]/Size %d/Root %d 0 R/Prev %d" % (
        *(number_of_drawing(sheet), size, size + 1),
        *(reader.trailer.raw_get("/Root").idnum, _last_table(sheet)),
    )
    body += b"%d 0 obj\n%s\nendobj\n" % (size, packed_stream(rows, told))
    return body + b"startxref\n%d\n%%%%EOF\n" % stream


def count_the_places_wrongly(sheet: bytes) -> bytes:
    table = b"xref\n%d 5000\n0000000000 00000 n \n" % number_of_drawing(sheet)
    return increment(sheet, (), table=table)


def begin_numbers_below_nought(sheet: bytes) -> bytes:
    return increment(sheet, (), table=b"xref\n-1 1\n0000000000 00000 n \n")


# ---- keys that are given twice


def say_the_pages_content_twice(sheet: bytes) -> bytes:
    reader = PdfFileReader(io.BytesIO(sheet))
    kid = reader.root["/Pages"]["/Kids"].raw_get(0)
    page = _as_written(reader, kid.idnum)
    fresh = _size(sheet)
    twice = page.rstrip()[:-2] + b"/Contents %d 0 R>>" % fresh
    return increment(
        sheet, ((kid.idnum, 0, twice), (fresh, 0, packed_stream(OTHER_WORDS)))
    )


def say_a_fields_value_twice(sheet: bytes) -> bytes:
    reader = PdfFileReader(io.BytesIO(sheet))
    number = _field_number(reader, pki.REVIEW)
    field = _as_written(reader, number)
    value = _number_of(sheet, pki.DESIGN)
    twice = field.rstrip()[:-2] + b"/V %d 0 R>>" % value
    return increment(sheet, ((number, 0, twice),))


def say_the_contents_twice_in_the_gap(sheet: bytes) -> bytes:
    """The room of a signature holds its end, and another /Contents after it."""
    return _with_gap(sheet, b"/Contents<%s>" % (b"0" * 64))


def give_a_reason_in_the_gap(sheet: bytes) -> bytes:
    return _with_gap(sheet, b"/Reason(18 F)/Name(Mayor)/Spare<00>")


def say_the_range_in_the_gap(sheet: bytes) -> bytes:
    _, end, start, length = byte_range(sheet, pki.REVIEW)
    return _with_gap(sheet, b"/ByteRange[0 %d %d %d]/Spare<00>" % (end, start, length))


def put_white_space_into_the_gap(sheet: bytes) -> bytes:
    """The same signature, written otherwise: bytes that nobody signed have changed."""
    _, end, start, _ = byte_range(sheet, pki.REVIEW)
    told = sheet[end + 1 : start - 1]
    room = len(told) - 2
    return sheet[: end + 1] + b" \n" + told[:room] + sheet[start - 1 :]


# ---- the file as a whole


def lock_it(sheet: bytes) -> bytes:
    """Encrypted, with the words of the original within."""
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user=""))
    return out.getvalue()


def say_that_it_is_locked(sheet: bytes) -> bytes:
    more = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -1>>/ID[<00><00>]"
    return increment(sheet, (), more=more % (b"00" * 32, b"00" * 32))


def be_an_archive_too(sheet: bytes) -> bytes:
    """A ZIP hangs on the end: the same bytes unpack to something else."""
    out = io.BytesIO(sheet)
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("A-101.txt", "18 F")
    return out.getvalue()


def be_a_page_of_the_web_too(sheet: bytes) -> bytes:
    return b"<html><body>18 F<!--\n" + sheet + b"-->"


def cut_the_head_off(sheet: bytes) -> bytes:
    return sheet[9:]


def begin_with_white_space(sheet: bytes) -> bytes:
    return b"\n" + sheet


TOLD_APART = (be_an_archive_too,)
"""Neither drawing nor seal is touched: no longer the issued bytes, and nothing worse."""


# ---- helpers

_Object = tuple[int, int, bytes]
"""Number, generation, bytes."""


def increment(
    sheet: bytes,
    objects: Sequence[_Object],
    *,
    prev: int | None = None,
    size: int | None = None,
    table: bytes = b"",
    more: bytes = b"",
) -> bytes:
    """Append objects, a table and a trailer, written by hand."""
    body, rows = sheet + b"\n", table or b"xref\n0 0\n"
    for number, generation, what in objects:
        rows += b"%d 1\n%010d %05d n \n" % (number, len(body), generation)
        body += b"%d %d obj\n%s\nendobj\n" % (number, generation, what)
    root = PdfFileReader(io.BytesIO(sheet)).trailer.raw_get("/Root")
    told = (
        *(_size(sheet) + len(objects) if size is None else size, root.idnum),
        *(_last_table(sheet) if prev is None else prev, more, len(body)),
    )
    end = b"trailer\n<</Size %d/Root %d 0 R/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n"
    return body + rows + end % told


def _other_drawing(sheet: bytes) -> _Object:
    return (number_of_drawing(sheet), 0, packed_stream(OTHER_WORDS))


def packed_stream(content: bytes, told: bytes = b"") -> bytes:
    """A stream object, with more entries for its dictionary."""
    packed = zlib.compress(content)
    head = b"<<%s/Filter/FlateDecode/Length %d>>" % (told, len(packed))
    return head + b"\nstream\n" + packed + b"\nendstream"


def _last_table(sheet: bytes) -> int:
    return int(sheet[sheet.rindex(b"startxref") + 9 :].split()[0])


def _table_of(sheet: bytes, field: str) -> int:
    """Where the table of the revision stands that ends with the seal of a field."""
    _, _, start, length = byte_range(sheet, field)
    return _last_table(sheet[: start + length])


def _size(sheet: bytes) -> int:
    return int(PdfFileReader(io.BytesIO(sheet)).trailer["/Size"])


def _field_number(reader: PdfFileReader, name: str) -> int:
    fields = reader.root["/AcroForm"]["/Fields"]
    found = (fields.raw_get(n) for n in range(len(fields)))
    return next(int(one.idnum) for one in found if one.get_object()["/T"] == name)


def _number_of(sheet: bytes, name: str) -> int:
    """The number of the object that holds a seal's signature."""
    reader = PdfFileReader(io.BytesIO(sheet))
    field = reader.get_object(generic.Reference(_field_number(reader, name), 0, reader))
    return int(field.raw_get("/V").idnum)


def _as_written(reader: PdfFileReader, number: int) -> bytes:
    out = io.BytesIO()
    reader.get_object(generic.Reference(number, 0, reader)).write_to_stream(out, None)
    return out.getvalue()


def _with_gap(sheet: bytes, more: bytes) -> bytes:
    """Close the last seal's signature early and say more in the room behind it."""
    _, end, start, _ = byte_range(sheet, pki.REVIEW)
    told = sheet[end + 1 : start - 1].rstrip(b"0")
    told += b"0" * (len(told) % 2)
    filled = told + b">" + more
    last = filled.rstrip(b">")
    room = start - 1 - (end + 1)
    return sheet[: end + 1] + last.ljust(room, b"0") + sheet[start - 1 :]


ALL: tuple[Forge, ...] = tuple(
    act
    for name, act in list(globals().items())
    if not name.startswith("_")
    and getattr(act, "__module__", "") == __name__
    and act not in (increment, packed_stream)
)
