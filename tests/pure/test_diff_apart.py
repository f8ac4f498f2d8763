"""Bad input in the limited child: a stated verdict within the limits, never a crash."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from drawings.content.parts import Content, Origin
from drawings.content.storing import save_content
from drawings.diff.findings import Reason, Verdict
from drawings.diff.linking import Standing, link
from drawings.sandbox import comparing
from drawings.sandbox.comparing import Compared, Side, compare_apart
from drawings.sandbox.limits import Limits
from tests.pure.drawing_makers import make_plan, picked, sheet_of, with_lines

PLAN = make_plan(1500, seed=3).content
Change = Callable[[Content], Content]


def apart(old: Content, new: Content, folder: Path) -> Compared:
    """Both contents, kept as files, compared as the job compares them."""
    sides = []
    for name, sheet in (("old", old), ("new", new)):
        save_content(sheet, folder / f"{name}.npz")
        sides.append(Side(folder / f"{name}.npz", folder / f"{name}.pdf"))
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return compare_apart(sides[0], sides[1], work)


def _scaled(factor: float) -> Change:
    return lambda sheet: replace(sheet, points=sheet.points * factor)


def _turned(sheet: Content) -> Content:
    points = np.stack([900.0 - sheet.points[..., 1], sheet.points[..., 0]], axis=-1)
    return replace(sheet, points=points)


def _wild(value: float, every: int) -> Change:
    def spoil(sheet: Content) -> Content:
        points = sheet.points.copy()
        points[::every, 3, 0] = value
        return replace(sheet, points=points)

    return spoil


def _unrelated(sheet: Content) -> Content:
    step = np.random.default_rng(5).uniform(-60, 60, (len(sheet), 1, 2))
    return replace(sheet, points=sheet.points + step)


BAD: dict[str, tuple[Change, Verdict, Reason]] = {
    "half size, of known scale": (
        _scaled(0.5),
        Verdict.CANNOT_COMPARE,
        Reason.NO_REGISTRATION,
    ),
    "a turned page": (_turned, Verdict.IDENTICAL, Reason.NONE),
    "another page size": (
        lambda sheet: replace(sheet, size_mm=(5000.0, 20.0)),
        Verdict.IDENTICAL,
        Reason.NONE,
    ),
    "nothing on it": (
        lambda sheet: picked(sheet, np.zeros(0, np.intp)),
        Verdict.CANNOT_COMPARE,
        Reason.EMPTY,
    ),
    "not a number here and there": (_wild(np.nan, 7), Verdict.CHANGED, Reason.NONE),
    "1e300 here and there": (_wild(1e300, 7), Verdict.CHANGED, Reason.NONE),
    "not a number everywhere": (_wild(np.nan, 1), Verdict.CANNOT_COMPARE, Reason.EMPTY),
    "scale without end": (
        lambda sheet: replace(sheet, units_per_mm=float("inf")),
        Verdict.IDENTICAL,
        Reason.NONE,
    ),
    "an unrelated drawing": (
        _unrelated,
        Verdict.CANNOT_COMPARE,
        Reason.NO_REGISTRATION,
    ),
    "a hundred thousand coincident lines": (
        lambda sheet: picked(
            sheet,
            np.concatenate([np.arange(len(sheet)), np.zeros(100_000, np.intp)]),
        ),
        Verdict.IDENTICAL,
        Reason.NONE,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_stated_verdict(name: str, tmp_path: Path) -> None:
    spoil, verdict, reason = BAD[name]
    plan = replace(PLAN, units_per_mm=100.0)
    told = apart(plan, spoil(plan), tmp_path).difference
    assert (told.verdict, told.reason) == (verdict, reason)


def test_heights_above_the_paper_are_no_difference_of_a_plan(tmp_path: Path) -> None:
    plot = replace(PLAN, origin=Origin.PDF)
    assert apart(PLAN, plot, tmp_path).difference.verdict is Verdict.IDENTICAL


def test_what_the_limits_end_cannot_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "LIMITS", Limits(seconds=1e-6))
    told = apart(PLAN, with_lines(PLAN, [(1, 1, 9, 9)]), tmp_path)
    assert told.difference.verdict is Verdict.CANNOT_COMPARE
    assert told.difference.reason is Reason.TOO_LARGE
    assert told.answer is None
    boxes = np.array([(0.0, 0.0, 900.0, 900.0)])
    assert link(boxes, told.difference)[0].verdict is Standing.CANNOT_COMPARE


def test_what_needs_more_memory_than_it_may_cannot_be_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "LIMITS", Limits(memory_mb=900))
    rows = np.random.default_rng(1).uniform(0, 800, (1_500_000, 4))
    many = picked(sheet_of([(0, 0, 1, 1)]), np.zeros(len(rows), np.intp))
    many = replace(many, points=rows.reshape(-1, 2, 2)[:, [0, 0, 1, 1]])
    told = apart(many, replace(many, points=many.points + 1.0), tmp_path).difference
    assert (told.verdict, told.reason) == (Verdict.CANNOT_COMPARE, Reason.TOO_LARGE)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x00" * 4096])
def test_a_content_that_is_none_is_broken_and_no_crash(
    content: bytes, tmp_path: Path
) -> None:
    save_content(PLAN, tmp_path / "old.npz")
    (tmp_path / "new.npz").write_bytes(content)
    sides = [Side(tmp_path / f"{n}.npz", tmp_path / "page.pdf") for n in ("old", "new")]
    (tmp_path / "work").mkdir()
    told = compare_apart(sides[0], sides[1], tmp_path / "work").difference
    assert (told.verdict, told.reason) == (Verdict.CANNOT_COMPARE, Reason.BROKEN)


def test_a_scan_without_its_page_is_broken_and_no_crash(tmp_path: Path) -> None:
    scan = replace(PLAN, is_scanned=True)
    told = apart(scan, scan, tmp_path).difference
    assert (told.verdict, told.reason) == (Verdict.CANNOT_COMPARE, Reason.BROKEN)
