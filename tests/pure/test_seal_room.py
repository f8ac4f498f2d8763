"""Where seals find room: boxes keep to their page, stand in rows, and clear of ink."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatures.pades.errors import NoRoom
from signatures.pades.paper import ink_of
from signatures.pades.placement import Box, Ink, Paper, free_places
from tests import pki

ROTATIONS = (0, 90, 180, 270)
TITLE_BLOCK = Box(1009, 741, 1179, 831)
A0 = (1189.0, 841.0)


@given(
    rotation=st.sampled_from(ROTATIONS),
    unit=st.sampled_from((1.0, 2.0, 10.0)),
    left=st.floats(0, 250),
    top=st.floats(0, 270),
)
@settings(deadline=None, derandomize=True)
def test_a_box_keeps_its_size_and_stays_on_the_page(
    rotation: int, unit: float, left: float, top: float
) -> None:
    paper = Paper((10, 20, 10 + 1191 / unit, 20 + 842 / unit), rotation, unit)
    width, height = paper.size_mm
    assert sorted((width, height)) == pytest.approx([297.04, 420.16], abs=0.01)
    box = Box(left, top, left + 42, top + 20)
    x0, y0, x1, y1 = paper.user_box(box)
    sides = sorted(((x1 - x0) * unit, (y1 - y0) * unit))
    expected = sorted((box.width * 72 / 25.4, box.height * 72 / 25.4))
    assert np.allclose(sides, expected)
    assert paper.crop[0] - 1e-6 <= x0 <= x1 <= paper.crop[2] + 1e-6
    assert paper.crop[1] - 1e-6 <= y0 <= y1 <= paper.crop[3] + 1e-6


def test_seals_stand_in_a_row_above_the_title_block() -> None:
    places = free_places(A0, TITLE_BLOCK, [(42, 42)] * 3)
    assert [place.right for place in places] == [1179, 1133, 1087]
    assert {place.bottom for place in places} == {738}


def test_many_seals_keep_clear_of_each_other_and_of_the_title_block() -> None:
    wanted = [(42, 42)] * 5 + [(80, 50)] * 3 + [(60, 36)] * 6
    places = free_places(A0, TITLE_BLOCK, wanted)
    for one, other in itertools.combinations((*places, TITLE_BLOCK), 2):
        assert not one.overlaps(other)
    for place, (width, height) in zip(places, wanted, strict=True):
        assert np.allclose((place.width, place.height), (width, height))
        assert place.left >= 10
        assert place.top >= 10
        assert place.right <= A0[0] - 10
        assert place.bottom <= A0[1] - 10


def test_a_title_block_along_the_whole_right_edge_has_its_seals_beside_it() -> None:
    strip = Box(1119, 10, 1179, 831)
    (place,) = free_places(A0, strip, [(42, 42)])
    assert place.right <= strip.left
    assert strip.left - place.right <= 6


def test_white_paper_is_preferred_to_nearness() -> None:
    cells = np.zeros((421, 595), np.bool_)
    cells[300:, 500:] = True
    (place,) = free_places(A0, TITLE_BLOCK, [(42, 42)], ink=Ink(cells, 2.0))
    assert place.bottom <= 600 or place.right <= 1000


def test_what_is_taken_stays_free() -> None:
    (first,) = free_places(A0, TITLE_BLOCK, [(42, 42)])
    (second,) = free_places(A0, TITLE_BLOCK, [(42, 42)], taken=[first])
    assert not first.overlaps(second)


def test_a_sheet_too_small_for_its_seals_says_so() -> None:
    with pytest.raises(NoRoom):
        free_places((100.0, 60.0), Box(50, 40, 90, 50), [(200, 20)])
    with pytest.raises(NoRoom):
        free_places((210.0, 148.0), Box(20, 20, 190, 128), [(60, 60)])


def test_ink_is_found_where_it_was_drawn() -> None:
    ink = ink_of(pki.plain_sheet())
    assert ink.share_under(Box(30, 40, 300, 300)) > 0.08
    assert ink.share_under(Box(500, 350, 570, 390)) == 0
