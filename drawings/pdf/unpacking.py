"""Unpack the operators of a page without being blown up by them.

A few kilobytes of deflated zeros unpack to gigabytes. Streams that are deflated, once or
several times, are therefore unpacked piece by piece, and given up at a limit.
"""

import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Name

from drawings.content.errors import Refusal, refused, tells_of_memory

# The largest page of real drawings that was met holds 2.7 MB of operators.
MOST_MEGABYTES = 128
PIECE = 1 << 20
DEFLATED = ("/FlateDecode", "/Fl")


class NotOperators(ValueError):
    """The stream is packed as a picture or in another way that operators never are."""


def operators_of(stream: pikepdf.Stream, budget: int) -> bytes:
    """What a content stream holds, unpacked.

    Args:
        stream: of a page.
        budget: bytes that may still be unpacked for this page.

    Raises:
        NotOperators: it cannot be unpacked to operators.
        UnreadableDrawing: TOO_MUCH, when there is more than the budget.

    """
    if _is_deflated(stream):
        try:
            return _inflated(stream.read_raw_bytes(), _depth(stream), budget)
        except zlib.error:
            pass  # qpdf saves what comes before the damage, which is within the budget
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError as error:
        if tells_of_memory(str(error)):
            raise _too_much() from error
        raise NotOperators(str(error)) from error
    if len(data) > budget:
        raise _too_much()
    return data


def packed_operators(stream: pikepdf.Stream, budget: int) -> bytes | None:
    """A content stream as it is packed, where it is one whole deflated thing and no more.

    It need not be packed anew then. None where it is damaged, packed in another way, or
    followed by bytes that nobody would unpack.

    Raises:
        UnreadableDrawing: TOO_MUCH, when it unpacks to more than the budget.

    """
    if not _is_deflated(stream) or _depth(stream) > 1:
        return None
    packed = stream.read_raw_bytes()
    inflater, rest = zlib.decompressobj(), packed
    try:
        while rest and not inflater.eof:
            budget -= len(inflater.decompress(rest, PIECE))
            rest = inflater.unconsumed_tail
            if budget < 0:
                raise _too_much()
    except zlib.error:
        return None
    return packed if inflater.eof and not inflater.unused_data else None


def _is_deflated(stream: pikepdf.Stream) -> bool:
    """Deflated at least once and packed in no other way."""
    filters = _filters(stream)
    return (
        bool(filters)
        and all(each in DEFLATED for each in filters)
        and "/DecodeParms" not in stream
        and "/DP" not in stream
    )


def _depth(stream: pikepdf.Stream) -> int:
    return len(_filters(stream))


def _filters(stream: pikepdf.Stream) -> list[str]:
    found = stream.get("/Filter", stream.get("/F"))
    if isinstance(found, Name):
        return [str(found)]
    return [str(each) for each in found] if isinstance(found, Array) else []


def _inflated(data: bytes, depth: int, budget: int) -> bytes:
    pieces: Iterator[bytes] = iter((data,))
    for _ in range(depth):
        pieces = _inflating(pieces, budget)
    return b"".join(pieces)


def _inflating(pieces: Iterator[bytes], budget: int) -> Iterator[bytes]:
    """One layer of packing taken off, piece by piece."""
    inflater = zlib.decompressobj()
    for packed in pieces:
        rest = packed
        while rest and not inflater.eof:
            piece = inflater.decompress(rest, PIECE)
            rest = inflater.unconsumed_tail
            budget -= len(piece)
            if budget < 0:
                raise _too_much()
            yield piece
    if not inflater.eof:
        raise zlib.error("the stream breaks off")


def _too_much() -> Exception:
    return refused(Refusal.TOO_MUCH, megabytes=MOST_MEGABYTES)
