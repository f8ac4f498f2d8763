"""PDFs are taken in as drawings and nothing else, upright and from zero."""

import re
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from drawings.content.parts import Content, Kind
from drawings.pdf.found import Removal
from drawings.pdf.intake import take_in
from drawings.pdf.reading import read_page
from tests.pure.pdf_makers import AES_256, LINE, write_page

MM = 25.4 / 72
ACTIVE = (
    b"JavaScript",
    b"/JS",
    b"/Launch",
    b"/URI",
    b"/AA",
    b"/OpenAction",
    b"/AcroForm",
)


def taken(path: Path, work: Path) -> Content:
    """The first page as it is read after intake."""
    return read_page(take_in(path, work / "pages").pages[0].path)


def ends(content: Content) -> list[list[float]]:
    """Ends of the segments in points, rounded."""
    lines = content.points[content.kind == Kind.SEGMENT][:, [0, 3]] / MM
    rounded: list[list[float]] = np.round(lines.reshape(-1, 4), 3).tolist()
    return rounded


@pytest.mark.parametrize(
    ("keys", "size", "line"),
    [
        ({}, (400, 300), [110, 70, 210, 90]),
        ({"CropBox": Array([100, 50, 300, 150])}, (200, 100), [10, 20, 110, 40]),
        (
            {"CropBox": Array([100, 50, 300, 150]), "Rotate": 90},
            (100, 200),
            [20, 190, 40, 90],
        ),
        (
            {"CropBox": Array([100, 50, 300, 150]), "Rotate": 180},
            (200, 100),
            [190, 80, 90, 60],
        ),
        (
            {"CropBox": Array([100, 50, 300, 150]), "Rotate": -90},
            (100, 200),
            [80, 10, 60, 110],
        ),
        ({"UserUnit": 2}, (800, 600), [220, 140, 420, 180]),
        ({"MediaBox": Array([400, 300, 0, 0])}, (400, 300), [110, 70, 210, 90]),
    ],
)
def test_crop_box_rotation_and_unit_are_baked_in(
    tmp_path: Path,
    keys: dict[str, object],
    size: tuple[float, float],
    line: list[float],
) -> None:
    path = write_page(tmp_path, LINE, **keys)
    (page,) = take_in(path, tmp_path / "pages").pages
    with pikepdf.open(page.path) as document:
        clean = document.pages[0]
        assert [float(v) for v in clean.mediabox] == pytest.approx([0, 0, *size])
        assert clean.obj.get("/Rotate", 0) == 0
        assert "/CropBox" not in clean.obj
        assert "/UserUnit" not in clean.obj
    content = read_page(page.path)
    assert content.size_mm == pytest.approx((size[0] * MM, size[1] * MM))
    assert (page.box.width_mm, page.box.height_mm) == pytest.approx(content.size_mm)
    assert ends(content) == [line]


def active_document(folder: Path) -> Path:
    """A drawing with scripts, actions, a form, a link, a comment and an attachment."""
    path = folder / "active.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        page.draw_line((10, 10), (90, 90))
        page.insert_link(
            {
                "kind": pymupdf.LINK_URI,
                "from": pymupdf.Rect(0, 0, 50, 50),
                "uri": "https://x.test/",
            }
        )
        note = page.add_freetext_annot((200, 200, 300, 240), "look here")
        note.set_info(title="Lin")
        note.update()
        document.embfile_add("virus.exe", b"MZ")
        document.save(path)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        document.Root.OpenAction = script
        document.pages[0].obj.AA = Dictionary(
            O=Dictionary(S=Name.Launch, F=String("calc.exe"))
        )
        field = document.make_indirect(
            Dictionary(
                FT=Name.Tx,
                T=String("name"),
                Type=Name.Annot,
                Subtype=Name.Widget,
                Rect=Array([0, 0, 10, 10]),
                AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("evil()"))),
            )
        )
        document.Root.AcroForm = Dictionary(
            Fields=Array([field]), XFA=document.make_stream(b"<xfa/>")
        )
        document.pages[0].obj.Annots.append(field)
        document.save(path)
    return path


def test_nothing_active_is_left_and_everything_is_counted(tmp_path: Path) -> None:
    intake = take_in(active_document(tmp_path), tmp_path / "pages")
    (page,) = intake.pages
    with pikepdf.open(page.path) as document:
        data = b"".join(
            each.unparse()
            for each in document.objects
            if not isinstance(each, pikepdf.Stream)
        )
        assert not [word for word in ACTIVE if word in data]
        assert "/Annots" not in document.pages[0].obj
        assert "/Names" not in document.Root
    for kind in (
        Removal.JAVASCRIPT,
        Removal.ACTION,
        Removal.LINK,
        Removal.FORM_FIELD,
        Removal.XFA,
        Removal.EMBEDDED_FILE,
        Removal.ANNOTATION,
    ):
        assert intake.removed[kind] >= 1, kind
    assert len(ends(read_page(page.path))) == 1


def test_comments_are_listed_with_author_words_and_place(tmp_path: Path) -> None:
    intake = take_in(active_document(tmp_path), tmp_path / "pages")
    (comment,) = (each for each in intake.annotations if each.kind == "FreeText")
    assert (comment.author, comment.text) == ("Lin", "look here")
    x0, y0, x1, y1 = comment.box_mm
    assert (x0, x1) == pytest.approx((200 * MM, 300 * MM), abs=1)
    assert (y0, y1) == pytest.approx((60 * MM, 100 * MM), abs=1)


def test_the_original_is_not_touched(tmp_path: Path) -> None:
    path = active_document(tmp_path)
    before = path.read_bytes()
    take_in(path, tmp_path / "pages")
    assert path.read_bytes() == before


