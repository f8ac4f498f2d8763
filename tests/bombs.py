"""Files made to eat time or memory of whoever checks them."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from asn1crypto import core

from tests import pki
from tests.counterfeits import with_contents
from tests.forgeries import prepared, sealed
from tests.misreadings import increment, packed_stream

MANY = 100_000
DEEP = 50_000


def a_drawing_that_unpacks_to_gigabytes(_: bytes) -> bytes:
    """Genuine but for that: zeros, packed and packed again."""
    twice = zlib.compress(packed_zeros(3000), 9)

    with pikepdf.open(io.BytesIO(pki.plain_sheet())) as pdf:
        bomb = pikepdf.Stream(pdf, twice)
        bomb.stream_dict.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * 2)
        pdf.pages[0].obj.Contents = pdf.make_indirect(bomb)
        out = io.BytesIO()
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return sealed(prepared(out.getvalue()), pki.sealers(), pki.manner())


def evidence_that_unpacks_to_gigabytes(sheet: bytes) -> bytes:
    """A revocation list of zeros in the store of evidence."""
    packed = packed_zeros(3000)
    stream = b"<</Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    stream += packed + b"\nendstream"
    return _hung(sheet, stream, b"/DSS<</CRLs[%d 0 R]>>")


def arrays_without_end(sheet: bytes) -> bytes:
    return _hung(sheet, b"[" * DEEP + b"]" * DEEP, b"/DSS<</CRLs %d 0 R>>")


def dictionaries_without_end(sheet: bytes) -> bytes:
    nested = b"<</A" * DEEP + b" 1" + b">>" * DEEP
    return _hung(sheet, nested, b"/DSS<</CRLs %d 0 R>>")


def fields_that_hang_on_themselves(sheet: bytes) -> bytes:
    field = b"<</FT/Sig/T(A)/Kids[%d 0 R]>>"
    return _hung(sheet, field, b"/AcroForm<</Fields[%d 0 R]>>", itself=True)


def pages_that_hang_on_themselves(sheet: bytes) -> bytes:
    tree = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>"
    return _hung(sheet, tree, b"/Pages %d 0 R", itself=True)


def a_hundred_thousand_objects(sheet: bytes) -> bytes:
    pieces = [(20_000 + n, 0, b"0") for n in range(MANY)]
    return increment(sheet, pieces)


def a_table_of_a_billion_places(sheet: bytes) -> bytes:
    """A table that is a stream: a few kilobytes that say a billion objects."""
    rows = bytes(7 * 2**24)
    told = b"/Type/XRef/W[1 4 2]/Index[0 1000000000]/Size 1000000000/Root 1 0 R"
    stream = packed_stream(rows, told)
    body = sheet + b"\n9999999 0 obj\n" + stream + b"\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % (len(sheet) + 1)


def an_envelope_without_bottom(sheet: bytes) -> bytes:
    """The signature is a sequence in a sequence in a sequence ..."""
    nested = core.Null().dump()
    for _ in range(900):
        nested = _sequence(nested)
    return with_contents(sheet, pki.REVIEW, nested.hex().encode())


def a_word_for_slow_patterns(sheet: bytes) -> bytes:
    """Digits, blanks and brackets without end, where readers look for patterns."""
    return sheet + b"\n" + b"0 0 " * 200_000 + b"startxref " * 50_000


def a_hundred_thousand_seals(sheet: bytes) -> bytes:
    fields = b"<</FT/Sig/T(A)/V<</ByteRange[0 1 2 3]/Contents<01>/SubFilter/X>>>>"
    return _hung(sheet, b"[" + fields * 100_000 + b"]", b"/AcroForm<</Fields %d 0 R>>")


def packed_zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros as a zlib stream, without packing all of them.

    One packed megabyte, flushed, may be repeated; Adler-32 of n zeros is n * 65536 + 1.
    """
    pack = zlib.compressobj(9)
    one = pack.compress(bytes(2**20)) + pack.flush(zlib.Z_FULL_FLUSH)
    head, block = one[:2], one[2:]
    check = (megabytes * 2**20 % 65521) << 16 | 1
    return head + block * megabytes + b"\x03\x00" + check.to_bytes(4, "big")


def _sequence(inner: bytes) -> bytes:
    size = len(inner)
    if size < 128:
        return b"\x30" + bytes([size]) + inner
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return b"\x30" + bytes([0x80 | len(length)]) + length + inner


def _hung(sheet: bytes, what: bytes, key: bytes, *, itself: bool = False) -> bytes:
    """A new catalogue with one entry that leads to what is given."""
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        root = pdf.Root.objgen[0]
        pages, form = pdf.Root.Pages.objgen[0], pdf.Root.AcroForm.unparse()
        size = int(pdf.trailer.Size)
    told = b"<</Type/Catalog"
    if not key.startswith(b"/Pages"):
        told += b"/Pages %d 0 R" % pages
    if not key.startswith(b"/AcroForm"):
        told += b"/AcroForm " + form
    catalogue = told + key % size + b">>"
    fresh = what % size if itself else what
    return increment(sheet, ((size, 0, fresh), (root, 0, catalogue)))


Bomb = Callable[[bytes], bytes]

ALL: tuple[Bomb, ...] = (
    *(a_drawing_that_unpacks_to_gigabytes, evidence_that_unpacks_to_gigabytes),
    *(arrays_without_end, dictionaries_without_end, fields_that_hang_on_themselves),
    *(
        pages_that_hang_on_themselves,
        a_hundred_thousand_objects,
        a_table_of_a_billion_places,
    ),
    *(an_envelope_without_bottom, a_word_for_slow_patterns, a_hundred_thousand_seals),
)
