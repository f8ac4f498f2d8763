"""The version and the date of a title block are no change that anybody declares."""

from dataclasses import replace

import pytest

from drawings.diff.findings import Change, ChangeKind
from drawings.restating import restated

PLACE = (700.0, 20.0, 760.0, 25.0)
ELSEWHERE = (100.0, 300.0, 105.0, 305.0)


def block(revision: str, date: str, *, has_boxes: bool = True) -> dict[str, object]:
    box = list(PLACE) if has_boxes else None
    return {
        name: {"value": value, "box_mm": box}
        for name, value in (("revision", revision), ("date", date))
    }


def change(old: str, new: str) -> Change:
    return Change(
        kind=ChangeKind.TEXT,
        old_box=PLACE,
        new_box=PLACE,
        text_from=old,
        text_to=new,
    )


OLD, NEW = block("A", "2026.10.20"), block("B", "2026.11.20")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("A", "B", ("A", "B")),
        ("版本 A", "版本B", ("A", "B")),
        ("日期：2026.10.20", "日期：2026.11.20", ("2026.10.20", "2026.11.20")),
        ("镜湖 2026.10.20", "镜湖 2026.11.20", ("2026.10.20", "2026.11.20")),
        ("镜湖 2026.10.20", "镜水 2026.11.20", None),
        ("A", "C", None),
        ("A 1200", "B 1500", None),
    ],
)
def test_the_value_alone_is_exchanged(
    old: str, new: str, said: tuple[str, str] | None
) -> None:
    assert restated(change(old, new), OLD, NEW) == said


def test_the_same_words_elsewhere_are_a_change() -> None:
    axis = replace(change("A", "B"), old_box=ELSEWHERE, new_box=ELSEWHERE)
    assert restated(axis, OLD, NEW) is None


def test_a_value_without_a_place_has_to_be_long() -> None:
    old = block("A", "2026.10.20", has_boxes=False)
    new = block("B", "2026.11.20", has_boxes=False)
    assert restated(change("A", "B"), old, new) is None
    assert restated(change("2026.10.20", "2026.11.20"), old, new) is not None


def test_what_is_no_change_of_words_is_none_of_it() -> None:
    moved = replace(change("A", "B"), kind=ChangeKind.MOVED)
    assert restated(moved, OLD, NEW) is None
    assert restated(change("A", "B"), OLD, OLD) is None
    assert restated(change("A", "B"), {}, NEW) is None