def test_layers_stay_and_a_hidden_one_stays_hidden(tmp_path: Path) -> None:
    path = tmp_path / "layers.pdf"
    with pymupdf.open() as document:
        page = document.new_page()
        shown, hidden = (
            document.add_ocg("墙", on=True),
            document.add_ocg("草稿", on=False),
        )
        page.draw_line((0, 0), (50, 50), oc=shown)
        page.draw_line((0, 90), (50, 90), oc=hidden)
        document.save(path)
    content = taken(path, tmp_path)
    assert len(ends(content)) == 1
    assert "墙" in content.layers


def test_a_signature_is_recognised_even_when_no_field_names_it(tmp_path: Path) -> None:
    path = write_page(tmp_path, LINE)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        signature = Dictionary(
            Type=Name.Sig,
            SubFilter=Name("/ETSI.CAdES.detached"),
            Name=String("王工"),
            ByteRange=Array([0, 1, 2, 3]),
            Contents=String("00"),
        )
        field = Dictionary(
            FT=Name.Sig, T=String("seal"), V=document.make_indirect(signature)
        )
        document.Root.AcroForm = Dictionary(
            Fields=Array([document.make_indirect(field)])
        )
        document.Root.Loose = document.make_indirect(
            Dictionary(ByteRange=Array([0, 9]), Contents=String("11"))
        )
        document.save(path)
    found = take_in(path, tmp_path / "pages").signatures
    assert [(each.field, each.signer, each.subfilter) for each in found] == [
        ("seal", "王工", "ETSI.CAdES.detached"),
        ("", "", ""),
    ]


def test_a_file_locked_only_against_changes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "owned.pdf"
    with pymupdf.open() as document:
        document.new_page().draw_line((0, 0), (9, 9))
        document.save(path, encryption=AES_256, owner_pw="y")
    assert len(ends(taken(path, tmp_path))) == 1


def test_a_scan_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 40, 30))
        page.insert_image(page.rect, pixmap=picture)
        document.save(path)
    content = taken(path, tmp_path)
    assert content.is_scanned
    assert content.kind.tolist() == [Kind.IMAGE]


def test_curves_rectangles_fills_and_texts_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "kinds.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=300)
        page.draw_bezier((0, 0), (10, 50), (90, 50), (100, 0))
        page.draw_rect((200, 100, 300, 150))
        page.draw_polyline([(10, 200), (50, 200), (50, 250)])
        shape = page.new_shape()
        shape.draw_polyline([(300, 200), (350, 200), (350, 250), (300, 200)])
        shape.finish(fill=(1, 0, 0), color=None)
        shape.commit()
        page.insert_text((20, 280), "A-101", fontsize=10)
        document.save(path)
    content = taken(path, tmp_path)
    counts = {kind: int((content.kind == kind).sum()) for kind in Kind}
    assert counts == {
        Kind.SEGMENT: 6,
        Kind.CURVE: 1,
        Kind.TEXT: 1,
        Kind.FILL: 3,
        Kind.IMAGE: 0,
    }
    assert content.texts == ("A-101",)
    base = content.points[content.kind == Kind.TEXT][0][0]
    assert base == pytest.approx([20 * MM, 20 * MM], abs=0.01)


@pytest.mark.parametrize("seed", range(12))
def test_only_what_reaches_into_clip_and_crop_box_is_read(
    tmp_path: Path, seed: int
) -> None:
    """The law: a line of a path counts when it meets what the page shows of it."""
    dice = np.random.default_rng(seed)
    lines = dice.uniform(-100, 500, (60, 4)).round(2)
    lines[:, 2:] = (lines[:, :2] + dice.uniform(-60, 60, (60, 2))).round(2)
    x0, y0 = dice.uniform(0, 150, 2).round(2).tolist()
    clip = (x0, y0, round(x0 + 140, 2), round(y0 + 110, 2))
    crop = [30 + 10 * int(dice.integers(5)), 20, 330, 260]
    # One path, so that what is drawn far away comes along with what is seen.
    path = b" ".join(b"%.2f %.2f m %.2f %.2f l" % tuple(each) for each in lines)
    box = b"%.2f %.2f %.2f %.2f re W n " % (x0, y0, 140, 110)
    page = write_page(
        tmp_path,
        b"q " + box + path + b" S Q " + path + b" S",
        CropBox=Array(crop),
        Rotate=int(90 * dice.integers(4)),
    )
    low = np.minimum(lines[:, :2], lines[:, 2:])
    high = np.maximum(lines[:, :2], lines[:, 2:])

    def meeting(x0: float, y0: float, x1: float, y1: float) -> int:
        return int(((high >= [x0, y0]) & (low <= [x1, y1])).all(axis=1).sum())

    inner = (
        *(max(a, b) for a, b in zip(clip[:2], crop[:2], strict=True)),
        *(min(a, b) for a, b in zip(clip[2:], crop[2:], strict=True)),
    )
    content = taken(page, tmp_path)
    assert len(ends(content)) == meeting(*inner) + meeting(*crop)


def test_what_lies_outside_of_a_clip_is_not_read(tmp_path: Path) -> None:
    drawn = b"q 0 0 100 100 re W n 10 10 m 90 10 l S 200 200 m 290 200 l S Q"
    content = taken(write_page(tmp_path, drawn), tmp_path)
    assert ends(content) == [[10, 10, 90, 10]]
    # a clip draws nothing, and its pen is one that others can look at all the same
    assert all(re.fullmatch("#[0-9a-f]{6}", one.colour) for one in content.styles)
