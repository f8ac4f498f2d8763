"""Marks on pages turned into a PDF whose faces hold the letters used and no more.

Lengths are millimetres from the top left of the page, y down; sizes of type are points.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import pymupdf

from reviews.letters.archival import archived
from reviews.letters.faces import Embedded, embedded
from reviews.letters.glyphs import advance
from reviews.letters.lines import MM_PER_POINT, Glyph, Ink
from reviews.letters.marks import (
    HAIR,
    HEIGHT,
    POINTS,
    WIDTH,
    Area,
    Leaf,
    Mark,
    Picture,
    Rule,
    SealPlace,
    Words,
)
from signatures.pades.placement import Box
from storage.typefaces import Face

__all__ = [
    "HAIR",
    "HEIGHT",
    "POINTS",
    "WIDTH",
    "Area",
    "Leaf",
    "Mark",
    "Picture",
    "Rule",
    "SealPlace",
    "Words",
    "Written",
    "bind",
    "seal_places",
]


@dataclass(frozen=True, slots=True)
class Written:
    """A letter: its PDF, and where seals go."""

    pdf: bytes
    seal_places: tuple[SealPlace, ...]


def bind(leaves: Sequence[Leaf], *, title: str, seals: Sequence[SealPlace]) -> Written:
    """Make a PDF of the pages; the same marks give the same bytes.

    The places of the seals travel with the letter, in its keywords. Letters without
    pictures of strangers' drawings keep the clauses of `conformity` (PDF/A-2b).
    """
    with pymupdf.open() as pdf:
        fonts = embedded(leaves)
        objects: dict[str, int] = {}
        for leaf in leaves:
            _draw(pdf, leaf, fonts, objects)
        _show(pdf, leaves)
        told = {"title": title, "creator": "Lianshen", "keywords": _packed(seals)}
        pdf.set_metadata(told)
        data = bytes(pdf.tobytes(garbage=3, deflate=True, no_new_id=True))
    if not _has_pictures(leaves):  # of what a stranger drew nothing can be promised
        data = archived(data, title=title, keywords=told["keywords"])
    return Written(data, tuple(seals))


def seal_places(data: bytes) -> tuple[SealPlace, ...]:
    """Where seals go on a letter that was bound here; none when it does not say."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        packed = (pdf.metadata or {}).get("keywords") or "[]"
    return tuple(
        SealPlace(one["page"], one["whose"], Box(**one["box"]))
        for one in json.loads(packed)
    )


def _has_pictures(leaves: Sequence[Leaf]) -> bool:
    return any(isinstance(mark, Picture) for leaf in leaves for mark in leaf.marks)


def _packed(seals: Sequence[SealPlace]) -> str:
    return json.dumps([asdict(seal) for seal in seals]) if seals else ""


def _draw(
    pdf: pymupdf.Document,
    leaf: Leaf,
    fonts: Mapping[Face, Embedded],
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


def _stream(leaf: Leaf, fonts: Mapping[Face, Embedded]) -> Iterator[str]:
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


def _type(mark: Words, fonts: Mapping[Face, Embedded]) -> Iterator[str]:
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


def _shown(glyphs: Sequence[Glyph], font: Embedded, size: float) -> str:
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
