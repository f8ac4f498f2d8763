"""Which changes an opinion asked for: at least half of each has to lie in its region."""

import pytest

from reviews.regions import NEAR_MM, asked_for, is_asked_for

REGION = (100.0, 100.0, 140.0, 120.0)


@pytest.mark.parametrize(
    ("change", "is_asked"),
    [
        ((110, 105, 120, 110), True),
        ((142, 118, 144.9, 124), True),  # outside, but near
        ((160, 105, 170, 110), False),
        ((50, 110, 400, 112), False),  # a long wall that also runs through
        ((120, 100, 160, 120), True),  # 25 of its 40 mm lie in the region or near it
        ((130, 100, 180, 120), False),
        ((90, 110, 125, 110), True),  # a line that is quite flat
        ((0, 110, 400, 110), False),
        ((120, 110, 120, 110), True),  # a point
        ((300, 110, 300, 110), False),
    ],
)
def test_a_change_is_asked_for_when_half_of_it_lies_in_a_region(
    change: tuple[float, float, float, float], *, is_asked: bool
) -> None:
    assert is_asked_for(change, [REGION]) is is_asked


def test_regions_are_taken_together() -> None:
    halves = [(0, 0, 50, 10), (50, 0, 100, 10)]
    wall = (0, 2, 100, 8)

    assert is_asked_for(wall, halves)
    assert not is_asked_for(wall, [(0, 0, 30, 10)], near_mm=0)


def test_many_are_answered_in_their_order_and_none_without_a_region() -> None:
    x1, y1 = REGION[2], REGION[3]
    edge = (x1 + NEAR_MM - 1, y1 - 1, x1 + NEAR_MM + 9, y1)
    changes = [(0, 0, 1, 1), (110, 105, 111, 106), (120, 110, 120, 110), edge]

    assert asked_for(changes, [REGION]).tolist() == [False, True, True, False]
    assert asked_for(changes, []).tolist() == [False] * 4
    assert asked_for([], [REGION]).tolist() == []
