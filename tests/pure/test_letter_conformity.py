"""Letters keep the clauses of PDF/A-2b that we check, and the check sees what breaks them."""

import io
import struct
from collections.abc import Callable

import pikepdf
import pymupdf
import pytest

from reviews.letters.colours import srgb_profile
from reviews.letters.conformity import Clause, faults_of
from reviews.letters.ink import bind
from reviews.letters.lines import Run
from reviews.letters.paper import Paper
from storage.typefaces import Face


@pytest.fixture(scope="module")
def letter() -> bytes:
    """A page with every face."""
    paper = Paper()
    for face in Face:
        paper.write([Run("审查合格书 abc 123，（测试）", face)])
    return bind(paper.leaves, title="审查合格书 & <1>", seals=()).pdf


def clauses(data: bytes) -> set[Clause]:
    return {fault.clause for fault in faults_of(data)}


def test_a_letter_keeps_every_clause_that_is_checked(letter: bytes) -> None:
    assert faults_of(letter) == ()


def test_the_same_letter_has_the_same_bytes() -> None:
    one, other = (Paper(), Paper())
    for paper in (one, other):
        paper.write("审查合格书")
    first = bind(one.leaves, title="x", seals=()).pdf
    assert first == bind(other.leaves, title="x", seals=()).pdf


def test_the_title_in_both_places_is_the_one_that_was_given(letter: bytes) -> None:
    with pymupdf.open(stream=letter, filetype="pdf") as document:
        assert document.metadata["title"] == "审查合格书 & <1>"
        assert "审查合格书 &amp; &lt;1&gt;" in document.get_xml_metadata()
        assert "审查合格书" in document[0].get_text()


def test_the_profile_is_whole_and_maps_white_to_white() -> None:
    profile = srgb_profile()
    assert struct.unpack(">I", profile[:4])[0] == len(profile)
    assert profile[36:40] == b"acsp"
    count = struct.unpack(">I", profile[128:132])[0]
    tags = {}
    for index in range(count):
        name, start, size = struct.unpack_from(">4sII", profile, 132 + 12 * index)
        assert start + size <= len(profile)
        tags[name] = profile[start : start + size]
    sums = [0.0, 0.0, 0.0]
    for name in (b"rXYZ", b"gXYZ", b"bXYZ"):
        values = struct.unpack(">3i", tags[name][8:20])
        sums = [
            total + value / 65536 for total, value in zip(sums, values, strict=True)
        ]
    assert sums == pytest.approx([0.9642, 1.0, 0.8249], abs=0.0005)
    assert tags[b"rTRC"][-2:] == b"\xff\xff"


def changed(letter: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


def without(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return change


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary)
        and str(one.get("/Subtype", "")).startswith("/CIDFont")
    ]


def drop_a_face(pdf: pikepdf.Pdf) -> None:
    described = fonts_of(pdf)[0].FontDescriptor
    for name in ("/FontFile", "/FontFile2", "/FontFile3"):
        if name in described:
            del described[name]


def widen_a_letter(pdf: pikepdf.Pdf) -> None:
    fonts_of(pdf)[0].W = pikepdf.Array([1, pikepdf.Array([1234])])


def lose_the_map(pdf: pikepdf.Pdf) -> None:
    for font in fonts_of(pdf):
        if font.Subtype == "/CIDFontType2":
            del font["/CIDToGIDMap"]
            return
    raise AssertionError("no face with a map")


def add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


def draw_in_cmyk(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b" 0 0 0 1 k 0 0 9 9 re f ")


def hide_a_note(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[0, 0, 9, 9], F=2
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"a"


def interpolate(pdf: pikepdf.Pdf) -> None:
    image = pikepdf.Stream(pdf, b"\0")
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 1, 1, 8
    image.ColorSpace, image.Interpolate = pikepdf.Name.DeviceGray, True
    pdf.Root.Spare = pdf.make_indirect(image)


def transfer(pdf: pikepdf.Pdf) -> None:
    state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, TR=pikepdf.Name.Identity)
    pdf.Root.Spare = pdf.make_indirect(state)


def leave_appearances(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], NeedAppearances=True)


def title_otherwise(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "另一个标题"


def claim_another_part(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"<pdfaid:part>2", b"<pdfaid:part>9"))


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (without("/OutputIntents"), Clause.INTENT),
        (without("/Metadata"), Clause.METADATA),
        (title_otherwise, Clause.METADATA),
        (claim_another_part, Clause.IDENTIFICATION),
        (drop_a_face, Clause.FONTS),
        (lose_the_map, Clause.FONTS),
        (widen_a_letter, Clause.WIDTHS),
        (add_script, Clause.ACTIONS),
        (draw_in_cmyk, Clause.COLOURS),
        (hide_a_note, Clause.ANNOTATIONS),
        (attach, Clause.FILES),
        (interpolate, Clause.IMAGES),
        (transfer, Clause.STATE),
        (leave_appearances, Clause.FORMS),
    ],
)
def test_what_breaks_a_clause_is_named(
    letter: bytes, change: Callable[[pikepdf.Pdf], None], clause: Clause
) -> None:
    assert clause in clauses(changed(letter, change))


def test_bytes_before_and_behind_are_named(letter: bytes) -> None:
    assert clauses(letter + b"more") == {Clause.TRAILER}
    assert Clause.HEADER in clauses(letter.replace(b"%PDF-1.", b"%PDF-2.", 1))


def test_a_locked_letter_is_named(letter: bytes) -> None:
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="", R=6))
    assert Clause.TRAILER in clauses(out.getvalue())


@pytest.mark.parametrize(("part", "is_kept"), [("2", True), ("1", False), ("", False)])
def test_the_identification_may_stand_as_attributes(
    letter: bytes, part: str, *, is_kept: bool
) -> None:
    def shortened(packet: bytes) -> bytes:
        inside = (
            b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
        )
        assert inside in packet
        told = f'rdf:about="" pdfaid:part="{part}" pdfaid:conformance="B"'.encode()
        return packet.replace(inside, b"").replace(b'rdf:about=""', told)

    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter)) as pdf:
        packet = shortened(pdf.Root.Metadata.read_bytes())
        pdf.Root.Metadata = pdf.make_stream(packet, Type=pikepdf.Name.Metadata)
        pdf.Root.Metadata["/Subtype"] = pikepdf.Name.XML
        pdf.save(kept, compress_streams=False)
    assert (Clause.IDENTIFICATION not in clauses(kept.getvalue())) is is_kept
