"""A fill that is as good as flat is no ink; one that only looks flat in numbers is."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from drawings.content.parts import Content, Kind
from drawings.sameness.findings import Verdict
from tests.pure.drawing_makers import sheet_of, with_lines
from tests.pure.proofs import proof_of

Ring = list[tuple[float, float]]
FIELD = [(40.0 + 5 * step, 40.0, 55.0 + 5 * step, 240.0) for step in range(40)]
NOTES = [(300.0, 60.0 + 20 * row, 5.0, f"ROOM {row}") for row in range(4)]

# Two halves as large as each other, run round in opposite senses: their areas cancel.
VALVE: Ring = [(300, 150), (310, 160), (310, 150), (300, 160)]
BACK_AND_FORTH: Ring = [(320 + 60 * (step % 2), 180.0) for step in range(60)]
BLOB: Ring = [(320, 180), (320, 182), (322, 182), (322, 180)]
SLIVER: Ring = [(300, 200), (340, 200), (340, 200.004), (300, 200.004)]


def filled(sheet: Content, ring: Ring) -> Content:
    """The sheet with one filled loop more."""
    sides = [(*start, *end) for start, end in pairwise([*ring, ring[0]])]
    count = len(sheet)
    more = with_lines(sheet, sides, layer=sheet.layers[0])
    kind, source = more.kind.copy(), more.source.copy()
    kind[count:], source[count:] = Kind.FILL, source[count]
    return replace(more, kind=kind, source=source)


@pytest.mark.parametrize(
    "ring", [VALVE, BLOB + BACK_AND_FORTH], ids=["a valve", "a blob on a long stem"]
)
def test_a_fill_that_only_one_face_has_is_found(tmp_path: Path, ring: Ring) -> None:
    sheet = sheet_of(FIELD, NOTES)
    more = filled(sheet, ring)
    assert proof_of(sheet, more, tmp_path).verdict is Verdict.DIFFERS
    assert proof_of(more, sheet, tmp_path).verdict is Verdict.DIFFERS
    assert proof_of(more, more, tmp_path).verdict is Verdict.SAME


def test_a_fill_too_thin_to_be_plotted_is_no_difference(tmp_path: Path) -> None:
    sheet = sheet_of(FIELD, NOTES)
    assert len(np.unique(sheet.source)) == len(FIELD) + len(NOTES)
    proof = proof_of(filled(sheet, SLIVER), sheet, tmp_path)
    assert proof.findings == ()
    assert proof.verdict is Verdict.SAME
