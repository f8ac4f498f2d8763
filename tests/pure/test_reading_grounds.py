"""What belongs to paragraphs is drawn: grounds, frames, hooks of leaders; or it is named."""

from pathlib import Path

import ezdxf
import numpy as np
import pytest
from ezdxf.document import Drawing
from ezdxf.lldxf.const import MTEXT_TEXT_FRAME
from ezdxf.math import Vec2
from ezdxf.render.mleader import ConnectionSide

from drawings.content.lettering import width_of
from drawings.content.loading import load_dxf
from drawings.content.parts import LEADER_HOOK, MTEXT_GROUND, Floats, Kind
from drawings.content.recording import Recording
from drawings.content.tracing import trace
from drawings.dwg.amending import Amendment, amend
from drawings.dwg.converting import convert
from samples.casting import save_dwg
from tests.outside import corpus
from tests.pure.cad_makers import new_drawing, save

HEIGHT = 500.0


def traced(document: Drawing, folder: Path) -> Recording:
    """Model space as it is drawn."""
    loaded = load_dxf(save(document, folder)).document
    return trace(loaded, loaded.modelspace())


def box_of(recording: Recording, kind: Kind) -> Floats:
    """Lower left and upper right of everything of one kind."""
    points = recording.points[recording.kind == kind].reshape(-1, 2)
    return np.concatenate([points.min(axis=0), points.max(axis=0)])


@pytest.mark.parametrize("words", ["开洞", r"{\H1.0x;开洞}"])
def test_a_ground_lies_below_its_text_and_no_wider(words: str, tmp_path: Path) -> None:
    document = new_drawing()
    text = document.modelspace().add_mtext(words, dxfattribs={"char_height": HEIGHT})
    text.set_bg_color("canvas", scale=1.2)

    recording = traced(document, tmp_path)

    fill, said = (box_of(recording, kind) for kind in (Kind.FILL, Kind.TEXT))
    gap = 0.2 * HEIGHT
    assert fill == pytest.approx(said + np.array([-gap, -gap, gap, gap]), rel=0.01)
    kinds = list(recording.kind)
    assert kinds.index(Kind.FILL) < kinds.index(Kind.TEXT)
    pen = recording.pens[recording.strokes[recording.stroke[0]][2]]
    assert pen.style.colour == "#ffffff"


def test_a_framed_paragraph_has_its_frame(tmp_path: Path) -> None:
    document = new_drawing()
    text = document.modelspace().add_mtext("注", dxfattribs={"char_height": HEIGHT})
    text.dxf.bg_fill = MTEXT_TEXT_FRAME

    recording = traced(document, tmp_path)

    assert (recording.kind == Kind.SEGMENT).sum() == 4
    assert not (recording.kind == Kind.FILL).any()


def test_the_text_of_a_leader_has_its_frame_also_from_a_dwg(tmp_path: Path) -> None:
    document = ezdxf.new("R2018", units=4, setup=True)
    builder = document.modelspace().add_multileader_mtext("Standard")
    builder.set_content("注释", char_height=HEIGHT)
    builder.add_leader_line(ConnectionSide.left, [Vec2(-4000, -4000)])
    builder.build(insert=Vec2(0, 0))
    plain = len(traced(document, tmp_path))
    builder.multileader.dxf.has_text_frame = 1
    dwg, dxf = tmp_path / "a.dwg", tmp_path / "again.dxf"
    save_dwg(save(document, tmp_path), dwg)
    convert(dwg, dxf)

    assert len(traced(document, tmp_path)) == plain + 4
    again = load_dxf(dxf).document
    assert len(trace(again, again.modelspace())) == plain + 4


def test_a_ground_goes_on_through_a_dwg(tmp_path: Path) -> None:
    document = new_drawing()
    document.header["$DIMSTYLE"] = "Standard"
    space = document.modelspace()
    text = space.add_mtext("开洞", dxfattribs={"char_height": HEIGHT})
    text.set_bg_color("canvas", scale=1.2)
    space.add_mtext("无底", dxfattribs={"char_height": HEIGHT, "insert": (9000, 0)})
    before = traced(document, tmp_path)
    dwg, dxf = tmp_path / "a.dwg", tmp_path / "again.dxf"
    save_dwg(save(document, tmp_path), dwg)
    conversion = convert(dwg, dxf)
    again = load_dxf(dxf).document

    assert amend(again, conversion.amendments) == {}
    after = trace(again, again.modelspace())
    assert list(after.kind) == list(before.kind)
    assert box_of(after, Kind.FILL) == pytest.approx(box_of(before, Kind.FILL))


