"""Frames of tolerances, shells of custom objects and drawings that lie under others."""

import struct
from pathlib import Path

import numpy as np
import pytest
from ezdxf.document import Drawing
from ezdxf.proxygraphic import ProxyGraphic, ProxyGraphicTypes

from drawings.content.customs import teach_fills
from drawings.content.loading import load_dxf
from drawings.content.parts import Kind
from drawings.content.recording import Recording
from drawings.content.tracing import trace
from tests.pure.cad_makers import new_drawing, save

TALL, GAP = 100.0, 20.0
SQUARE = ((0.0, 0.0, 0.0), (600.0, 0.0, 0.0), (600.0, 500.0, 0.0), (0.0, 500.0, 0.0))


def traced(document: Drawing, folder: Path) -> Recording:
    """Model space as it is drawn."""
    loaded = load_dxf(save(document, folder)).document
    return trace(loaded, loaded.modelspace())


def add_tolerance(document: Drawing, content: str) -> None:
    """A frame at 1000, 0 that runs upwards."""
    style = document.dimstyles.new("TOL")
    style.dxf.dimtxt, style.dxf.dimgap, style.dxf.dimscale = TALL / 2, GAP / 2, 2.0
    document.modelspace().new_entity(
        "TOLERANCE",
        {
            "insert": (1000, 0),
            "x_axis_vector": (0, 1, 0),
            "dimstyle": "TOL",
            "content": content,
        },
    )


def test_a_tolerance_is_drawn_with_frame_symbols_and_words(tmp_path: Path) -> None:
    document = new_drawing()
    add_tolerance(document, r"{\Fgdt;j}%%v{\Fgdt;n}0.5{\Fgdt;m}%%vA%%v%%v%%v")

    recording = traced(document, tmp_path)

    assert recording.losses == ()
    assert {one.text for one in recording.writings} == {"0.5", "M", "A"}
    segments = recording.points[recording.kind == Kind.SEGMENT][:, [0, 3]]
    # It runs upwards from 1000, 0, and lies in the middle of the row's side.
    low, high = segments.reshape(-1, 2).min(axis=0), segments.reshape(-1, 2).max(axis=0)
    half = TALL / 2 + GAP
    assert (low[0], high[0], low[1]) == pytest.approx((1000 - half, 1000 + half, 0))
    # Position is a cross in a circle, a diameter one with a stroke, a condition a ring.
    assert (recording.kind == Kind.CURVE).sum() >= 3 * 4


def test_a_tolerance_in_two_rows_with_a_datum(tmp_path: Path) -> None:
    document = new_drawing()
    add_tolerance(document, r"{\Fgdt;u}%%v1%%v%%v%%v^J{\Fgdt;c}%%v2%%v%%v%%v^J7^JB")

    recording = traced(document, tmp_path)

    assert {one.text for one in recording.writings} == {"1", "2", "7", "B"}
    boxes = 2 + 2 + 1  # the height of a projected zone stands without one
    symbols = 1 + 4
    assert (recording.kind == Kind.SEGMENT).sum() == boxes * 4 + symbols


@pytest.mark.parametrize(("is_filled", "kind"), [(1, Kind.FILL), (0, Kind.SEGMENT)])
def test_the_shell_of_a_custom_object_is_filled_where_fills_are_on(
    is_filled: int, kind: Kind, tmp_path: Path
) -> None:
    document = new_drawing()
    teach_fills()
    graphic = ProxyGraphic(_graphic(is_filled), document)
    for part in graphic.virtual_entities():
        document.modelspace().add_foreign_entity(part)

    recording = traced(document, tmp_path)

    assert set(recording.kind.tolist()) == {int(kind)}
    corners = recording.points[:, 0]
    assert {tuple(corner) for corner in np.unique(corners, axis=0).tolist()} == {
        corner[:2] for corner in SQUARE
    }


def _graphic(is_filled: int) -> bytes:
    fill = struct.pack("<L", is_filled)
    vertices = b"".join(struct.pack("<3d", *corner) for corner in SQUARE)
    # four vertices, five numbers of faces: one face of four corners; no traits
    shell = struct.pack("<L", 4) + vertices + struct.pack("<6L", 5, 4, 0, 1, 2, 3)
    shell += struct.pack("<3L", 0, 0, 0)
    parts = ((ProxyGraphicTypes.ATTRIBUTE_FILL, fill), (ProxyGraphicTypes.SHELL, shell))
    body = b"".join(
        struct.pack("<2L", len(data) + 8, kind.value) + data for kind, data in parts
    )
    return struct.pack("<2L", len(body) + 8, len(parts)) + body


def test_an_underlay_is_named_with_its_file_and_its_window_is_framed(
    tmp_path: Path,
) -> None:
    document = new_drawing()
    definition = document.add_underlay_def("..\\图\\总图.pdf", fmt="pdf", name="1")
    space = document.modelspace()
    whole = space.add_underlay(definition, insert=(0, 0), scale=(2, 2, 2))
    whole.reset_boundary_path()
    cut = space.add_underlay(definition, insert=(100, 0), scale=(2, 2, 2), rotation=90)
    cut.set_boundary_path([(10, 20), (30, 60)])

    recording = traced(document, tmp_path)

    assert [(loss.kind, loss.count) for loss in recording.losses] == [
        ("PDFUNDERLAY 总图.pdf", 2)
    ]
    framed = recording.points[recording.kind == Kind.IMAGE]
    assert len(framed) == 1
    assert framed[0].min(axis=0) == pytest.approx((100 - 120, 20))
    assert framed[0].max(axis=0) == pytest.approx((100 - 40, 60))
