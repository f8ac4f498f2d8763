"""Marks on pages turned into a PDF whose faces hold the letters used and no more.

Lengths are millimetres from the top left of the page, y down; sizes of type are points.
"""

import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

import pymupdf
from fontTools import subset
from fontTools.ttLib import TTFont

from reviews.letters.glyphs import advance
from reviews.letters.lines import BLACK, MM_PER_POINT, Glyph, Ink, Line
from signatures.pades.placement import Box
from storage.typefaces import Face, face_file

WIDTH: Final = 210.0
HEIGHT: Final = 297.0
POINTS: Final = 1 / MM_PER_POINT
HAIR: Final = 0.18

_USELESS_TABLES: Final = (
    *("GSUB", "GPOS", "GDEF", "BASE", "VORG", "STAT", "DSIG", "meta"),
    *("vhea", "vmtx", "gasp", "fpgm", "prep", "cvt"),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of type with its left edge and its baseline."""

    line: Line
    left: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke."""

    start: tuple[float, float]
    end: tuple[float, float]
    width: float = HAIR
    ink: Ink = BLACK


@dataclass(frozen=True, slots=True)
class Area:
    """Filled rectangles of one ink, such as the modules of a QR code."""

    boxes: tuple[Box, ...]
    ink: Ink = BLACK


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of another PDF, as vectors; `clip` is a part of it from its top left, mm.

    The box is expected to have the shape of what is shown.
    """

    pdf: bytes
    page: int
    box: Box
    clip: Box | None = None


Mark = Words | Rule | Area | Picture


@dataclass(frozen=True, slots=True)
class SealPlace:
    """Where a seal goes: page from 0, whose seal, the box as displayed."""

    page: int
    whose: str
    box: Box


@dataclass(slots=True)
class Leaf:
    """One page of marks, drawn in their order."""

    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A letter: its PDF, and where seals go."""

    pdf: bytes
    seal_places: tuple[SealPlace, ...]


def bind(leaves: Sequence[Leaf], *, title: str, seals: Sequence[SealPlace]) -> Written:
    """Make a PDF of the pages; the same marks give the same bytes.

    The places of the seals travel with the letter, in its keywords.
    """
    with pymupdf.open() as pdf:
        fonts = _embedded(pdf, leaves)
        objects: dict[str, int] = {}
        for leaf in leaves:
            _draw(pdf, leaf, fonts, objects)
        _show(pdf, leaves)
        pdf.set_metadata(
            {"title": title, "creator": "Lianshen", "keywords": _packed(seals)}
        )
        data = pdf.tobytes(garbage=3, deflate=True, no_new_id=True)
    return Written(bytes(data), tuple(seals))


def seal_places(data: bytes) -> tuple[SealPlace, ...]:
    """Where seals go on a letter that was bound here; none when it does not say."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        packed = (pdf.metadata or {}).get("keywords") or "[]"
    return tuple(
        SealPlace(one["page"], one["whose"], Box(**one["box"]))
        for one in json.loads(packed)
    )


@dataclass(frozen=True, slots=True)
class _Embedded:
    """A face inside the PDF: its resource name and the number of each glyph."""

    name: str
    buffer: bytes
    numbers: Mapping[str, int]


def _packed(seals: Sequence[SealPlace]) -> str:
    return json.dumps([asdict(seal) for seal in seals]) if seals else ""


def _embedded(pdf: pymupdf.Document, leaves: Sequence[Leaf]) -> dict[Face, _Embedded]:
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


def _reduced(face: Face, characters: str, index: int) -> _Embedded:
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
    return _Embedded(f"F{index}", buffer.getvalue(), numbers)


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


def _draw(
    pdf: pymupdf.Document,
    leaf: Leaf,
    fonts: Mapping[Face, _Embedded],
    objects: dict[str, int],
) -> None:
    page = pdf.new_page(width=WIDTH * POINTS, height=HEIGHT * POINTS)
    for face in sorted(_faces(leaf)):
        font = fonts[face]
        if font.name not in objects:
            objects[font.name] = page.insert_font(
                fontname=font.name, fontbuffer=font.buffer
            )
    named = " ".join(
        f"/{fonts[face].name} {objects[fonts[face].name]} 0 R"
        for face in sorted(_faces(leaf))
    )
    pdf.xref_set_key(page.xref, "Resources", f"<</Font <<{named}>>>>")
    xref = pdf.get_new_xref()
    pdf.update_object(xref, "<<>>")
    pdf.update_stream(xref, "\n".join(_stream(leaf, fonts)).encode("ascii"), new=True)
    page.set_contents(xref)


def _show(pdf: pymupdf.Document, leaves: Sequence[Leaf]) -> None:
    """Set the pictures; each of their documents is opened and taken over once."""
    sources: dict[int, pymupdf.Document] = {}
    for index, leaf in enumerate(leaves):
        for mark in leaf.marks:
            if not isinstance(mark, Picture):
                continue
            if id(mark.pdf) not in sources:
                sources[id(mark.pdf)] = pymupdf.open(stream=mark.pdf, filetype="pdf")
            clip = _rect(mark.clip) if mark.clip else None
            source = sources[id(mark.pdf)]
            pdf[index].show_pdf_page(_rect(mark.box), source, mark.page, clip=clip)
    for source in sources.values():
        source.close()


def _rect(box: Box) -> pymupdf.Rect:
    sides = (box.left, box.top, box.right, box.bottom)
    return pymupdf.Rect(*(side * POINTS for side in sides))


def _faces(leaf: Leaf) -> set[Face]:
    return {
        glyph.face
        for mark in leaf.marks
        if isinstance(mark, Words)
        for glyph in mark.line.glyphs
    }


def _stream(leaf: Leaf, fonts: Mapping[Face, _Embedded]) -> Iterator[str]:
    for mark in leaf.marks:
        match mark:
            case Words():
                yield from _type(mark, fonts)
            case Rule():
                yield _stroke(mark)
            case Area():
                yield _fill(mark)
            case Picture():
                pass  # set when all pages are there


def _type(mark: Words, fonts: Mapping[Face, _Embedded]) -> Iterator[str]:
    glyphs = mark.line.glyphs
    start = 0
    for end in range(1, len(glyphs) + 1):
        first = glyphs[start]
        if end < len(glyphs) and _alike(glyphs[end], first):
            continue
        font = fonts[first.face]
        where = _point(mark.left + first.left, mark.baseline)
        yield (
            f"BT {_ink(first.ink)} rg /{font.name} {mark.line.size:g} Tf "
            f"{where} Td {_shown(glyphs[start:end], font, mark.line.size)} TJ ET"
        )
        start = end


def _alike(one: Glyph, other: Glyph) -> bool:
    return one.face is other.face and one.ink == other.ink


def _shown(glyphs: Sequence[Glyph], font: _Embedded, size: float) -> str:
    """Glyph numbers, with a correction where the pen should not just move on."""
    em = size * MM_PER_POINT
    parts = ["[<"]
    pen = glyphs[0].left
    for glyph in glyphs:
        off = round((glyph.left - pen) / em * 1000)
        if off:
            parts.append(f"> {-off} <")
            pen += off * em / 1000
        parts.append(f"{font.numbers[glyph.character]:04x}")
        pen += advance(glyph.character, glyph.face) * em
    parts.append(">]")
    return "".join(parts)


def _stroke(rule: Rule) -> str:
    return (
        f"{_ink(rule.ink)} RG {rule.width * POINTS:.3f} w "
        f"{_point(*rule.start)} m {_point(*rule.end)} l S"
    )


def _fill(area: Area) -> str:
    boxes = " ".join(
        f"{_point(box.left, box.bottom)} "
        f"{box.width * POINTS:.3f} {box.height * POINTS:.3f} re"
        for box in area.boxes
    )
    return f"{_ink(area.ink)} rg {boxes} f"


def _point(left: float, top: float) -> str:
    return f"{left * POINTS:.3f} {(HEIGHT - top) * POINTS:.3f}"


def _ink(ink: Ink) -> str:
    return " ".join(f"{part:.3f}" for part in ink)
