"""Numbers in the picture of a proof stand beside their places, and not on each other."""

from itertools import combinations

from drawings.sameness.numbering import Rect, beside

PAGE = (0.0, 0.0, 1000.0, 700.0)


def meet(one: Rect, other: Rect) -> bool:
    return (
        one[0] < other[2]
        and other[0] < one[2]
        and one[1] < other[3]
        and other[1] < one[3]
    )


def numbered(*frames: Rect) -> list[Rect | None]:
    words = [str(number) for number in range(1, len(frames) + 1)]
    return beside(frames, words, 12.0, PAGE)


def test_a_number_stands_above_its_place() -> None:
    (box,) = numbered((100.0, 100.0, 200.0, 150.0))

    assert box == (100.0, 88.0, 107.2, 100.0)


def test_numbers_of_places_side_by_side_do_not_meet() -> None:
    crowd = [(500.0 + 3 * n, 300.0 + 2 * n, 510.0 + 3 * n, 306.0) for n in range(12)]

    boxes = [box for box in numbered(*crowd) if box]

    assert len(boxes) == 12
    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]


def test_at_the_edge_a_number_stays_on_the_page() -> None:
    (box,) = numbered((990.0, 0.0, 1000.0, 10.0))

    assert box is not None
    assert box[1] >= 0.0
    assert box[2] <= 1000.0


def test_where_there_is_no_room_the_frame_stands_alone() -> None:
    same = [(500.0, 300.0, 502.0, 302.0)] * 200

    boxes = numbered(*same)

    assert None in boxes
    kept = [box for box in boxes if box]
    assert len(kept) > 1
    assert not [pair for pair in combinations(kept, 2) if meet(*pair)]
