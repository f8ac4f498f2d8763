"""The drawing list drawn on a sheet, and the sheets it names."""

import pytest

from drawings.content.drawinglist import Listed, read_drawing_list, reconcile
from tests.pure.lettered import STRIP, Words, sheet

LIST: list[Words] = [
    ("图纸目录", 300, 500, 8),
    ("序号", 100, 480, 3),
    ("图号", 130, 480, 3),
    ("图纸名称", 200, 480, 3),
    ("图幅", 320, 480, 3),
    *[("1", 100, 470, 3), ("建施-01", 130, 470, 3), ("图纸目录", 200, 470, 3)],
    *[("2", 100, 460, 3), ("建施-02", 130, 460, 3), ("首层平面图", 200, 460, 3)],
    *[("3", 100, 450, 3), ("结施-01", 130, 450, 3), ("基础平面图", 200, 450, 3)],
    *[("A1", 320, 450, 3), ("A1", 320, 460, 3)],
]


def test_the_drawing_list_is_read_row_by_row() -> None:
    assert read_drawing_list([sheet(STRIP), sheet(LIST)]) == (
        Listed("建施-01", "图纸目录"),
        Listed("建施-02", "首层平面图"),
        Listed("结施-01", "基础平面图"),
    )


def test_a_plan_is_no_drawing_list() -> None:
    assert read_drawing_list([sheet(STRIP)]) == ()


@pytest.mark.parametrize(
    ("numbers", "missing", "unlisted"),
    [
        (["建施01", "建施-02", "结施-1"], (), ()),
        (["建施-01", "建施-02"], ("结施-01",), ()),
        (["建施-01", "建施-02", "结施-01", "水施-01", ""], (), ("水施-01",)),
    ],
)
def test_the_list_and_the_sheets_are_reconciled(
    numbers: list[str], missing: tuple[str, ...], unlisted: tuple[str, ...]
) -> None:
    found = reconcile(read_drawing_list([sheet(LIST)]), numbers)
    assert (found.missing, found.unlisted) == (missing, unlisted)
