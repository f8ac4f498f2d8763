"""A seal's picture inside its signature field: one form, turned upright by its matrix.

A reader fits the form's turned box into the field's rectangle (ISO 32000-1, 12.5.5).
So the same packed operators serve every rotation of the page and every UserUnit.
"""

import zlib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStamp, BaseStampStyle

from signatures.pades.canvas import Picture, turn
from signatures.pades.placement import quarters

DEEPEST_PAGE_TREE = 64
INK = b"/SealInk gs\n"
"""What lies under a seal stays legible, as under ink: the colours are multiplied."""


@dataclass(frozen=True, kw_only=True)
class SealStyle(BaseStampStyle):
    """Shows a picture upright on a page that is displayed turned by `rotation`."""

    picture: Picture | None
    rotation: int

    def create_stamp(
        self,
        writer: BasePdfFileWriter,
        box: layout.BoxConstraints,
        text_params: dict[str, object],
    ) -> "SealStamp | None":
        """The stamp for one field, or none where the field stays blank."""
        if self.picture is None:
            return None
        return SealStamp(writer, self, box, self.picture)


class SealStamp(BaseStamp):
    """The picture as a form that was packed once for the whole batch."""

    def __init__(
        self,
        writer: BasePdfFileWriter,
        style: SealStyle,
        box: layout.BoxConstraints,
        picture: Picture,
    ) -> None:
        super().__init__(writer, style, box)
        self.picture, self.rotation = picture, style.rotation

    def render(self) -> bytes:
        """The operators of the picture."""
        return INK + self.picture.content

    def as_form_xobject(self) -> generic.StreamObject:
        """The form: box in points, matrix against the page's rotation."""
        width, height = self.picture.size_points
        matrix = (*turn(self.rotation), 0, 0)
        return generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): _array(0, 0, width, height),
                pdf_name("/Matrix"): _array(*matrix),
                pdf_name("/Resources"): _ink(),
                pdf_name("/Filter"): pdf_name("/FlateDecode"),
            },
            encoded_data=_packed(self.picture),
        )


def displayed_rotation(widget: generic.DictionaryObject) -> int:
    """/Rotate of the page that a widget stands on; inherited through the page tree."""
    node, above = widget, "/P"
    for _ in range(DEEPEST_PAGE_TREE):
        if above not in node:
            return 0
        node, above = node[above], "/Parent"
        if "/Rotate" in node:
            return quarters(node["/Rotate"])
    return 0


@lru_cache(maxsize=32)
def _packed(picture: Picture) -> bytes:
    """Packed once for a whole batch."""
    return zlib.compress(INK + picture.content, 9)


def _ink() -> generic.DictionaryObject:
    state = generic.DictionaryObject({pdf_name("/BM"): pdf_name("/Multiply")})
    states = generic.DictionaryObject({pdf_name("/SealInk"): state})
    return generic.DictionaryObject({pdf_name("/ExtGState"): states})


def _array(*values: float) -> generic.ArrayObject:
    decimals = (Decimal(f"{value:.4f}") for value in values)
    return generic.ArrayObject([generic.FloatObject(value) for value in decimals])
