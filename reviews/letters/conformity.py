"""Whether a PDF keeps the clauses of PDF/A-2b that our letters rely on.

Our own check of structure, **not** veraPDF and no certificate of conformity: it looks at
what is named in `Clause` and at nothing else. Numbers are those of ISO 19005-2:2011.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from xml.etree import ElementTree as ET

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

WIDTH_TOLERANCE = 2.0
"""How far a width may differ from that of the face, in thousandths of an em."""

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
DESCRIPTION = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
ACTIONS = frozenset(
    {
        "/Launch",
        "/Sound",
        "/Movie",
        "/ResetForm",
        "/ImportData",
        "/Hide",
        "/SetOCGState",
        "/Rendition",
        "/Trans",
        "/GoTo3DView",
        "/JavaScript",
    }
)
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
PRINT, INVISIBLE = 4, 1 | 2 | 32
"""Flags of an annotation: it has to be printed, and must not be hidden in any way."""


class Clause(StrEnum):
    """What is looked at, with the number of the clause."""

    HEADER = "6.1.2 header"
    TRAILER = "6.1.3 trailer"
    FILTERS = "6.1.7.2 filters"
    COLOURS = "6.2.4.3 device colours"
    INTENT = "6.2.3 output intent"
    STATE = "6.2.5 graphics state"
    IMAGES = "6.2.8 images"
    FONTS = "6.2.11.4 embedded fonts"
    WIDTHS = "6.2.11.5 widths of fonts"
    ANNOTATIONS = "6.3 annotations"
    FORMS = "6.4.1 forms"
    ACTIONS = "6.5 actions"
    METADATA = "6.6.2 metadata"
    IDENTIFICATION = "6.6.4 identification"
    FILES = "6.8 embedded files"


@dataclass(frozen=True, slots=True)
class Fault:
    """One clause that is not kept, and where."""

    clause: Clause
    where: str


def faults_of(data: bytes) -> tuple[Fault, ...]:
    """Everything that is not as the clauses want it; none: those that are checked hold.

    Raises:
        pikepdf.PdfError: the file has no readable structure.
    """
    found = list(_bytes(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found += _document(pdf)
        for place in pdf.objects:
            found += _object(place)
        for number, page in enumerate(pdf.pages, start=1):
            found += _page(page, f"page {number}")
    return tuple(dict.fromkeys(found))


def _bytes(data: bytes) -> Iterator[Fault]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", data):
        yield Fault(Clause.HEADER, "the first two lines")
    if not re.search(rb"%%EOF[\r\n]{0,2}\Z", data):
        yield Fault(Clause.TRAILER, "bytes behind the end")


def _document(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    if pdf.is_encrypted or "/ID" not in pdf.trailer:
        yield Fault(Clause.TRAILER, "locked, or without an identifier")
    yield from _intents(pdf)
    yield from _described(pdf)
    names = pdf.Root.get("/Names")
    if names is not None and ("/EmbeddedFiles" in names or "/JavaScript" in names):
        yield Fault(Clause.FILES, "names of files or scripts")
    if "/OpenAction" in pdf.Root or "/AA" in pdf.Root:
        yield Fault(Clause.ACTIONS, "at opening")
    form = pdf.Root.get("/AcroForm")
    if form is not None and ("/XFA" in form or bool(form.get("/NeedAppearances"))):
        yield Fault(Clause.FORMS, "XFA, or appearances left to the reader")


def _intents(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    listed = pdf.Root.get("/OutputIntents")
    intents = [] if listed is None else list(listed)
    ours = [one for one in intents if one.get("/S") == "/GTS_PDFA1"]
    if len(ours) != 1 or "/DestOutputProfile" not in ours[0]:
        yield Fault(Clause.INTENT, "not exactly one, with a profile")
        return
    profile = ours[0].DestOutputProfile
    raw = profile.read_bytes()
    whole = len(raw) >= 132 and int.from_bytes(raw[:4], "big") == len(raw)
    is_rgb = raw[36:40] == b"acsp" and raw[16:20] == b"RGB " and profile.get("/N") == 3
    if not whole or not is_rgb or raw[8] > 4:
        yield Fault(Clause.INTENT, "its profile is none of red, green and blue")


def _described(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    packet = pdf.Root.get("/Metadata")
    if not isinstance(packet, pikepdf.Stream) or "/Filter" in packet:
        yield Fault(Clause.METADATA, "no plain packet")
        return
    try:
        # Written by us a moment ago, or refused; entities would be refused as well.
        root = ET.fromstring(packet.read_bytes())  # noqa: S314
    except ET.ParseError:
        yield Fault(Clause.METADATA, "no XML")
        return
    # Properties may also stand as attributes of their description (ISO 16684-1, 7.9.2.2):
    # so the packet reads after a seal has noted the day in it.
    told = {one.tag: (one.text or "").strip() for one in root.iter()}
    for described in root.iter(DESCRIPTION):
        told |= described.attrib
    if (told.get(f"{PDFA}part"), told.get(f"{PDFA}conformance")) != ("2", "B"):
        yield Fault(Clause.IDENTIFICATION, "not told to be 2B")
    found = root.find(f".//{TITLE}")
    title = "" if found is None else "".join(found.itertext()).strip()
    if "/Title" in pdf.docinfo and str(pdf.docinfo["/Title"]) != title:
        yield Fault(Clause.METADATA, "two titles")


def _object(place: pikepdf.Object) -> Iterator[Fault]:
    if not isinstance(place, pikepdf.Dictionary | pikepdf.Stream):
        return
    where = f"object {place.objgen[0]}"
    if isinstance(place, pikepdf.Stream):
        yield from _stream(place, where)
    kind = str(place.get("/Type", ""))
    if str(place.get("/S", "")) in ACTIONS or "/AA" in place:
        yield Fault(Clause.ACTIONS, where)
    if "/EF" in place:
        yield Fault(Clause.FILES, where)
    if kind == "/Font":
        yield from _font(place, where)
    if kind == "/ExtGState" and ("/TR" in place or "/HTP" in place):
        yield Fault(Clause.STATE, where)


def _stream(stream: pikepdf.Stream, where: str) -> Iterator[Fault]:
    filters = stream.get("/Filter", pikepdf.Array())
    named = [filters] if isinstance(filters, pikepdf.Name) else list(filters)
    if {"/LZWDecode", "/Crypt"} & {str(one) for one in named} or "/F" in stream:
        yield Fault(Clause.FILTERS, where)
    if str(stream.get("/Subtype", "")) == "/Image" and (
        bool(stream.get("/Interpolate", False)) or "/Alternates" in stream
    ):
        yield Fault(Clause.IMAGES, where)
    if str(stream.get("/ColorSpace", "")) == "/DeviceCMYK":
        yield Fault(Clause.COLOURS, where)


def _font(font: pikepdf.Object, where: str) -> Iterator[Fault]:
    if str(font.get("/Subtype", "")) in ("/Type0", "/Type3"):
        return  # its descendant, or its own drawings, are looked at
    described = font.get("/FontDescriptor", pikepdf.Dictionary())
    programs = [described[name] for name in FONT_FILES if name in described]
    if not programs:
        yield Fault(Clause.FONTS, f"{where} {font.get('/BaseFont', '')}")
        return
    is_cid = str(font.get("/Subtype", "")) == "/CIDFontType2"
    if is_cid and "/CIDToGIDMap" not in font:
        yield Fault(Clause.FONTS, f"{where} without a map of glyphs")
    if str(font.get("/Subtype", "")).startswith("/CIDFont"):
        yield from _widths(font, programs[0].read_bytes(), where)


def _widths(font: pikepdf.Object, program: bytes, where: str) -> Iterator[Fault]:
    """Widths that the document tells against those of the face; other faces pass."""
    try:
        with TTFont(io.BytesIO(program), lazy=True) as face:
            scale = 1000 / face["head"].unitsPerEm
            order, metrics = face.getGlyphOrder(), face["hmtx"].metrics
            real = [metrics[name][0] * scale for name in order]
    except (TTLibError, KeyError):
        return
    for glyph, width in _told_widths(font.get("/W", pikepdf.Array())):
        if glyph < len(real) and abs(real[glyph] - width) > WIDTH_TOLERANCE:
            yield Fault(Clause.WIDTHS, f"{where} glyph {glyph}")
            return


def _told_widths(listed: pikepdf.Object) -> Iterator[tuple[int, float]]:
    rest = list(listed)
    while len(rest) > 1:
        first = int(rest[0])
        if isinstance(rest[1], pikepdf.Array):
            for step, width in enumerate(rest[1]):
                yield first + step, float(width)
            rest = rest[2:]
        else:
            for glyph in range(first, int(rest[1]) + 1):
                yield glyph, float(rest[2])
            rest = rest[3:]


def _page(page: pikepdf.Page, where: str) -> Iterator[Fault]:
    operators = {str(one.operator) for one in pikepdf.parse_content_stream(page)}
    if operators & {"k", "K"}:
        yield Fault(Clause.COLOURS, where)
    if "/AA" in page.obj:
        yield Fault(Clause.ACTIONS, where)
    for annotation in page.obj.get("/Annots", pikepdf.Array()):
        yield from _annotation(annotation, where)


def _annotation(annotation: pikepdf.Object, where: str) -> Iterator[Fault]:
    flags = int(annotation.get("/F", 0))
    if not flags & PRINT or flags & INVISIBLE:
        yield Fault(Clause.ANNOTATIONS, f"{where} hidden or not printed")
    box = [float(edge) for edge in annotation.get("/Rect", [0, 0, 0, 0])]
    has_area = box[0] != box[2] and box[1] != box[3]
    looks = annotation.get("/AP")
    if has_area and (looks is None or set(looks.keys()) != {"/N"}):
        yield Fault(Clause.ANNOTATIONS, f"{where} without an appearance")
