"""Sheets of two packages find each other by number, then by what is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from drawings.content.parts import Content
from drawings.diff.packages import Fate, Match, Numbered, likeness, match_sheets
from tests.pure.drawing_edits import edited
from tests.pure.drawing_makers import Line, make_plan, sheet_of
from tests.pure.drawing_nuisances import PLOTS, disturbed, wordings

PLANS = [make_plan(1_500, seed=seed) for seed in (1, 2, 3)]


def plan(number: str, seed: int) -> Numbered:
    """A plan with rooms of its own: names, sizes and places of fittings differ."""
    sheet = PLANS[seed].content
    rng = np.random.default_rng(seed)
    points = sheet.points * rng.uniform(0.6, 1.4, 2)
    texts = tuple(f"{seed}{word}" for word in wordings(len(sheet.texts)))
    return Numbered(number, replace(sheet, points=points, texts=texts))


def fates(old: list[Numbered], new: list[Numbered]) -> list[tuple[str, str, str]]:
    """Every fate with the numbers of both sheets."""
    return [
        (
            str(match.fate),
            old[match.old].number if match.old is not None else "",
            new[match.new].number if match.new is not None else "",
        )
        for match in match_sheets(old, new)
    ]


def test_a_sheet_that_keeps_its_number_is_the_same_sheet() -> None:
    old, new = [plan("建施-01", 0)], [plan("建施 01", 1)]
    assert match_sheets(old, new) == [Match(Fate.KEPT, 0, 0)]


def test_renumbered_added_and_withdrawn_sheets_are_told() -> None:
    old = [plan("建施-01", 0), plan("建施-02", 1)]
    new = [plan("建施-01", 0), plan("建施-03", 2), Numbered("建施-11", old[1].content)]
    assert fates(old, new) == [
        ("kept", "建施-01", "建施-01"),
        ("added", "", "建施-03"),
        ("renumbered", "建施-02", "建施-11"),
    ]
    assert ("withdrawn", "建施-03", "") in fates(new, old)


@pytest.mark.parametrize("plot", PLOTS)
def test_a_sheet_that_was_edited_plotted_and_renumbered_is_found(plot: str) -> None:
    new, _ = edited(PLANS[0], 3, seed=4)
    if PLOTS[plot].scale != 1.0:
        return
    again = Numbered("A-7", disturbed(new, PLOTS[plot]))
    old = [plan("A-1", 1), Numbered("A-2", PLANS[0].content)]
    assert fates(old, [again])[0] == ("renumbered", "A-2", "A-7")


def test_two_sheets_that_are_one_as_good_as_the_other_are_not_guessed() -> None:
    half = sheet_of([(10 * i, 0, 10 * i, 20 + i) for i in range(20)])
    more: list[Line] = [(200, 5 * i, 240 + i, 5 * i) for i in range(12)]
    new = [
        Numbered(number, joined(half, lines))
        for number, lines in (("A-8", more), ("A-9", more[::-1]))
    ]
    assert {fate for fate, _, _ in fates([Numbered("A-1", half)], new)} == {
        "added",
        "withdrawn",
    }


def storeys(*own: int) -> list[Content]:
    """Plans that share 60 lines and have three of their own, told by a number."""
    common: list[Line] = [(5 * i, 0, 5 * i, 20 + i) for i in range(60)]
    return [
        sheet_of(common + [(300, 9 * n + 3 * i, 300 + 9 * n + i, 0) for i in range(3)])
        for n in own
    ]


def test_storeys_that_are_nearly_alike_are_each_found_again() -> None:
    first, second = storeys(1, 2)
    assert likeness(first, second) > 0.9
    old = [Numbered("A-1", first), Numbered("A-2", second)]
    new = [Numbered("A-7", second), Numbered("A-8", first)]
    assert fates(old, new) == [
        ("renumbered", "A-2", "A-7"),
        ("renumbered", "A-1", "A-8"),
    ]


def test_a_storey_that_is_as_much_one_as_the_other_is_not_guessed() -> None:
    first, second, between = storeys(1, 2, 3)
    old = [Numbered("A-1", first), Numbered("A-2", second)]
    assert likeness(first, between) > 0.9
    told = fates(old, [Numbered("A-7", between)])
    assert {fate for fate, _, _ in told} == {"added", "withdrawn"}


def joined(sheet: Content, lines: list[Line]) -> Content:
    """The sheet with more lines."""
    ends = sheet.points[:, [0, 3]].reshape(-1, 4).tolist()
    return sheet_of([(x0, y0, x1, y1) for x0, y0, x1, y1 in ends] + lines)


def test_a_number_that_two_sheets_share_decides_nothing() -> None:
    old = [plan("A-1", 0), plan("A-1", 1)]
    new = [plan("A-1", 1), plan("A-1", 0)]
    assert match_sheets(old, new) == [
        Match(Fate.KEPT, 1, 0),
        Match(Fate.KEPT, 0, 1),
    ]


def test_every_sheet_is_told_once() -> None:
    old = [plan(f"A-{i}", i % 3) for i in range(4)]
    new = [plan(f"A-{i + 2}", (i + 1) % 3) for i in range(4)]
    told = match_sheets(old, new)
    assert sorted(m.old for m in told if m.old is not None) == [0, 1, 2, 3]
    assert sorted(m.new for m in told if m.new is not None) == [0, 1, 2, 3]


def test_empty_and_broken_sheets_are_like_nothing() -> None:
    empty = sheet_of()
    broken = replace(PLANS[0].content, points=PLANS[0].content.points * np.nan)
    assert likeness(empty, empty) == 0.0
    assert likeness(PLANS[0].content, empty) == 0.0
    assert likeness(PLANS[0].content, broken) < 0.5
