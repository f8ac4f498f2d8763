"""The line chart: labels that can be read, a grid that holds every value."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.charts import HEIGHT, line_chart

SERIES = st.lists(
    st.lists(st.integers(0, 10_000), min_size=3, max_size=3), min_size=1, max_size=5
)


@given(SERIES)
def test_labels_at_the_ends_never_lie_on_each_other(values: list[list[int]]) -> None:
    rows = [(str(place), str(place), row) for place, row in enumerate(values)]

    chart = line_chart(["1", "2", "3"], rows)

    places = sorted(line.label_y for line in chart.lines)
    assert len(places) == len(rows)
    assert all(after - before >= 14.9 for before, after in pairwise(places))


@given(SERIES)
def test_every_point_lies_inside_the_chart(values: list[list[int]]) -> None:
    rows = [(str(place), str(place), row) for place, row in enumerate(values)]

    chart = line_chart(["1", "2", "3"], rows)

    heights = [
        float(point.split(",")[1])
        for line in chart.lines
        for point in line.points.split()
    ]
    assert len(heights) == 3 * len(rows)
    assert all(0 <= height <= HEIGHT for height in heights)


def test_more_lies_higher() -> None:
    line = line_chart(["1", "2"], [("a", "A", [1, 3])]).lines[0]

    first, last = (float(point.split(",")[1]) for point in line.points.split())
    assert last < first


@pytest.mark.parametrize("names", [[], ["1"], ["1", "2", "3"]])
def test_a_chart_needs_a_value_for_each_column(names: list[str]) -> None:
    with pytest.raises(ValueError, match="two columns"):
        line_chart(names, [("a", "A", [1, 2])])
