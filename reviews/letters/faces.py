"""Faces reduced to the letters that a document uses, each named as PDF wants a subset."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

from reviews.letters.marks import Leaf, Words
from storage.typefaces import Face, face_file

_USELESS_TABLES: Final = (
    *("GSUB", "GPOS", "GDEF", "BASE", "VORG", "STAT", "DSIG", "meta"),
    *("vhea", "vmtx", "gasp", "fpgm", "prep", "cvt"),
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A face inside the PDF: its resource name and the number of each glyph."""

    name: str
    buffer: bytes
    numbers: Mapping[str, int]


def embedded(leaves: Sequence[Leaf]) -> dict[Face, Embedded]:
    """The faces of a letter, each with the characters that occur in it."""
    used: dict[Face, set[str]] = defaultdict(set)
    for leaf in leaves:
        for mark in leaf.marks:
            if isinstance(mark, Words):
                for glyph in mark.line.glyphs:
                    used[glyph.face].add(glyph.character)
    return {
        face: _reduced(face, "".join(sorted(used[face])), index)
        for index, face in enumerate(one for one in Face if one in used)
    }


def _reduced(face: Face, characters: str, index: int) -> Embedded:
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.drop_tables += _USELESS_TABLES
    with TTFont(face_file(face), lazy=True, recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        _name(font, f"{chr(ord('A') + index) * 6}+{_PDF_NAMES[face]}")
        buffer = io.BytesIO()
        font.save(buffer)
        numbers = {
            chr(code): font.getGlyphID(name)
            for code, name in font.getBestCmap().items()
        }
    return Embedded(f"F{index}", buffer.getvalue(), numbers)


_PDF_NAMES: Final[Mapping[Face, str]] = {
    Face.SANS: "NotoSansSC-Regular",
    Face.SANS_BOLD: "NotoSansSC-Bold",
    Face.SERIF: "NotoSerifSC-Regular",
    Face.SERIF_BOLD: "NotoSerifSC-Bold",
    Face.FALLBACK: "DroidSansFallback",
}


def _name(font: TTFont, name: str) -> None:
    """Name the face as PDF wants a subset named: six letters, plus, PostScript name."""
    table = font["name"]
    table.names = []
    for identifier in (1, 4, 6):
        table.setName(name, identifier, 3, 1, 0x409)