@pytest.mark.corpus
def test_the_colour_of_a_ground_arrives_from_a_dwg(tmp_path: Path) -> None:
    dwg = corpus() / "B_dwg" / "ACadSharp__sample_AC1032.dwg"
    twin = corpus() / "C_dxf" / "ACadSharp__sample_AC1032_ascii.dxf"
    conversion = convert(dwg, tmp_path / "a.dxf")
    ours, theirs = (load_dxf(path).document for path in (tmp_path / "a.dxf", twin))
    amend(ours, conversion.amendments)

    (said,) = {
        colour
        for document in (ours, theirs)
        for text in document.query("MTEXT[bg_fill==1]")
        if (colour := text.dxf.get("bg_fill_true_color"))
    }
    assert said == 54 << 16 | 117 << 8 | 66


def test_what_cannot_be_said_again_is_named() -> None:
    document = new_drawing()
    line = document.modelspace().add_line((0, 0), (1, 1))
    ground = Amendment("MTEXT", MTEXT_GROUND, {"bg_fill": 1})

    lost = amend(document, {"FFFF": ground, line.dxf.handle: ground})

    assert lost == {MTEXT_GROUND: 2}


@pytest.mark.parametrize(
    ("end", "bent"), [((3000.0, -2000.0), True), ((3000.0, 100.0), False)]
)
def test_a_leader_to_a_paragraph_is_hooked_where_it_slants(
    end: tuple[float, float], *, bent: bool
) -> None:
    document = ezdxf.new("R2018", units=4, setup=True)
    space = document.modelspace()
    text = space.add_mtext("注释", dxfattribs={"char_height": HEIGHT, "insert": end})
    leader = space.add_leader(
        [(0, 0), end], dimstyle="Standard", override={"dimasz": 300.0, "dimtad": 1}
    )
    leader.dxf.discard("text_width")
    said = Amendment(
        "LEADER",
        LEADER_HOOK,
        {"has_hookline": 1, "annotation_type": 0, "hookline_direction": 0},
        text.dxf.handle,
    )

    lost = amend(document, {leader.dxf.handle: said})

    elbows = [(round(v.x), round(v.y)) for v in leader.vertices[1:-1]]
    assert elbows == ([(end[0] - 300, end[1])] if bent else [])
    # How long the line under the text is, the file does not say: it is as long as ours.
    assert lost == {LEADER_HOOK: 1}
    assert leader.dxf.text_width == pytest.approx(width_of("注释") * HEIGHT)


def test_a_leader_whose_text_has_no_line_under_it_loses_nothing() -> None:
    document = ezdxf.new("R2018", units=4, setup=True)
    leader = document.modelspace().add_leader(
        [(0, 0), (9, 9)], dimstyle="Standard", override={"dimtad": 0}
    )
    said = Amendment("LEADER", LEADER_HOOK, {"has_hookline": 1})

    assert amend(document, {leader.dxf.handle: said}) == {}


@pytest.mark.corpus
def test_a_leader_of_a_dwg_goes_where_it_goes_in_its_dxf(tmp_path: Path) -> None:
    dwg = corpus() / "B_dwg" / "ACadSharp__sample_AC1032.dwg"
    twin = corpus() / "C_dxf" / "ACadSharp__sample_AC1032_ascii.dxf"
    conversion = convert(dwg, tmp_path / "a.dxf")
    document = load_dxf(tmp_path / "a.dxf").document
    amend(document, conversion.amendments)

    ours, theirs = (
        each.query("LEADER").first for each in (document, load_dxf(twin).document)
    )
    assert np.asarray(ours.vertices) == pytest.approx(np.asarray(theirs.vertices))
    assert ours.dxf.text_width == pytest.approx(theirs.dxf.text_width, rel=0.1)
