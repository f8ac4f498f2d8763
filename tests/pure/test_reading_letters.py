"""Chinese is drawn with a glyph of its own wherever a CAD file can keep a text."""

import numpy as np
import numpy.typing as npt
import pymupdf
import pytest
from ezdxf.document import Drawing
from ezdxf.enums import TextEntityAlignment

from drawings.content.lettering import MISSING, glyph
from drawings.sandbox.reading import FileReading, Notice, read_file
from tests.pure.cad_makers import add_frame, add_plan, new_drawing, save

# A word of its own for each place, so that each is found where it was put.
PLACES = {
    "model space": "疏散楼梯",
    "paper space": "本图比例",
    "dimension": "净宽不小于",
    "paragraph with inline fonts": "防烟前室",
    "attribute": "甲级防火门",
    "escaped by number": "轴线",
    "escaped by bytes": "剖面",
}
PIXELS_A_MM = 12
Grey = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> FileReading:
    """A layout that shows a plan with every kind of text, read as an upload is."""
    folder = tmp_path_factory.mktemp("letters")
    return read_file(save(lettered(), folder), "letters.dxf", folder / "work")


def lettered() -> Drawing:
    """Shape fonts, big fonts and TrueType fonts, none of which is on this machine."""
    document = new_drawing()
    document.styles.add("SONG", font="simsun.ttc")
    space = document.modelspace()
    add_plan(space, (0, 0), 100)
    written(space, PLACES["model space"], (1000, 20000), "HZ")
    written(space, r"\U+8F74\U+7EBF", (1000, 25000), "HZ")
    written(space, r"\M+5C6CA\M+5C3E6", (1000, 27000), "SONG")
    space.add_mtext(
        r"{\fSimSun|b0|i0|c134|p2;防烟}{\Ftxt.shx,hztxt.shx;前室}",
        dxfattribs={"insert": (1000, 30000), "char_height": 500, "style": "SONG"},
    )
    space.add_linear_dim(
        base=(0, 5000),
        p1=(1000, 8000),
        p2=(9000, 8000),
        text="净宽不小于<>",
        dimstyle="Standard",
        override={"dimtxt": 500, "dimtxsty": "HZ", "dimasz": 200, "dimexe": 100},
    ).render()
    door = document.blocks.new("门")
    door.add_line((0, 0), (900, 0))
    insert = space.add_blockref("门", (1000, 35000))
    insert.add_attrib(
        "编号",
        PLACES["attribute"],
        (1000, 35200),
        dxfattribs={"height": 500, "style": "SONG"},
    )
    paper = document.paperspace("Layout1")
    paper.page_setup(size=(420, 297), margins=(0, 0, 0, 0))
    add_frame(paper, (0, 0), 1, size=(420, 297))
    written(paper, PLACES["paper space"], (320, 250), "SONG", 5)
    paper.add_viewport(
        center=(150, 150),
        size=(260, 280),
        view_center_point=(12000, 19000),
        view_height=42000,
    )
    return document


def written(
    space: object, words: str, at: tuple[float, float], style: str, height: float = 500
) -> None:
    """A line of text."""
    text = space.add_text(words, height=height, dxfattribs={"style": style})  # type: ignore[attr-defined]
    text.set_placement(at, align=TextEntityAlignment.LEFT)


@pytest.mark.parametrize("place", PLACES)
def test_a_chinese_text_is_found_as_text(reading: FileReading, place: str) -> None:
    (sheet,) = reading.sheets
    assert PLACES[place] in sheet.text
    with pymupdf.open(sheet.page) as page:
        assert page[0].search_for(PLACES[place])


@pytest.mark.parametrize("place", PLACES)
def test_each_chinese_letter_is_drawn_with_its_own_glyph(
    reading: FileReading, place: str
) -> None:
    words = PLACES[place]
    drawn = [letter_on(reading, words, index) for index in range(len(words))]
    inks = [picture.mean() / 255 for picture in drawn]
    assert all(0.03 < 1 - ink < 0.8 for ink in inks), inks
    for one in range(len(words)):
        for other in range(one + 1, len(words)):
            # Boxes for missing glyphs are all alike; letters differ in many pixels.
            unlike = np.abs(drawn[one].astype(int) - drawn[other].astype(int)).mean()
            assert unlike > 8, (words[one], words[other], unlike)


def letter_on(reading: FileReading, words: str, index: int) -> Grey:
    """The pixels of one letter of a text, 24 times 24, dark on white."""
    (sheet,) = reading.sheets
    with pymupdf.open(sheet.page) as document:
        page = document[0]
        letters = [
            letter
            for block in page.get_text("rawdict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            for letter in span["chars"]
        ]
        said = "".join(letter["c"] for letter in letters)
        box = pymupdf.Rect(letters[said.index(words) + index]["bbox"])
        scale = 48 / max(box.width, box.height)
        picture = page.get_pixmap(
            matrix=pymupdf.Matrix(scale, scale), clip=box, colorspace=pymupdf.csGRAY
        )
    pixels = np.frombuffer(picture.samples, np.uint8)
    grey = pixels.reshape(picture.height, picture.stride)[:, : picture.width]
    rows = np.linspace(0, grey.shape[0] - 1, 24).round().astype(int)
    columns = np.linspace(0, grey.shape[1] - 1, 24).round().astype(int)
    cut: Grey = grey[np.ix_(rows, columns)]
    return cut


def test_no_letter_of_the_page_is_the_missing_glyph(reading: FileReading) -> None:
    (sheet,) = reading.sheets
    with pymupdf.open(sheet.page) as document:
        spans = [
            span for trace in document[0].get_texttrace() for span in trace["chars"]
        ]
    assert len(spans) > 60
    assert [chr(code) for code, number, *_ in spans if number == 0] == []
    assert chr(0x25A1) not in {chr(code) for code, *_ in spans}


def test_a_letter_that_no_typeface_has_is_the_box() -> None:
    assert glyph("\U0010fffe") == glyph(MISSING) or glyph("\U0010fffe").advance == 0
    assert glyph("楼") != glyph(MISSING)


def test_typefaces_that_stood_in_are_named(reading: FileReading) -> None:
    (remark,) = (r for r in reading.remarks if r.notice is Notice.FONTS_REPLACED)
    names = set(remark.particulars["names"].split(", "))
    assert {"txt.shx", "hztxt.shx", "simsun.ttc", "simsun"} <= names
