"""What lies behind and around paragraphs is drawn, or named where it cannot be."""

from pathlib import Path
from typing import Any

import ezdxf
import numpy as np
import pytest
from acadsharp import native
from ezdxf.document import Drawing
from ezdxf.lldxf.const import MTEXT_TEXT_FRAME
from ezdxf.math import Vec2
from ezdxf.render.mleader import ConnectionSide

from drawings.content.loading import load_dxf
from drawings.content.parts import LEADER_HOOK, MTEXT_GROUND, Floats, Kind
from drawings.content.recording import Recording
from drawings.content.tracing import trace
from drawings.dwg.converting import convert, left_out_of
from samples.casting import save_dwg
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


def test_a_ground_that_the_converter_leaves_out_is_named(tmp_path: Path) -> None:
    document = new_drawing()
    document.header["$DIMSTYLE"] = "Standard"
    space = document.modelspace()
    space.add_mtext("开洞").set_bg_color("canvas")
    space.add_mtext("无底")
    dwg = tmp_path / "a.dwg"
    save_dwg(save(document, tmp_path), dwg)

    assert convert(dwg, tmp_path / "again.dxf").lost == {MTEXT_GROUND: 1}


def test_the_line_under_the_text_of_a_leader_is_named_where_there_is_one() -> None:
    runtime: Any = native.load()
    try:
        leader = runtime.ACadSharp.Entities.Leader()
        bare = left_out_of(leader, "Leader")
        leader.TextWidth = 20.0
        underlined = left_out_of(leader, "Leader")
        level = runtime.ACadSharp.Tables.DimensionTextVerticalAlignment.Centered
        leader.Style.TextVerticalAlignment = level
        centred = left_out_of(leader, "Leader")
    finally:
        runtime.close()

    assert (bare, centred, underlined) == ([], [], [LEADER_HOOK])
