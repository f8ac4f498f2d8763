"""The pictures on a page: where they lie, and what tells one from another."""

import hashlib
from collections import defaultdict

import pymupdf

from drawings.pdf.opening import MUPDF_TROUBLE
from drawings.pdf.paths import Drawing

# Some fifteen pictures of a megapixel; a scan has more, and is compared as a picture.
MOST_DIGESTED_PX = 16_000_000


def pictures_of(page: pymupdf.Page) -> list[Drawing]:
    """What MuPDF says of each picture, and under `shows` a digest of what it shows.

    The digest is of the pixels and of the mask that they are seen through: a stamp may be
    plain black, and its mask all that can be told from another. It is empty where there
    are too many pixels, or a mask that cannot be read.
    """
    found: list[Drawing] = page.get_image_info()
    if sum(info["width"] * info["height"] for info in found) > MOST_DIGESTED_PX:
        return [{**info, "shows": ""} for info in found]
    found = page.get_image_info(hashes=True)
    is_masked = any(info["has-mask"] for info in found)
    masks = _masks(page) if is_masked else {}
    return [{**info, "shows": _shown(info, masks)} for info in found]


def _shown(info: Drawing, masks: dict[bytes, list[bytes]]) -> str:
    pixels = bytes(info["digest"])
    if not info["has-mask"]:
        return pixels.hex()
    known = masks.get(pixels, [])
    return hashlib.md5(b"".join([pixels, *known])).hexdigest() if known else ""  # noqa: S324


def _masks(page: pymupdf.Page) -> dict[bytes, list[bytes]]:
    """The digests of the masks of a page, by the pixels that are seen through them.

    Pictures of the same pixels share their masks: MuPDF does not tell which is where.
    """
    document, found = page.parent, defaultdict[bytes, set[bytes]](set)
    left = MOST_DIGESTED_PX
    for xref, mask, width, height, *_rest in page.get_images(full=True):
        if mask <= 0:
            continue
        left -= width * height + _size(document, mask)
        if left < 0:
            return {}
        found[_digest(document, xref)].add(_digest(document, mask))
    return {
        pixels: sorted(masks)
        for pixels, masks in found.items()
        if pixels and all(masks)
    }


def _size(document: pymupdf.Document, xref: int) -> int:
    """How many pixels a picture has; too many where that cannot be told."""
    sides = [document.xref_get_key(xref, key)[1] for key in ("Width", "Height")]
    if not all(side.isdecimal() for side in sides):
        return MOST_DIGESTED_PX + 1
    return int(sides[0]) * int(sides[1])


def _digest(document: pymupdf.Document, xref: int) -> bytes:
    """Of the pixels of a picture; empty where they cannot be decoded."""
    try:
        return bytes(pymupdf.Pixmap(document, xref).digest)
    except MUPDF_TROUBLE:
        return b""
